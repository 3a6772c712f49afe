"""Registers the stock application and what its sweeps do by the clock."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StockConfig(AppConfig):
    name = "ocpizza.stock"
    label = "stock"
    verbose_name = _("Stocks")

    def ready(self) -> None:
        from ocpizza.operations import sweeps
        from ocpizza.stock import alerts, outages

        sweeps.register("outages_over", outages.end_due, every=timedelta(seconds=10))
        sweeps.register("stock_alerts", alerts.sweep, every=timedelta(seconds=10))
