"""The only writers of orders, and the only place from which an order's change is announced.

Each verb goes through one door: lock the row, already there → nothing to do, ask the table, write, keep the history,
bump the streams last; the notice leaves on commit.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ocpizza.accounts.models import User
from ocpizza.live import streams
from ocpizza.orders import flow
from ocpizza.orders.flow import By, Status
from ocpizza.orders.models import Order, PaymentState, StatusChange
from ocpizza.orders.refusals import Forbidden, Invalid, Refusal, Stale, StillDue, WrongMoment
from ocpizza.stock import actions as stock
from ocpizza.stock import ledger

RECALLED = "rappel"
"""The reason kept with a recall, in the house's language whoever taps."""

RECALL_WINDOW = timedelta(minutes=10)
"""How long a kitchen bump can be taken back: longer than a slip is noticed, shorter than a delivery."""


MONEY_FOLLOWS = {
    (Status.COMPLETED, PaymentState.AUTHORISED): PaymentState.PAID,
    (Status.CANCELLED, PaymentState.AUTHORISED): PaymentState.RELEASED,
    (Status.CANCELLED, PaymentState.AWAITING): PaymentState.RELEASED,
}
"""What an end makes of a payment online: handed over, it is taken; cancelled, nothing is."""


@dataclass(frozen=True)
class Step:
    """What a verb does: from one of `sources` to `target`.

    The table alone would let "to oven" take a packed order back, because a recall may.
    """

    sources: frozenset[Status]
    target: Status


START = Step(frozenset({Status.AWAITING_PREPARATION}), Status.IN_PREPARATION)
TO_OVEN = Step(frozenset({Status.IN_PREPARATION}), Status.IN_OVEN)
SEND_BACK = Step(frozenset({Status.IN_PREPARATION}), Status.AWAITING_PREPARATION)
HAND_OVER = Step(frozenset({Status.IN_DELIVERY, Status.READY_FOR_COLLECTION}), Status.COMPLETED)
FAIL = Step(frozenset({Status.IN_DELIVERY}), Status.DELIVERY_FAILED)
RETRY = Step(frozenset({Status.DELIVERY_FAILED}), Status.AWAITING_DELIVERY)


@dataclass(frozen=True)
class Actor:
    """Who acts, in which capacity; a guest is a customer without a user."""

    by: By
    who: User | None = None


@dataclass(frozen=True)
class Outcome:
    """What an action did: the order as it is now, whether anything changed, and the new stream versions."""

    order: Order
    changed: bool
    versions: dict[str, int] = field(default_factory=dict)


def streams_of(order: Order, *, wait: bool = False, shelf: bool = False, also: Iterable[str] = ()) -> set[str]:
    """Return the names of the streams that show this order; `wait` and `shelf` when those changed."""
    store = order.store.slug
    names = {f"{room}.{store}" for room in ("kitchen", "board", "counter")} | {f"order.{order.reference}", *also}
    if order.is_delivery:
        names.add(f"delivery.{store}")
    if wait:
        names.add(f"menu.{store}")
    if shelf:
        names |= {f"{room}.{store}" for room in ledger.SCREENS}
    return names


def start(reference: str, actor: Actor, seq: int | None = None) -> Outcome:
    """A cook takes charge: from here the customer can no longer change or cancel."""
    return _move_one(reference, START, actor, seq=seq)


def to_oven(reference: str, actor: Actor, seq: int | None = None) -> Outcome:
    """The pizzas are in the oven; the announced wait gets shorter."""
    return _move_one(reference, TO_OVEN, actor, seq=seq)


def mark_ready(reference: str, actor: Actor, seq: int | None = None) -> Outcome:
    """Out of the oven and packed: waits for the courier, or for the customer."""
    fulfilment = Order.objects.values_list("fulfilment", flat=True).get(reference=reference)
    ready = Step(frozenset({Status.IN_OVEN}), flow.READY[flow.Fulfilment(fulfilment)])
    return _move_one(reference, ready, actor, seq=seq)


def recall(reference: str, actor: Actor, seq: int) -> Outcome:
    """Take back the last kitchen bump, within RECALL_WINDOW; twice is once. A delivery tried again is no bump."""
    with transaction.atomic():
        order = Order.objects.locked().get(reference=reference)
        last = order.changes.order_by("seq").last()
        if last is not None and order.seq == seq + 1 and flow.RECALLS.get(Status(last.source)) == order.status:
            return Outcome(order, changed=False)
        if seq != order.seq:
            raise Stale(order.get_status_display())
        target = flow.RECALLS.get(Status(order.status))
        retried = last is not None and last.source == Status.DELIVERY_FAILED
        if target is None or retried or timezone.now() - order.status_at > RECALL_WINDOW:
            raise WrongMoment(order.get_status_display())
        check(order, target, actor)
        if order.payment == PaymentState.PAID:
            raise Refusal(_("Déjà encaissée : le rappel n'est plus possible."))
        write(order, target, actor, RECALLED)
        return Outcome(order, True, streams.announce(streams_of(order, wait=True)))


def send_back(reference: str, actor: Actor, why: str, seq: int | None = None) -> Outcome:
    """An ingredient is missing: back to the queue, for the counter to settle. Raises Invalid without a reason."""
    if not why.strip():
        raise Invalid(_("Dites ce qui manque."))
    return _move_one(reference, SEND_BACK, actor, why=why, seq=seq)


