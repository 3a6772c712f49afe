"""Registers the kitchen and the screen it keeps live."""

from django.apps import AppConfig


class KitchenConfig(AppConfig):
    name = "kitchen"

    def ready(self) -> None:
        from kitchen.screens import SCREEN
        from ocpizza.live.screens import register

        register(SCREEN)
