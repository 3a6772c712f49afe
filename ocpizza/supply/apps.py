"""Registers the room of purchases and figures."""

from django.apps import AppConfig


class SupplyConfig(AppConfig):
    name = "ocpizza.supply"
    label = "supply"
