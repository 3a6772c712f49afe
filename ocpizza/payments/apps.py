"""Registers the payments application and the sweep that takes what was authorised online."""

from datetime import timedelta

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "ocpizza.payments"
    label = "payments"

    def ready(self) -> None:
        """Have the worker record the money of what was handed over."""
        from ocpizza.operations import sweeps
        from ocpizza.payments import online

        sweeps.register("captures_due", online.capture_due, every=timedelta(minutes=1))
