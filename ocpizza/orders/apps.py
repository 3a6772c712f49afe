"""Registers the orders application."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "ocpizza.orders"
    label = "orders"
