"""Registers the stock application."""

from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "ocpizza.stock"
    label = "stock"
