"""Registers the stores application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoresConfig(AppConfig):
    name = "ocpizza.stores"
    label = "stores"
    verbose_name = _("Points de vente")
