"""Registers the demonstration."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "ocpizza.demo"
    label = "demo"
