"""Installs the toy screen in a server of the benchmarks."""

from pathlib import Path

from django.apps import AppConfig


class BenchToyConfig(AppConfig):
    name = "bench.toy"
    label = "bench_toy"
    path = str(Path(__file__).parent)

    def ready(self) -> None:
        from bench.toy import screens

        screens.register_all()
