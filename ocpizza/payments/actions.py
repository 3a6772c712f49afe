"""Cashing in: the whole amount due, once, while the order is in the customer's reach."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from ocpizza.look.formats import euros
from ocpizza.orders import actions as orders
from ocpizza.orders.actions import Actor, Outcome
from ocpizza.orders.flow import By, Status
from ocpizza.orders.models import Order
from ocpizza.orders.refusals import Invalid, WrongMoment
from ocpizza.payments.models import BY_HAND, Means, Payment

MOST_CHANGE_CENTS = 50_000
"""What can be given back: more than the largest note is a slip of the finger."""


def cash_in(
    reference: str, means: str, actor: Actor, tendered_cents: int | None = None, also: Iterable[str] = ()
) -> Outcome:
    """Record that the amount due was received; a second tap finds nothing due and changes nothing.

    `tendered_cents` is what the customer gave, by default the exact amount. The courier cashes in at the door, the
    others at the counter. Raises Invalid (means, amount), WrongMoment when the order is not in front of the customer.
    """
    if means not in BY_HAND:
        raise Invalid(_("Moyen de paiement inconnu."))
    with transaction.atomic():
        order = Order.objects.locked().get(reference=reference)
        if order.due_cents == 0:
            return Outcome(order, changed=False)
        in_front = Status.IN_DELIVERY if actor.by == By.COURIER else Status.READY_FOR_COLLECTION
        if order.status != in_front:
            raise WrongMoment(order.get_status_display())
        due = order.due_cents
        given = due if tendered_cents is None else tendered_cents
        _check_given(given, due, means)
        Payment.objects.create(order=order, means=means, amount_cents=due, tendered_cents=given, taken_by=actor.who)
        return orders.settle(order, due, also)


def _check_given(given: int, due: int, means: str) -> None:
    if given < due:
        raise Invalid(_("Le montant donné ne suffit pas : il reste %(due)s à encaisser.") % {"due": euros(due)})
    if means != Means.CASH and given != due:
        raise Invalid(_("Par carte ou par chèque, le montant est exact : %(due)s.") % {"due": euros(due)})
    if given - due > MOST_CHANGE_CENTS:
        raise Invalid(_("Vérifiez le montant donné : la monnaie à rendre dépasserait 500 €."))
