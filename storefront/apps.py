"""Registers the storefront and its live screens: the menu of a store, and one order."""

from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    name = "storefront"

    def ready(self) -> None:
        """Make the screens watchable."""
        from ocpizza.live.screens import register
        from storefront import screens
        from storefront.counter.screen import COUNTER

        screens.register_all()
        register(COUNTER)
