"""`manage.py rush`: plays a Friday night against a running server, as guests and crew with browsers of their own."""

import math
import sys
import time
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ocpizza.demo.places import PLACES
from ocpizza.demo.rush import night, plan
from ocpizza.demo.rush.browser import Browser, Trouble
from ocpizza.demo.rush.tally import Tally

SLUGS = [place.slug for place in PLACES]
NO_SERVER, INTERRUPTED = 2, 130
LINE_EVERY = 5.0  # seconds, where a line cannot be written over


class Command(BaseCommand):
    """Shows the demonstration at work; the database is none of its business."""

    help = "Plays a Friday night through HTTP against the running demonstration, and measures it."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare how many, how long, where."""
        parser.add_argument("--orders", type=int, default=60, help="how many orders (60)")
        parser.add_argument("--minutes", type=float, default=3.0, help="how long the evening takes (3)")
        parser.add_argument("--url", default="http://127.0.0.1:8000", help="the running server")
        parser.add_argument("--seed", type=int, default=7, help="the same seed brings the same guests and wishes (7)")
        parser.add_argument("--store", nargs="+", choices=SLUGS, default=SLUGS[:1], help="where they order")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Play, and end with the table; exit code 1 after errors, 2 without a server, 130 after Ctrl-C."""
        url, orders, minutes = options["url"].rstrip("/"), options["orders"], options["minutes"]
        if orders < 1 or not 0 < minutes < math.inf or not _is_address(url):
            raise CommandError("At least one order, more than no time, and an http address, please.", returncode=2)
        _knock(url)
        tonight = night.evening(url, orders, minutes, options["store"], options["seed"])
        guests = plan.guests(orders, options["store"], options["seed"])
        interrupted = False
        try:
            night.play(tonight, guests, minutes, self._progress())
        except KeyboardInterrupt:
            interrupted = True
        self.stdout.write(("\n" if self.stdout.isatty() else "") + tonight.tally.table())
        if interrupted:
            sys.exit(INTERRUPTED)
        if tonight.tally.errors:
            sys.exit(1)

    def _progress(self) -> Any:
        last = time.monotonic() - LINE_EVERY

        def tell(line: str) -> None:
            nonlocal last
            if self.stdout.isatty():
                self.stdout.write(f"\r\033[K{line}", ending="")
                self.stdout.flush()
            elif time.monotonic() - last >= LINE_EVERY:
                last = time.monotonic()
                self.stdout.write(line)

        return tell


def _is_address(url: str) -> bool:
    try:
        where = urlsplit(url)
        return where.scheme in {"http", "https"} and bool(where.hostname) and where.port != 0
    except ValueError:
        return False


def _knock(url: str) -> None:
    """Make sure that a demonstration answers there. Raises CommandError with one sentence and exit code 2."""
    try:
        Browser(url, Tally()).get("/demo/")
    except Trouble as trouble:
        if trouble.kind[:3].isdigit():
            raise CommandError(f"{url} is not a demonstration: {trouble.kind}.", returncode=NO_SERVER) from trouble
        raise CommandError(
            f"No server answers at {url}: start one with `make run`, or name it with --url.", returncode=NO_SERVER
        ) from trouble
