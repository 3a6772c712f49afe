"""When a day begins, when a store is open and when it opens next, in Paris time whatever the server's clock zone."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from ocpizza.stores.models import OpeningHours, Store

DAYS_AHEAD = 8  # a store closed all week but one day is still found


def midnight(day: date) -> datetime:
    """Return the instant at which this day begins."""
    return timezone.make_aware(datetime.combine(day, time()))


def openings(store: Store, first_day: datetime, days: int) -> list[tuple[datetime, datetime]]:
    """Return the (opens, closes) instants of `days` days from the local day of `first_day`, in order."""
    zone = timezone.get_current_timezone()
    today = timezone.localtime(first_day).date()
    hours: list[OpeningHours] = list(store.hours.all())
    spans = []
    for ahead in range(days):
        day = today + timedelta(days=ahead)
        spans += [
            (
                datetime.combine(day, row.opens, tzinfo=zone),
                datetime.combine(day, row.closes, tzinfo=zone),
            )
            for row in hours
            if row.weekday == day.weekday()
        ]
    return sorted(spans)


def is_open(store: Store, at: datetime) -> bool:
    """Say whether the store takes orders at this instant."""
    if not store.taking_orders:
        return False
    if store.round_the_clock:
        return True
    return any(opens <= at < closes for opens, closes in openings(store, at, 1))


def next_opening(store: Store, at: datetime) -> datetime | None:
    """Return the next instant at which the store opens, or None when no hours say so or it takes no orders."""
    if not store.taking_orders:
        return None
    return next((opens for opens, _closes in openings(store, at, DAYS_AHEAD) if opens > at), None)
