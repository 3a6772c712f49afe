"""Registers the payments application."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "ocpizza.payments"
    label = "payments"
