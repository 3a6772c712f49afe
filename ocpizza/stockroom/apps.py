"""Registers the stockroom and the screen it keeps live."""

from django.apps import AppConfig


class StockroomConfig(AppConfig):
    name = "ocpizza.stockroom"
    label = "stockroom"

    def ready(self) -> None:
        from ocpizza.live.screens import register
        from ocpizza.stockroom.screens import SCREEN

        register(SCREEN)
