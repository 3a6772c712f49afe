"""Registers the operations application and its own sweeps."""

from datetime import timedelta

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "ocpizza.operations"
    label = "operations"

    def ready(self) -> None:
        from ocpizza.operations import sweeps
        from ocpizza.operations.sessions import purge_expired

        sweeps.register("expired_sessions", purge_expired, every=timedelta(hours=1))
