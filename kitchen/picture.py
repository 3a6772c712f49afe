"""The kitchen's picture: what to make, what is in the oven, what is ready, in six queries whatever their number."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from kitchen.tickets import CANCELLED_SHOWN_FOR, MADE_HERE, Bump, Ticket, last_change
from ocpizza.catalog.models import Dose
from ocpizza.orders import flow
from ocpizza.orders.flow import Status
from ocpizza.orders.models import Line, Order, StatusChange
from ocpizza.stores.models import Store

ON_A_WALL, ON_A_TABLET = 8, 6
"""Places of the grid: four by two, and two by three."""

SPARE = 4
"""Tickets painted beyond the grid, so that one that is shown keeps its place when an earlier one arrives."""

TO_MAKE = (Status.AWAITING_PREPARATION, Status.IN_PREPARATION)
READY = tuple(sorted(set(flow.READY.values())))


class Role(StrEnum):
    """Who looks: a cook bumps, the counter cashes in, hands over and cancels."""

    COOK = "cook"
    COUNTER = "counter"


@dataclass(frozen=True)
class Tally:
    """How many of a product are not in the oven yet, and of which sizes."""

    label: str
    pieces: int
    sizes: list[tuple[str, int]]


def picture(slug: str, role: Role) -> dict[str, Any]:
    """Return the context of every region of a store's kitchen; what the clock changes is left to the browser."""
    store = Store.objects.get(slug=slug)
    tickets = [Ticket(order, store) for order in _orders(store)]
    to_make = [one for one in tickets if one.order.status in TO_MAKE]
    queue = sorted((one for one in tickets if one.is_cancelled or one.order.status in TO_MAKE), key=_place)
    painted = ON_A_WALL + SPARE + len(queue) - len(to_make)
    oven = [one for one in tickets if one.order.status == Status.IN_OVEN]
    return {
        "store": store,
        "may_cook": role == Role.COOK,
        "to_make": len(to_make),
        "queue": queue[:painted],
        "beyond": queue[painted:],
        "more_on_a_wall": max(0, len(queue) - ON_A_WALL),
        "more_on_a_tablet": max(0, len(queue) - ON_A_TABLET),
        "newest": max((one.order for one in to_make), key=lambda order: (order.placed_at, order.pk), default=None),
        "oven": sorted(oven, key=lambda one: (one.out_at, one.order.pk)),
        "ready": sorted((one for one in tickets if one.order.status in READY), key=_since),
        "tallies": tallies(to_make),
        "last_bump": last_bump(tickets),
    }


def newest(slug: str) -> Order | None:
    """Return the order that arrived last and still waits for a cook: one query."""
    waiting = Order.objects.of(slug).filter(status=Status.AWAITING_PREPARATION)
    return waiting.order_by("placed_at", "pk").last()


def tallies(to_make: Iterable[Ticket]) -> list[Tally]:
    """Count what is still to produce, most first."""
    sizes: dict[str, Counter[str]] = {}
    for line in (line for ticket in to_make for line in ticket.lines if line.product.category in MADE_HERE):
        sizes.setdefault(line.label, Counter())[line.size] += line.quantity
    ranked = sorted(sizes, key=lambda label: (-sizes[label].total(), label))
    return [Tally(label, sizes[label].total(), sorted(sizes[label].items())) for label in ranked]


def last_bump(tickets: Iterable[Ticket]) -> Bump | None:
    """Return the most recent bump that can be taken back."""
    bumps = [bump for ticket in tickets if (bump := ticket.bump)]
    return max(bumps, key=lambda bump: (bump.at, bump.order.pk), default=None)


def _place(ticket: Ticket) -> tuple[Any, int]:
    return ticket.order.start_by, ticket.order.pk


def _since(ticket: Ticket) -> tuple[Any, int]:
    return ticket.order.status_at, ticket.order.pk


def _orders(store: Store) -> list[Order]:
    """Return what the kitchen has in hand, and what was cancelled out of its queue a moment ago: five queries."""
    since = timezone.now() - CANCELLED_SHOWN_FOR
    at_store = Order.objects.filter(store=store)
    in_hand = at_store.filter(status__in=(*flow.IN_KITCHEN, *READY))
    # The day narrows the search to an index; an order cancelled now was placed today or just before midnight.
    recent = timezone.localdate(since) - timedelta(days=1)
    cancelled = at_store.filter(day__gte=recent, status=Status.CANCELLED, status_at__gte=since)
    orders = [*in_hand, *cancelled]
    prefetch_related_objects(
        orders,
        Prefetch("lines", Line.objects.select_related("product", "variant", "other__product").order_by("pk")),
        Prefetch("lines__product__recipe", Dose.objects.select_related("ingredient").order_by("position")),
        Prefetch("changes", StatusChange.objects.select_related("who").order_by("seq")),
    )
    return [order for order in orders if order.status != Status.CANCELLED or _left_the_queue(order)]


def _left_the_queue(order: Order) -> bool:
    """Whether a cancelled order was waiting in the kitchen before."""
    last = last_change(order)
    return last is not None and last.source in flow.CANCELLABLE_BY_CUSTOMER
