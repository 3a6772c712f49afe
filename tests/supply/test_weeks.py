"""Weeks from Monday to Monday in Paris, through both changes of the clocks and the turn of the year."""

from datetime import UTC, date, timedelta

import pytest
from django.utils import timezone

from ocpizza.supply.weeks import Week
from tests.supply.shelf import paris


@pytest.mark.parametrize(
    ("said", "start", "end", "hours"),
    [
        ("2026-W13", paris(2026, 3, 23), paris(2026, 3, 30), 167),
        ("2026-W43", paris(2026, 10, 19), paris(2026, 10, 26), 169),
        ("2026-W47", paris(2026, 11, 16), paris(2026, 11, 23), 168),
        ("2020-W53", paris(2020, 12, 28), paris(2021, 1, 4), 168),
    ],
)
def test_a_week_begins_and_ends_at_midnight_in_paris(said, start, end, hours, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 11, 24))
    week = Week.read(said)
    assert (week.start, week.end, str(week)) == (start, end, said)
    assert week.end.astimezone(UTC) - week.start.astimezone(UTC) == timedelta(hours=hours)


def test_weeks_follow_each_other_up_to_the_current_one(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 1, 1))
    week = Week.current()
    assert (str(week), week.number, week.is_current, week.after) == ("2026-W01", 1, True, None)
    assert (str(week.before), week.before.after, week.before.is_current) == ("2025-W52", week, False)
    assert (week.monday, week.sunday) == (date(2025, 12, 29), date(2026, 1, 4))


@pytest.mark.parametrize("said", ["", "2026", "2026-W54", "2026-W00", "2019-W40", "9999-W52", "2026-W3", "\x00"])
def test_what_is_no_week_of_ours_is_none(said):
    assert Week.read(said) is None
