"""Writes off what was lost, with its reason; a mistake is taken back by a movement of its own."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from ocpizza.accounts.models import User
from ocpizza.catalog.models import Ingredient
from ocpizza.look.refusals import Refused
from ocpizza.stock import keys, ledger
from ocpizza.stock.amounts import said
from ocpizza.stock.ledger import More
from ocpizza.stock.models import Cause, Lot, Movement, Reason
from ocpizza.stores.models import Store

REGRET = timedelta(hours=24)
"""A loss can be taken back for so long."""


@dataclass(frozen=True)
class Loss:
    """What is written off, in thousandths of the ingredient's unit; `key` is the form's."""

    key: str
    ingredient: Ingredient
    quantity: int
    cause: Cause
    note: str = ""
    lot: Lot | None = None


def write_off(store: Store, loss: Loss, who: User | None) -> dict[str, int]:
    """Take the loss out of the level, once. Returns the new stream versions, none when it was written off before.

    Raises Refused for more than there is: the level is what no accepted order has a right to.
    """
    if loss.quantity <= 0:
        raise Refused(_("Une quantité perdue est plus grande que zéro."))
    if loss.lot and (loss.lot.store_id, loss.lot.ingredient_id) != (store.pk, loss.ingredient.pk):
        raise Refused(_("Ce lot n’est pas de cet ingrédient."))
    name = reference_of(store, loss.key)
    with transaction.atomic():
        level = ledger.lock(store, [loss.ingredient.pk]).get(loss.ingredient.pk)
        if Movement.objects.filter(store=store, reference=name).exists():
            return {}
        left = level.quantity if level else 0
        if loss.quantity > left:
            words = {"left": said(left, loss.ingredient.unit), "ingredient": loss.ingredient.label}
            raise Refused(_("Il ne reste que %(left)s de %(ingredient)s.") % words)
        amounts = {loss.ingredient.pk: -loss.quantity}
        ledger.add(store, amounts)
        ledger.record(store, amounts, Reason.LOSS, name, who, More(loss.cause, loss.note, loss.lot))
        return ledger.told(store)


def reference_of(store: Store, key: str) -> str:
    """Return what the loss of this form is called."""
    return keys.reference("loss", store.pk, key)


def recent(store: Store) -> QuerySet[Movement]:
    """Return the losses of the store that can still be taken back, or were, the newest first."""
    lost = Movement.objects.filter(store=store, reason=Reason.LOSS, quantity__lt=0, at__gte=timezone.now() - REGRET)
    elsewhere = Movement.objects.filter(store=store, reason=Reason.SENT).values("reference")
    typed = lost.exclude(cause=Cause.RECALLED).exclude(reference="").exclude(reference__in=elsewhere)
    return typed.select_related("ingredient", "who", "lot").order_by("-pk")


def take_back(store: Store, reference: str, who: User | None) -> dict[str, int]:
    """Put a recent loss back by an opposite movement; taken back already, nothing changes.

    Raises Refused when it is too late, and Movement.DoesNotExist for what is no loss of this store.
    """
    if not recent(store).filter(reference=reference).exists():
        Movement.objects.filter(store=store, reason=Reason.LOSS).get(reference=reference)
        raise Refused(_("Trop tard pour annuler cette perte : corrigez par un inventaire."))
    row = recent(store).get(reference=reference)
    with transaction.atomic():
        ledger.lock(store, [row.ingredient_id])
        still = Movement.objects.filter(store=store, reference=reference).aggregate(total=Sum("quantity"))["total"]
        if not still:
            return {}
        amounts = {row.ingredient_id: -still}
        ledger.add(store, amounts)
        more = More(row.cause, _("annulation"), row.lot)
        ledger.record(store, amounts, Reason.LOSS, reference, who, more)
        return ledger.told(store)
