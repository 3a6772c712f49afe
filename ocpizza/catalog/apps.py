"""Registers the catalogue application."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "ocpizza.catalog"
    label = "catalog"
