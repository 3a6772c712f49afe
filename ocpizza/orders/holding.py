"""While an order is being paid for online its stock is held: for HOLD, then it goes back to the others.

The payment and the time limit each lock the order and look again, so that exactly one of them decides.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ocpizza.live import streams
from ocpizza.orders.actions import Actor, Outcome, check, streams_of, write
from ocpizza.orders.flow import By, Status
from ocpizza.orders.models import Order, PaymentState
from ocpizza.orders.promise import pizzas_waiting, promise
from ocpizza.orders.refusals import Refusal
from ocpizza.stock import actions as stock

HOLD = timedelta(minutes=10)
"""How long the stock waits for the money: long enough for a bank's question, short enough for the next customer."""

UNPAID = "paiement non reçu à temps"
REFUSED = "paiement refusé"
"""The reasons kept in the history, in the house's language whoever pays."""

SYSTEM = Actor(By.SYSTEM)


class TooLate(Refusal):
    """Money came for an order that had ended meanwhile; none is taken, and the order stays ended."""

    def __init__(self) -> None:
        super().__init__(_("Trop tard pour payer : la commande n’est plus réservée, et rien n’est débité."))


def paid(order: Order) -> Outcome:
    """The provider says that the money is there: the kitchen gets the order, with a promise that starts now.

    For payments, which locked the order and owns the transaction. Twice is once. Raises TooLate once the order was
    cancelled or its time is over: its stock may be somebody else's by then.
    """
    if order.payment in {PaymentState.AUTHORISED, PaymentState.PAID}:
        return Outcome(order, changed=False)
    now = timezone.now()
    if not order.is_held or order.held_until is None or order.held_until <= now:
        raise TooLate
    check(order, Status.AWAITING_PREPARATION, SYSTEM)
    fresh = promise(order.store, order.fulfilment, pizzas_waiting(order.store), now)
    order.placed_at, order.start_by, order.promised_at = now, fresh.start_by, fresh.promised_at
    order.payment, order.due_cents = PaymentState.AUTHORISED, 0
    order.save(update_fields=["placed_at", "start_by", "promised_at", "due_cents"])
    write(order, Status.AWAITING_PREPARATION, SYSTEM, "")
    return Outcome(order, True, streams.announce(streams_of(order, wait=True)))


def refused(order: Order) -> Outcome:
    """The provider says no: the order ends and its stock is free. For payments, as above; twice is once."""
    if not order.is_held:
        return Outcome(order, changed=False)
    order.payment = PaymentState.FAILED
    return _let_go(order, REFUSED)


def expire_due(now: datetime | None = None) -> int:
    """End the orders whose payment did not come in time, and say how many; a sweep, safe beside another."""
    moment = now or timezone.now()
    due = Order.objects.filter(status=Status.AWAITING_PAYMENT, held_until__lte=moment)
    return sum(_expire(pk, moment) for pk in due.order_by("pk").values_list("pk", flat=True))


def _expire(pk: int, moment: datetime) -> bool:
    """End one order; one that is locked is being paid for, or ended by another worker, and is left to them."""
    with transaction.atomic():
        free = Order.objects.select_related("store").select_for_update(of=("self",), skip_locked=True)
        order = free.filter(pk=pk, status=Status.AWAITING_PAYMENT, held_until__lte=moment).first()
        return order is not None and _let_go(order, UNPAID).changed


def _let_go(order: Order, why: str) -> Outcome:
    check(order, Status.CANCELLED, SYSTEM)
    freed = stock.give_back(order.store, order.reference)
    write(order, Status.CANCELLED, SYSTEM, why)
    return Outcome(order, True, streams.announce(streams_of(order, shelf=freed)))
