"""Registers the rounds application."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "ocpizza.rounds"
    label = "rounds"
