"""Registers the orders application and the sweep that ends what was not paid for in time."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    name = "ocpizza.orders"
    label = "orders"
    verbose_name = _("Commandes")

    def ready(self) -> None:
        """Have the worker give back what is held for a payment that does not come."""
        from ocpizza.operations import sweeps
        from ocpizza.orders import holding

        sweeps.register("holds_over", holding.expire_due, every=timedelta(seconds=2))
