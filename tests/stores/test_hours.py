"""When a store is open, and when it opens next."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocpizza.stores.hours import is_open, next_opening
from ocpizza.stores.models import OpeningHours

PARIS = ZoneInfo("Europe/Paris")
LUNCH, DINNER = (time(11, 30), time(14, 0)), (time(18, 0), time(22, 30))
LATE = (time(18, 0), time(23, 0))
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6


@pytest.fixture
def pizzeria(rouen):
    """Open at the hours of the brief."""
    rouen.round_the_clock = False
    for weekday in range(7):
        for opens, closes in (LUNCH, LATE if weekday in {FRIDAY, SATURDAY} else DINNER):
            OpeningHours.objects.create(store=rouen, weekday=weekday, opens=opens, closes=closes)
    return rouen


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("moment", "open_then"),
    [
        ("2026-11-23 11:29:59", False),  # a Monday
        ("2026-11-23 11:30:00", True),
        ("2026-11-23 13:59:59", True),
        ("2026-11-23 14:00:00", False),
        ("2026-11-23 17:59:59", False),
        ("2026-11-23 18:00:00", True),
        ("2026-11-23 22:29:59", True),
        ("2026-11-23 22:30:00", False),
        ("2026-11-26 22:45:00", False),  # Thursday
        ("2026-11-27 22:45:00", True),  # Friday
        ("2026-11-27 22:59:59", True),
        ("2026-11-27 23:00:00", False),
        ("2026-11-28 22:59:59", True),  # Saturday
        ("2026-11-29 22:45:00", False),  # Sunday
        ("2026-11-29 00:10:00", False),
    ],
)
def test_open_from_the_first_second_to_the_last_and_later_on_friday_and_saturday(moment, open_then, pizzeria):
    assert is_open(pizzeria, paris(moment)) is open_then
    assert is_open(pizzeria, paris(moment).astimezone(UTC)) is open_then


@pytest.mark.parametrize(
    ("utc", "open_then"),
    [
        ("2026-03-28T10:30", True),  # Saturday before the change: 11:30 in Paris is 10:30 UTC
        ("2026-03-28T10:29", False),
        ("2026-03-29T09:30", True),  # Sunday of the change: 11:30 in Paris is 9:30 UTC
        ("2026-03-29T09:29", False),
        ("2026-03-29T20:29", True),
        ("2026-03-29T20:30", False),
        ("2026-10-24T09:30", True),  # Saturday before the clocks go back
        ("2026-10-25T09:30", False),
        ("2026-10-25T10:30", True),  # Sunday of the change
        ("2026-10-25T21:29", True),
        ("2026-10-25T21:30", False),
    ],
)
def test_the_door_follows_the_clock_of_paris_through_both_changes(utc, open_then, pizzeria):
    assert is_open(pizzeria, datetime.fromisoformat(utc).replace(tzinfo=UTC)) is open_then


@pytest.mark.parametrize("night", ["2026-03-29T02:30", "2026-10-25T02:30"])
def test_hours_in_the_night_of_a_change_make_no_error(night, rouen):
    rouen.round_the_clock = False
    OpeningHours.objects.create(store=rouen, weekday=SUNDAY, opens=time(2, 15), closes=time(2, 45))
    OpeningHours.objects.create(store=rouen, weekday=SUNDAY, opens=time(1, 0), closes=time(4, 0))
    assert is_open(rouen, datetime.fromisoformat(night).replace(tzinfo=PARIS).astimezone(UTC)) in {True, False}
    assert is_open(rouen, datetime.fromisoformat(night[:11] + "01:30").replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-23 09:00", "2026-11-23 11:30"),
        ("2026-11-23 11:30", "2026-11-23 18:00"),
        ("2026-11-23 15:00", "2026-11-23 18:00"),
        ("2026-11-23 22:30", "2026-11-24 11:30"),
        ("2026-11-29 23:30", "2026-11-30 11:30"),
        ("2026-12-31 23:59", "2027-01-01 11:30"),
        ("2026-03-28 23:30", "2026-03-29 11:30"),
        ("2026-10-24 23:30", "2026-10-25 11:30"),
    ],
)
def test_the_next_opening_is_the_next_one_on_the_wall(moment, opens, pizzeria):
    assert next_opening(pizzeria, paris(moment).astimezone(UTC)).astimezone(UTC) == paris(opens).astimezone(UTC)


def test_a_store_that_opens_once_a_week_is_found_the_week_after(rouen):
    rouen.round_the_clock = False
    OpeningHours.objects.create(store=rouen, weekday=0, opens=time(11, 30), closes=time(14))
    assert next_opening(rouen, paris("2026-11-23 12:00")) == paris("2026-11-30 11:30")


def test_a_store_without_hours_never_opens(rouen):
    rouen.round_the_clock = False
    assert not is_open(rouen, paris("2026-11-23 12:00"))
    assert next_opening(rouen, paris("2026-11-23 12:00")) is None


def test_a_pause_closes_even_during_hours_and_announces_no_opening(pizzeria):
    pizzeria.taking_orders = False
    assert not is_open(pizzeria, paris("2026-11-23 12:00"))
    assert next_opening(pizzeria, paris("2026-11-23 12:00")) is None


def test_round_the_clock_is_open_at_night_but_a_pause_still_closes(pizzeria):
    pizzeria.round_the_clock = True
    assert is_open(pizzeria, paris("2026-11-23 04:00"))
    pizzeria.taking_orders = False
    assert not is_open(pizzeria, paris("2026-11-23 04:00"))


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_at_the_announced_opening_the_store_is_open_and_just_before_it_is_not(pizzeria, at):
    opens = next_opening(pizzeria, at)
    assert at < opens
    assert is_open(pizzeria, opens)
    assert not is_open(pizzeria, opens.astimezone(UTC) - timedelta(seconds=1))


def test_hours_that_close_before_they_open_cannot_be_written(rouen):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        OpeningHours.objects.create(store=rouen, weekday=0, opens=time(18), closes=time(2))
