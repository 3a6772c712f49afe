"""Cashing in: the whole amount due, once, while the order is in the customer's reach."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from ocpizza.orders import actions as orders
from ocpizza.orders.actions import Actor, Outcome
from ocpizza.orders.flow import Status
from ocpizza.orders.models import Order
from ocpizza.orders.refusals import Invalid, WrongMoment
from ocpizza.payments.models import Means, Payment

CASHABLE = frozenset({Status.IN_DELIVERY, Status.READY_FOR_COLLECTION})


def cash_in(
    reference: str, means: str, actor: Actor, tendered_cents: int | None = None, also: Iterable[str] = ()
) -> Outcome:
    """Record that the amount due was received; a second tap finds nothing due and changes nothing.

    `tendered_cents` is what the customer gave, by default the exact amount. Raises Invalid (means, too little given),
    WrongMoment when the order is not in front of the customer.
    """
    if means not in Means.values:
        raise Invalid(_("Moyen de paiement inconnu."))
    with transaction.atomic():
        order = Order.objects.locked().get(reference=reference)
        if order.due_cents == 0:
            return Outcome(order, changed=False)
        if order.status not in CASHABLE:
            raise WrongMoment(order.get_status_display())
        due = order.due_cents
        given = due if tendered_cents is None else tendered_cents
        if given < due or (means != Means.CASH and given != due):
            raise Invalid(_("Le montant donné ne suffit pas ou n'est pas exact."))
        Payment.objects.create(order=order, means=means, amount_cents=due, tendered_cents=given, taken_by=actor.who)
        return orders.settle(order, due, also)
