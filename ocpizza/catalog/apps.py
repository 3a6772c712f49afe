"""Registers the catalogue application and what its sweep does by the clock."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "ocpizza.catalog"
    label = "catalog"
    verbose_name = _("Carte")

    def ready(self) -> None:
        from ocpizza.catalog import prices
        from ocpizza.operations import sweeps

        sweeps.register("prices_due", prices.apply_due, every=timedelta(seconds=10))
