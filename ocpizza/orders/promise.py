"""The time we promise: what the kitchen has to do before, the preparation, and the road."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from ocpizza.catalog.models import Category
from ocpizza.orders.flow import Fulfilment, Status
from ocpizza.orders.models import Line
from ocpizza.stores.models import Store

STEP_MINUTES = 5  # a promise is rounded up to this: nobody believes 20:03


@dataclass(frozen=True)
class Promise:
    """When the kitchen has to start, and when the customer is served."""

    start_by: datetime
    promised_at: datetime


def pizzas_waiting(store: Store) -> int:
    """Return how many pizzas of the store are not in the oven yet: one query."""
    return int(_waiting().filter(order__store=store).aggregate(pizzas=Coalesce(Sum("quantity"), 0))["pizzas"])


def pizzas_waiting_by_store() -> dict[int, int]:
    """Return store id → pizzas not in the oven yet, for the stores that have some: one query."""
    waiting = _waiting().values("order__store_id").annotate(pizzas=Sum("quantity"))
    return {row["order__store_id"]: row["pizzas"] for row in waiting.order_by()}


def _waiting() -> "QuerySet[Line]":
    before_the_oven = [Status.AWAITING_PREPARATION, Status.IN_PREPARATION]
    pizzas = Line.objects.filter(product__category=Category.PIZZA, refunded_at=None)
    return pizzas.filter(order__status__in=before_the_oven)


def wait_minutes(store: Store, fulfilment: str, waiting: int) -> int:
    """Return the announced wait in minutes, a multiple of five, for the pizzas that wait before this order."""
    minutes = store.prep_minutes + waiting * 60 / store.pizzas_per_hour
    if fulfilment == Fulfilment.DELIVERY:
        minutes += store.travel_minutes
    return int(-(-minutes // STEP_MINUTES) * STEP_MINUTES)


def promise(store: Store, fulfilment: str, waiting: int, now: datetime) -> Promise:
    """Return the promise for an order placed now: rounded up to a full five minutes on the clock."""
    late = now + timedelta(minutes=wait_minutes(store, fulfilment, waiting))
    beyond = timedelta(minutes=late.minute % STEP_MINUTES, seconds=late.second, microseconds=late.microsecond)
    promised_at = late + (timedelta(minutes=STEP_MINUTES) - beyond if beyond else timedelta())
    before = store.prep_minutes + (store.travel_minutes if fulfilment == Fulfilment.DELIVERY else 0)
    return Promise(start_by=max(now, promised_at - timedelta(minutes=before)), promised_at=promised_at)