def take_out(orders: Sequence[Order], actor: Actor, also: Iterable[str]) -> Outcome:
    """A courier takes these locked orders on the road, all or none; the caller owns the transaction and the round."""
    for order in orders:
        check(order, Status.IN_DELIVERY, actor)
    for order in orders:
        write(order, Status.IN_DELIVERY, actor, "")
    names = set().union(*(streams_of(order, also=also) for order in orders))
    return Outcome(orders[0], True, streams.announce(names))


def hand_over(reference: str, actor: Actor, seq: int | None = None, also: Iterable[str] = ()) -> Outcome:
    """The customer has it: delivered, or collected at the counter. Raises StillDue while money is owed."""
    return _move_one(reference, HAND_OVER, actor, seq=seq, also=also)


def fail(reference: str, actor: Actor, why: str, seq: int | None = None, also: Iterable[str] = ()) -> Outcome:
    """The courier could not hand it over, and says why."""
    return _move_one(reference, FAIL, actor, why=why, seq=seq, also=also)


def retry(reference: str, actor: Actor, seq: int | None = None) -> Outcome:
    """After a failed delivery: it waits for a courier again."""
    return _move_one(reference, RETRY, actor, seq=seq)


def cancel(reference: str, actor: Actor, why: str = "", seq: int | None = None) -> Outcome:
    """End the order; before preparation its stock comes back, never after, and then a reason is due.

    A customer asking once the kitchen has started is refused with a sentence that says so.
    """
    with transaction.atomic():
        order = Order.objects.locked().get(reference=reference)
        if order.status == Status.CANCELLED:
            return Outcome(order, changed=False)
        if actor.by == By.CUSTOMER and not order.is_over and not _may(order, Status.CANCELLED, actor):
            raise Refusal(_("Trop tard pour annuler : la préparation a commencé. Appelez le magasin."))
        check(order, Status.CANCELLED, actor, seq)
        if order.payment == PaymentState.PAID:
            raise Refusal(_("Déjà encaissée : un remboursement est nécessaire."))
        untouched = order.status in flow.STOCK_COMES_BACK_FROM
        if not untouched and not why.strip():
            raise Invalid(_("Dites pourquoi."))
        freed = untouched and stock.give_back(order.store, order.reference)
        write(order, Status.CANCELLED, actor, why)
        return Outcome(order, True, streams.announce(streams_of(order, shelf=freed)))


def settle(order: Order, cents: int, also: Iterable[str] = ()) -> Outcome:
    """Note that `cents` of what is due were received; for payments, which locked the order and owns the transaction."""
    if not 0 < cents <= order.due_cents:
        raise Invalid(_("Le montant dépasse ce qui reste dû."))
    order.due_cents -= cents
    if order.due_cents == 0:
        order.payment = PaymentState.PAID
    order.save(update_fields=["due_cents", "payment"])
    return Outcome(order, True, streams.announce(streams_of(order, also=also)))


def touch(order: Order, also: Iterable[str]) -> Outcome:
    """Repaint the screens that show this order: something around it changed (the courier left, or arrived)."""
    return Outcome(order, True, streams.announce(streams_of(order, also=also)))


def _move_one(
    reference: str,
    step: Step,
    actor: Actor,
    *,
    why: str = "",
    seq: int | None = None,
    also: Iterable[str] = (),
) -> Outcome:
    with transaction.atomic():
        order = Order.objects.locked().get(reference=reference)
        if order.status == step.target:
            return Outcome(order, changed=False)
        if order.status not in step.sources:
            raise WrongMoment(order.get_status_display())
        check(order, step.target, actor, seq)
        write(order, step.target, actor, why)
        wait_changed = step.target in {Status.IN_OVEN, Status.AWAITING_PREPARATION}
        return Outcome(order, True, streams.announce(streams_of(order, wait=wait_changed, also=also)))


def _may(order: Order, target: Status, actor: Actor) -> bool:
    return flow.allowed(order.status, target, actor.by, order.fulfilment)


def check(order: Order, target: Status, actor: Actor, seq: int | None = None) -> None:
    """Ask the table whether this locked order may move so; the door of every module that moves orders.

    Raises WrongMoment, Stale, Forbidden, StillDue.
    """
    arrow = flow.transition(order.status, target, order.fulfilment)
    if arrow is None or (arrow.by == flow.SYSTEM_ALONE and actor.by != By.SYSTEM):
        raise WrongMoment(order.get_status_display())
    if seq is not None and seq != order.seq:
        raise Stale(order.get_status_display())
    if actor.by not in arrow.by:
        raise Forbidden(_("Cela n'est pas permis à ce poste."))
    if target == Status.COMPLETED and order.due_cents:
        raise StillDue


def write(order: Order, target: Status, actor: Actor, why: str) -> None:
    """Move this locked, checked order, have its money follow, and keep the step in its history."""
    source, now = order.status, timezone.now()
    order.status, order.status_at, order.seq = target, now, order.seq + 1
    order.payment = MONEY_FOLLOWS.get((target, PaymentState(order.payment)), order.payment)
    order.save(update_fields=["status", "status_at", "seq", "payment"])
    StatusChange.objects.create(
        order=order, seq=order.seq, source=source, target=target, at=now, by=actor.by, who=actor.who, why=why[:200]
    )
