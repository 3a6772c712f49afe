"""Weeks as a shop reckons them: from Monday 0:00 to Monday 0:00 in Paris, whatever the clocks do in between."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from ocpizza.stores.hours import midnight

_SAID = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
FIRST = date(2020, 1, 6)
"""The Monday before which the group has no figures."""


@dataclass(frozen=True)
class Week:
    """An ISO week, named by its Monday."""

    monday: date

    @classmethod
    def of(cls, day: date) -> "Week":
        """Return the week of this day."""
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def current(cls) -> "Week":
        """Return the week in which we are in Paris."""
        return cls.of(timezone.localdate())

    @classmethod
    def read(cls, said: str) -> "Week | None":
        """Return the week spelt as `2026-W47`, None for what is no week, too early, or not begun."""
        found = _SAID.fullmatch(said)
        try:
            week = cls(date.fromisocalendar(int(found[1]), int(found[2]), 1)) if found else None
        except ValueError:
            return None
        return week if week and FIRST <= week.monday <= timezone.localdate() else None

    def __str__(self) -> str:
        year, number, _day = self.monday.isocalendar()
        return f"{year}-W{number:02}"

    @property
    def number(self) -> int:
        return self.monday.isocalendar()[1]

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def start(self) -> datetime:
        return midnight(self.monday)

    @property
    def end(self) -> datetime:
        """The first instant that belongs to the next week."""
        return midnight(self.monday + timedelta(days=7))

    @property
    def before(self) -> "Week":
        return Week(self.monday - timedelta(days=7))

    @property
    def after(self) -> "Week | None":
        """The next week, None while it has not begun."""
        later = Week(self.monday + timedelta(days=7))
        return later if later.monday <= timezone.localdate() else None

    @property
    def is_current(self) -> bool:
        return self.after is None
