"""The worker process: sweeps what is due, until it is told to stop."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from ocpizza.operations import sweeps


class Command(BaseCommand):
    """Any number of workers may run side by side: each sweep is safe beside another."""

    help = "Sweep what is due (expired sessions...) until SIGTERM; --once sweeps one time and ends."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer --once, for cron and for tests."""
        parser.add_argument("--once", action="store_true", help="sweep one time and end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep; on SIGTERM or Ctrl-C end after the sweep under way."""
        if options["once"]:
            for name, settled in sweeps.run_due(timezone.now()).items():
                self._tell(name, settled)
            return
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        sweeps.sweep_until(stopped, self._tell)

    def _tell(self, name: str, settled: int) -> None:
        if settled:
            self.stdout.write(f"{name}: {settled}")
