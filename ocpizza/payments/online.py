"""Paying online with the embedded, pretended provider: it authorises or refuses; the money is taken at hand-over.

Only the demonstration offers it. A real provider's notice goes through the same verbs.
"""

from django.db import transaction

from ocpizza.orders import holding
from ocpizza.orders.actions import Outcome
from ocpizza.orders.models import Order, PaymentState
from ocpizza.payments.models import Means, Payment


def authorise(reference: str) -> Outcome:
    """The bank says yes: the order is accepted; told twice, it changes nothing. Raises holding.TooLate."""
    with transaction.atomic():
        return holding.paid(Order.objects.locked().get(reference=reference))


def refuse(reference: str) -> Outcome:
    """The bank says no: the order ends, its stock is free; an order that no longer waits for its money stays so."""
    with transaction.atomic():
        return holding.refused(Order.objects.locked().get(reference=reference))


def capture_due() -> int:
    """Record the money of the orders handed over that were paid online, and say how many; a sweep, safe beside another.

    What was taken off an order meanwhile is not captured.
    """
    due = Order.objects.filter(payment=PaymentState.PAID, total_cents__gt=0, payments=None)
    return sum(_capture(pk) for pk in due.order_by("pk").values_list("pk", flat=True))


def _capture(pk: int) -> bool:
    with transaction.atomic():
        order = Order.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
        if order is None or order.payments.exists():
            return False
        cents = order.total_cents
        Payment.objects.create(order=order, means=Means.ONLINE, amount_cents=cents, tendered_cents=cents)
        return True
