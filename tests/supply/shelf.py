"""What happened on a shelf, written in units, so that numbers can be checked by hand."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from ocpizza.catalog.models import Ingredient
from ocpizza.stock import deliveries, ledger
from ocpizza.stock.deliveries import Arrival, Delivery
from ocpizza.stock.ledger import More
from ocpizza.stock.models import Lot, Movement

PARIS = ZoneInfo("Europe/Paris")


def ingredient(slug):
    return Ingredient.objects.get(slug=slug)


def received(store, slug, units, code="", **more) -> Lot:
    """Book a delivery of so many units, and return its lot."""
    key = f"{store.slug}-{slug}-{Lot.objects.count()}"
    arrival = Arrival(ingredient(slug), units * 1000, code, **more)
    deliveries.book(store, Delivery(key, [arrival]), None)
    return Lot.objects.latest("pk")


def moved(store, slug, units, reason, at=None, **more) -> Movement:
    """Write a movement of so many units, at an instant of the past when it is given."""
    amounts = {ingredient(slug).pk: round(units * 1000)}
    reference = more.pop("reference", "")
    ledger.add(store, amounts)
    ledger.record(store, amounts, reason, reference, None, More(**more))
    row = Movement.objects.latest("pk")
    if at:
        Movement.objects.filter(pk=row.pk).update(at=at)
    return row


def paris(*parts) -> datetime:
    return datetime(*parts, tzinfo=PARIS)


def last_week() -> datetime:
    """Return Wednesday noon of the last complete week."""
    today = timezone.localdate()
    wednesday = today - timedelta(days=today.weekday() + 5)
    return paris(wednesday.year, wednesday.month, wednesday.day, 12)
