"""Installs the toy screens in a server of its own."""

from pathlib import Path

from django.apps import AppConfig


class ToyConfig(AppConfig):
    name = "tests.live.toy"
    label = "toy"
    path = str(Path(__file__).parent)

    def ready(self):
        from tests.live.toy import screens

        screens.register_all()
