"""Registers the menu's office and its live screen."""

from django.apps import AppConfig


class MenuConfig(AppConfig):
    name = "ocpizza.menu"
    label = "menu_room"

    def ready(self) -> None:
        """Make the screen watchable."""
        from ocpizza.live.screens import register
        from ocpizza.menu import screens

        register(screens.SALES)
