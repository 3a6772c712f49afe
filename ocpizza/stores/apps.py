"""Registers the stores application."""

from django.apps import AppConfig


class StoresConfig(AppConfig):
    name = "ocpizza.stores"
    label = "stores"
