"""Registers the board and its live screen."""

from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "ocpizza.board"
    label = "board"

    def ready(self) -> None:
        """Make the screen watchable."""
        from ocpizza.board import screens
        from ocpizza.live.screens import register

        register(screens.BOARD)
