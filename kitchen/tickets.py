"""A ticket: one order as the kitchen sees it, with the instants at which it becomes urgent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from ocpizza.catalog.models import Category
from ocpizza.orders import flow
from ocpizza.orders.actions import RECALL_WINDOW, RECALLED
from ocpizza.orders.flow import Fulfilment, Status
from ocpizza.orders.models import Channel, Line, Order, PaymentState, StatusChange
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


@dataclass
class Ticket:
    """An order and its store; the order comes with its lines, their recipes and its history fetched along."""

    order: Order
    store: Store

    @cached_property
    def lines(self) -> list[Line]:
        """What is made here first, then what only has to be put into the bag."""
        return sorted(self.order.lines.all(), key=lambda line: line.product.category not in MADE_HERE)

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
        return max((line.product.oven_seconds for line in self.lines), default=0)

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
    def ingredients(self) -> list[str]:
        """What its recipes take, each once: what could be missing."""
        doses = [dose for line in self.lines if line.product.has_recipe for dose in line.product.recipe.all()]
        return list(dict.fromkeys(dose.ingredient.label for dose in doses))

    @property
    def baked(self) -> list[Line]:
        """What to look for in the oven; all of it when nothing is made here."""
        return [line for line in self.lines if line.product.category in MADE_HERE] or self.lines


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
