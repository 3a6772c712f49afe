"""The moments of an order as its customer sees them: what is done and since when, what is happening, what comes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ocpizza.orders import holding, line_changes
from ocpizza.orders.flow import Status
from ocpizza.orders.models import Order, StatusChange
from ocpizza.rounds.actions import FAILURES

__all__ = ["Step", "outcome_of", "steps_of", "why_of"]

REASONS: Mapping[str, "Words"] = FAILURES | {
    holding.UNPAID: _("paiement non reçu à temps"),
    holding.REFUSED: _("paiement refusé"),
    line_changes.OUT: _("rupture"),
}
"""The reasons that the shop itself keeps, in the reader's words."""

Words = str | Promise


@dataclass(frozen=True)
class Moment:
    """One step: the statuses during which it is current, its words then and after, and what its last time is of."""

    name: str
    during: frozenset[str]
    now: Words
    done: Words
    done_on: frozenset[str]


@dataclass(frozen=True)
class Step:
    """A moment of one order; `at` is when it ended, began, or is promised for."""

    name: str
    label: Words
    at: datetime | None
    is_done: bool
    is_current: bool


def _moment(name: str, during: set[Status], now: Words, done: Words, done_on: set[Status]) -> Moment:
    return Moment(name, frozenset(during), now, done, frozenset(done_on))


_WAITING = {Status.AWAITING_PAYMENT, Status.AWAITING_PREPARATION, Status.UNDER_MODIFICATION}
_OUT = {Status.AWAITING_DELIVERY, Status.READY_FOR_COLLECTION}
_RECEIVED = _moment("received", _WAITING, _("Reçue"), _("Commande reçue"), _WAITING)
_PREPARATION = _moment("preparation", {Status.IN_PREPARATION}, _("En préparation"), _("Préparée"), {Status.IN_OVEN})
_OVEN = _moment("oven", {Status.IN_OVEN, Status.AWAITING_DELIVERY}, _("Au four"), _("Sortie du four"), _OUT)
_ROAD = _moment(
    "road",
    {Status.IN_DELIVERY, Status.DELIVERY_FAILED},
    _("En livraison"),
    _("Partie en livraison"),
    {Status.IN_DELIVERY},
)
_READY = _moment("ready", {Status.READY_FOR_COLLECTION}, _("Prête"), _("Prête"), _OUT)
_DELIVERED = _moment("delivered", {Status.COMPLETED}, _("Livrée"), _("Livrée"), {Status.COMPLETED})
_COLLECTED = _moment("collected", {Status.COMPLETED}, _("Retirée"), _("Retirée"), {Status.COMPLETED})

BY_ROAD = (_RECEIVED, _PREPARATION, _OVEN, _ROAD, _DELIVERED)
BY_FOOT = (_RECEIVED, _PREPARATION, _OVEN, _READY, _COLLECTED)


def steps_of(order: Order, changes: Sequence[StatusChange]) -> list[Step]:
    """Return the steps of an order with their times, from its history; a cancelled order has none."""
    moments = BY_ROAD if order.is_delivery else BY_FOOT
    here = next((rank for rank, one in enumerate(moments) if order.status in one.during), None)
    if here is None:
        return []
    steps = [_passed(one, order, changes) for one in moments[:here]]
    steps.append(_current(moments[here], order))
    steps += [Step(one.name, one.now, None, is_done=False, is_current=False) for one in moments[here + 1 :]]
    if not order.is_over and not order.is_held and order.status != Status.DELIVERY_FAILED:
        steps[-1] = replace(steps[-1], at=order.promised_at)
    return steps


def _passed(one: Moment, order: Order, changes: Sequence[StatusChange]) -> Step:
    """Say when it was done: after a recall, the last time counts."""
    at = max((change.at for change in changes if change.target in one.done_on), default=None)
    return Step(one.name, one.done, order.placed_at if one is _RECEIVED else at, is_done=True, is_current=False)


def _current(one: Moment, order: Order) -> Step:
    words = _("En attente de paiement") if order.is_held else one.now
    words = one.done if order.status == Status.AWAITING_DELIVERY else words
    return Step(one.name, words, order.status_at, is_done=order.is_over, is_current=True)


def why_of(changes: Sequence[StatusChange]) -> Words:
    """Return the reason that was given with the last change, "" without one."""
    return REASONS.get(changes[-1].why, changes[-1].why) if changes else ""


def outcome_of(order: Order) -> str:
    """Return `cancelled`, `failed`, `done` or, while all goes its way, nothing."""
    if order.status == Status.CANCELLED:
        return "cancelled"
    if order.status == Status.DELIVERY_FAILED:
        return "failed"
    return "done" if order.status == Status.COMPLETED else ""
