"""What the board reads: a fixed number of queries, whatever the number of stores and orders."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, F, Max, Q, Sum
from django.utils import timezone

from ocpizza.catalog.models import Dose
from ocpizza.live import streams
from ocpizza.orders.flow import Status
from ocpizza.orders.models import Order, StatusChange
from ocpizza.orders.promise import pizzas_waiting_by_store
from ocpizza.rounds.models import Stop
from ocpizza.stock.models import Level, LotRecall, Outage
from ocpizza.stores.models import Store

QUARTER = timedelta(minutes=15)
QUARTERS = 12
"""Three hours of a sparkline."""
FEW_PORTIONS = 8
NOT_SOLD = (Status.CANCELLED, Status.AWAITING_PAYMENT)
"""What counts in no figure: it was, or may yet be, called off."""


@dataclass(frozen=True)
class Portions:
    """How many portions of an ingredient a store has left, by the most generous recipe."""

    name: str
    left: int


@dataclass(frozen=True)
class Totals:
    """The day of all stores shown; minutes from placed to completed, None before the first."""

    revenue_cents: int
    minutes: int | None


@dataclass(frozen=True)
class Figures:
    """Everything the board is made of; mappings by store id, `couriers` and `reasons` by order id."""

    now: datetime
    stores: list[Store]
    orders: Mapping[int, list[Order]]
    waiting: Mapping[int, int]
    pace: Mapping[int, list[int]]
    scarce: Mapping[int, list[Portions]]
    low: Mapping[int, int]
    couriers: Mapping[int, str]
    reasons: Mapping[int, str]
    watched: Mapping[str, datetime]
    totals: Totals
    recalls: Mapping[int, list[LotRecall]]


def read(slugs: Sequence[str]) -> Figures:
    """Read the figures of these stores: thirteen queries."""
    now = timezone.now()
    stores = list(Store.objects.filter(slug__in=slugs).with_hours())
    scarce, low = _stock(stores)
    return Figures(
        now=now,
        stores=stores,
        orders=_open_orders(stores),
        waiting=pizzas_waiting_by_store(),
        pace=_pace(stores, now),
        scarce=scarce,
        low=low,
        couriers=_couriers(stores),
        reasons=_reasons(stores),
        watched=streams.watched(f"kitchen.{store.slug}" for store in stores),
        totals=_totals(stores, now),
        recalls=_recalls(stores),
    )


def _open_orders(stores: list[Store]) -> dict[int, list[Order]]:
    found: dict[int, list[Order]] = defaultdict(list)
    shown = Order.objects.open().filter(store__in=stores).exclude(status=Status.AWAITING_PAYMENT)
    for order in shown.order_by("promised_at", "pk"):
        found[order.store_id].append(order)
    return found


def _pace(stores: list[Store], now: datetime) -> dict[int, list[int]]:
    """Return the orders placed in each quarter of an hour, the current one last."""
    local = timezone.localtime(now)
    end = local.replace(minute=local.minute // 15 * 15, second=0, microsecond=0) + QUARTER
    start = end - QUARTERS * QUARTER
    counts: dict[int, list[int]] = {store.pk: [0] * QUARTERS for store in stores}
    placed = Order.objects.filter(store__in=stores, placed_at__gte=start, placed_at__lt=end)
    for store, at in placed.exclude(status__in=NOT_SOLD).values_list("store_id", "placed_at"):
        counts[store][(at - start) // QUARTER] += 1
    return counts


def _stock(stores: list[Store]) -> tuple[dict[int, list[Portions]], Counter[int]]:
    """Return what each store has only a few portions of, and how many of its levels are under their threshold."""
    doses = Dose.objects.filter(product__archived=False).values_list("ingredient_id")
    most = dict(doses.annotate(most=Max("quantity")).order_by("ingredient_id"))
    found: dict[int, list[Portions]] = defaultdict(list)
    low: Counter[int] = Counter()
    for level in Level.objects.filter(store__in=stores).select_related("ingredient").order_by("quantity", "pk"):
        low[level.store_id] += level.is_low
        left = level.quantity // most[level.ingredient_id] if level.ingredient_id in most else None
        if left is not None and left <= FEW_PORTIONS:
            found[level.store_id].append(Portions(level.ingredient.label, left))
    return {store: sorted(few, key=lambda one: one.left) for store, few in found.items()}, low


def _couriers(stores: list[Store]) -> dict[int, str]:
    """Return the first name of who has each order on the road."""
    stops = Stop.objects.filter(ended_at=None, order__store__in=stores).select_related("round__courier")
    return {stop.order_id: stop.round.courier.first_name or stop.round.courier.username for stop in stops}


def _reasons(stores: list[Store]) -> dict[int, str]:
    failed = StatusChange.objects.filter(target=Status.DELIVERY_FAILED, order__status=Status.DELIVERY_FAILED)
    return dict(failed.filter(order__store__in=stores).order_by("seq").values_list("order_id", "why"))


def _recalls(stores: list[Store]) -> dict[int, list[LotRecall]]:
    """Return the recalls for which each store still has to take a lot off its shelf."""
    found: dict[int, list[LotRecall]] = defaultdict(list)
    waiting = Outage.objects.filter(store__in=stores, ended_at=None, recall__closed_at=None, recall__isnull=False)
    for outage in waiting.select_related("recall__ingredient").order_by("pk"):
        if outage.recall:
            found[outage.store_id].append(outage.recall)
    return found


def _totals(stores: list[Store], now: datetime) -> Totals:
    day = Order.objects.filter(store__in=stores, day=timezone.localdate(now))
    found = day.aggregate(
        revenue=Sum("total_cents", filter=~Q(status__in=NOT_SOLD), default=0),
        taken=Avg(F("status_at") - F("placed_at"), filter=Q(status=Status.COMPLETED)),
        completed=Count("pk", filter=Q(status=Status.COMPLETED)),
    )
    minutes = round(found["taken"].total_seconds() / 60) if found["completed"] else None
    return Totals(found["revenue"], minutes)
