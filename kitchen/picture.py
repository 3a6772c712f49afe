"""The kitchen's picture: what to make, in the oven, ready, out and still possible, in a fixed number of queries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from kitchen import possible
from kitchen.out import shown
from kitchen.tickets import CANCELLED_SHOWN_FOR, MADE_HERE, Bump, Ticket, last_change
from ocpizza.accounts.models import User
from ocpizza.catalog import readings
from ocpizza.orders import flow, shortages
from ocpizza.orders.flow import Status
from ocpizza.orders.models import Amendment, Line, Order, StatusChange
from ocpizza.stock.feasible import shelf
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


class Look(NamedTuple):
    """In which role somebody looks, and which cook it is: what each has read of the recipes is marked on the lines."""

    role: Role
    cook: int | None = None

    @classmethod
    def of(cls, role: Role, user: User) -> "Look":
        """Return the look of a user: every counter sees the same."""
        return cls(role, user.pk if role == Role.COOK else None)

    @classmethod
    def read(cls, variant: str) -> "Look":
        """Read a role variant of the screen: `cook.17`, `counter`."""
        role, _, cook = variant.partition(".")
        return cls(Role(role), int(cook) if cook else None)

    def __str__(self) -> str:
        return self.role if self.cook is None else f"{self.role}.{self.cook}"

    @property
    def may_cook(self) -> bool:
        return self.role == Role.COOK


@dataclass(frozen=True)
class Tally:
    """How many of a product are not in the oven yet, and of which sizes."""

    label: str
    pieces: int
    sizes: list[tuple[str, int]]


def picture(slug: str, variant: str) -> dict[str, Any]:
    """Return the context of every region of a store's kitchen, for a role variant of the screen.

    What the clock changes is left to the browser.
    """
    store, look = Store.objects.get(slug=slug), Look.read(variant)
    orders, pizzas = _orders(store), possible.on_the_menu()
    shortages.fetch_recipes((line for order in orders for line in order.lines.all()), [one.product for one in pizzas])
    out = shortages.declared(store)
    short = shortages.among(orders, out)
    read = readings.read_by(look.cook) if look.may_cook else None
    lacking = {one.order.pk: [thing.label for thing in [*one.ingredients, *one.products]] for one in short}
    tickets = [Ticket(order, store, read, lacking.get(order.pk, [])) for order in orders]
    return {
        "store": store,
        "may_cook": look.may_cook,
        **_on_the_grid(tickets),
        "larder": possible.larder(pizzas, shelf(store), {one.ingredient_id for one in out if one.ingredient_id}),
        "outages": shown(out),
        "shortages": sorted(short, key=lambda one: (one.order.start_by, one.order.pk)),
    }


def _on_the_grid(tickets: list[Ticket]) -> dict[str, Any]:
    to_make = [one for one in tickets if one.order.status in TO_MAKE]
    queue = sorted((one for one in tickets if one.is_cancelled or one.order.status in TO_MAKE), key=_place)
    painted = ON_A_WALL + SPARE + len(queue) - len(to_make)
    oven = [one for one in tickets if one.order.status == Status.IN_OVEN]
    return {
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
    for line in (line for ticket in to_make for line in ticket.kept if line.product.category in MADE_HERE):
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
    """Return what the kitchen has in hand, and what left its queue: being changed now, or cancelled a moment ago.

    Five queries; the recipes are fetched with the menu's.
    """
    since = timezone.now() - CANCELLED_SHOWN_FOR
    at_store = Order.objects.filter(store=store)
    in_hand = at_store.filter(status__in=(*flow.IN_KITCHEN, Status.UNDER_MODIFICATION, *READY))
    # The day narrows the search to an index; an order cancelled now was placed today or just before midnight.
    recent = timezone.localdate(since) - timedelta(days=1)
    cancelled = at_store.filter(day__gte=recent, status=Status.CANCELLED, status_at__gte=since)
    orders = [*in_hand, *cancelled]
    prefetch_related_objects(
        orders,
        Prefetch("lines", Line.objects.select_related("product", "variant", "other__product").order_by("pk")),
        Prefetch("changes", StatusChange.objects.select_related("who").order_by("seq")),
        Prefetch("amendments", Amendment.objects.order_by("pk")),
    )
    return [order for order in orders if order.status != Status.CANCELLED or _left_the_queue(order)]


def _left_the_queue(order: Order) -> bool:
    """Whether a cancelled order was waiting in the kitchen before."""
    last = last_change(order)
    return last is not None and last.source in flow.CANCELLABLE_BY_CUSTOMER
