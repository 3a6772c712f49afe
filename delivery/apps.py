"""Registers the delivery room and its two live screens."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "delivery"
    label = "delivery"

    def ready(self) -> None:
        """Make the screens watchable."""
        from delivery import screens
        from ocpizza.live.screens import register

        register(screens.READY)
        register(screens.ROUND)
