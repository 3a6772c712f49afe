"""Declares the live layer to Django."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "ocpizza.live"
    label = "live"
    verbose_name = "Écrans vivants"
