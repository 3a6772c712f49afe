"""`manage.py demo`: loads the demonstration's data."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ocpizza.demo.load import NotADemonstration, load


class Command(BaseCommand):
    """Adds what is missing of the demo data; again and again without harm."""

    help = "Loads the demo data: stores, menu, stock and people. What is there already stays as it is."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load, and say how much was new."""
        try:
            added = load()
        except NotADemonstration as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Demo data loaded: {added} new entries." if added else "The demo data is loaded already.")
