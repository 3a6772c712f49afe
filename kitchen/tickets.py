"""A ticket: one order as the kitchen sees it, with the instants at which it becomes urgent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from django.utils.translation import get_language

from kitchen.rows import Row, rows
from ocpizza.catalog.models import Category
from ocpizza.orders import flow
from ocpizza.orders.actions import RECALL_WINDOW, RECALLED
from ocpizza.orders.flow import Fulfilment, Status
from ocpizza.orders.models import Amendment, Channel, Line, Order, PaymentState, StatusChange
from ocpizza.orders.shortages import halves, ingredients_on
from ocpizza.stores.models import Store

CANCELLED_SHOWN_FOR = timedelta(minutes=10)
MADE_HERE = (Category.PIZZA, Category.STARTER)
FULFILMENT_ICONS = {Fulfilment.DELIVERY: "bike", Fulfilment.TAKEAWAY: "shopping-bag", Fulfilment.ON_SITE: "store"}
FORWARD = {(target, source) for source, target in flow.RECALLS.items()}
"""The bumps: the arrows that a recall goes back along."""


@dataclass(frozen=True)
class Bump:
    """A bump that can be taken back: when it was made, and until when the recall works."""

    order: Order
    at: datetime
    until: datetime


@dataclass(frozen=True)
class Amended:
    """What stood on the ticket and what stands there now, in the reader's language; nothing for what was taken off."""

    before: str
    after: str


@dataclass
class Ticket:
    """An order and its store; the order comes with its lines, their recipes and its history fetched along.

    `read` says which versions of the recipes the cook who looks has acknowledged, None for who does not cook; `lacking`
    names what is declared out and this order still needs.
    """

    order: Order
    store: Store
    read: Mapping[int, int] | None = None
    lacking: list[str] = field(default_factory=list)

    @cached_property
    def lines(self) -> list[Line]:
        """What is made here first, then what only has to be put into the bag; what was refunded stays, struck."""
        return sorted(self.order.lines.all(), key=lambda line: line.product.category not in MADE_HERE)

    @cached_property
    def kept(self) -> list[Line]:
        """The lines that are still to be made or packed."""
        return [line for line in self.lines if line.refunded_at is None]

    @property
    def rows(self) -> list[Row]:
        """The lines as the ticket shows them."""
        return rows(self.lines, self.order, self.store, self.read)

    @cached_property
    def amendments(self) -> list[Amended]:
        """What the shop changed after it was sent, in order."""
        english = get_language() == "en"
        found: list[Amendment] = list(self.order.amendments.all())
        return [Amended(one.before_en, one.after_en) if english else Amended(one.before, one.after) for one in found]

    @property
    def amended_at(self) -> datetime | None:
        """When it was last changed after it was sent: by the shop, or by the customer."""
        moments = [one.at for one in self.order.amendments.all()]
        return max([*moments, *([self.order.changed_at] if self.order.changed_at else [])], default=None)

    @property
    def is_started(self) -> bool:
        return self.order.status == Status.IN_PREPARATION

    @property
    def is_cancelled(self) -> bool:
        return self.order.status == Status.CANCELLED

    @property
    def by_phone(self) -> bool:
        return self.order.channel == Channel.PHONE

    @property
    def icon(self) -> str:
        """How it leaves; a telephone order shows a telephone."""
        return "phone" if self.by_phone else FULFILMENT_ICONS[Fulfilment(self.order.fulfilment)]

    @property
    def ready_by(self) -> datetime:
        """When it has to be packed so that the promise holds: a delivery still has the road before it."""
        road = self.store.travel_minutes if self.order.is_delivery else 0
        return self.order.promised_at - timedelta(minutes=road)

    @property
    def soon_at(self) -> datetime:
        """When its band turns amber: it waits for longer than the store finds right, or it has to go into the oven."""
        patience = timedelta(minutes=self.store.soon_minutes)
        if self.is_started:
            return self.ready_by - timedelta(seconds=self.oven_seconds) - patience
        return self.order.start_by + patience

    @property
    def soon_seconds(self) -> int:
        """Seconds before the start-by time at which the band turns amber, as clock.js counts; negative after it."""
        return round((self.order.start_by - self.soon_at).total_seconds())

    @property
    def late_seconds(self) -> int:
        """Seconds after the start-by time at which the band turns red."""
        return round((self.ready_by - self.order.start_by).total_seconds())

    @cached_property
    def oven_seconds(self) -> int:
        """How long its longest line stays in the oven; 0 when nothing is baked."""
        return max((half.oven_seconds for line in self.kept for half in halves(line)), default=0)

    @property
    def out_at(self) -> datetime:
        """When an order in the oven is done."""
        return self.order.status_at + timedelta(seconds=self.oven_seconds)

    @property
    def cancelled_until(self) -> datetime:
        return self.order.status_at + CANCELLED_SHOWN_FOR

    @property
    def bump(self) -> Bump | None:
        """The step forward that a recall of this order takes back; None when there is none, or money came in."""
        step = last_step(self.order)
        if step is None or self.order.payment == PaymentState.PAID:
            return None
        return Bump(self.order, step.at, self.order.status_at + RECALL_WINDOW)

    @property
    def cook(self) -> str:
        """First name of who took charge of a ticket in preparation."""
        last = last_change(self.order)
        return (last.who.first_name or last.who.username) if self.is_started and last and last.who else ""

    @property
    def sent_back_for(self) -> str:
        """What was missing when a cook sent it back; empty for an order that simply waits."""
        last = last_change(self.order)
        if last is None or (last.source, last.target) != (Status.IN_PREPARATION, Status.AWAITING_PREPARATION):
            return ""
        return "" if last.why == RECALLED else last.why

    @property
    def ingredients(self) -> dict[str, str]:
        """What goes on its pizzas, each once, slug → label: what could be missing."""
        found: dict[str, str] = {}
        for line in self.kept:
            if line.product.has_recipe:
                found |= ingredients_on(line)
        return found

    @property
    def baked(self) -> list[Line]:
        """What to look for in the oven; all of it when nothing is made here."""
        return [line for line in self.kept if line.product.category in MADE_HERE] or self.kept


def last_step(order: Order) -> StatusChange | None:
    """Return the latest bump of the order that was not taken back, out of its prefetched history."""
    steps: list[StatusChange] = []
    for change in order.changes.all():
        if (change.source, change.target) in FORWARD:
            steps.append(change)
        elif (change.target, change.source) in FORWARD:
            steps = steps[:-1]
        else:
            steps = []
    return steps[-1] if steps else None


def last_change(order: Order) -> StatusChange | None:
    """Return the order's last change, out of its prefetched history."""
    changes = list(order.changes.all())
    return changes[-1] if changes else None
