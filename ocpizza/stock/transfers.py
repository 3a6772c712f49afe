"""Moves an ingredient from one store to another: out of one level at once, into the other when it arrives.

What arrives short is the sender's loss: the missing part comes back to the sender's ledger as never sent, and leaves it
again as a loss with its reason, so that what one store sent and the other got always add up to nothing.
"""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ocpizza.accounts.models import User
from ocpizza.catalog.models import Ingredient
from ocpizza.look.refusals import Refused
from ocpizza.stock import keys, ledger, lots, outages, recalls
from ocpizza.stock.amounts import said
from ocpizza.stock.ledger import More
from ocpizza.stock.models import Cause, Lot, Reason, Transfer
from ocpizza.stores.models import Store


@dataclass(frozen=True)
class Parcel:
    """What is sent, in thousandths of the ingredient's unit; `key` is the form's."""

    key: str
    receiver: Store
    ingredient: Ingredient
    quantity: int
    lot: Lot | None = None


def under_way(store: Store) -> QuerySet[Transfer]:
    """Return what is on its way to or from the store, the oldest first."""
    moving = Transfer.objects.filter(received_at=None, cancelled_at=None).filter(Q(sender=store) | Q(receiver=store))
    return moving.select_related("sender", "receiver", "ingredient", "lot", "sent_by").order_by("sent_at", "pk")


def send(store: Store, parcel: Parcel, who: User | None) -> dict[str, int]:
    """Take the parcel out of the sender's level, once; without a lot, what came first goes, a transfer for each lot.

    A recall finds what was moved by its lot: nothing travels without the one it came from. Returns the new stream
    versions, none when it was sent before.

    Raises Refused for more than there is, for a lot of something else or recalled, and for a parcel to oneself.
    """
    if parcel.quantity <= 0:
        raise Refused(_("Une quantité envoyée est plus grande que zéro."))
    if parcel.receiver == store:
        raise Refused(_("Choisissez un autre magasin."))
    if parcel.lot and (parcel.lot.store_id, parcel.lot.ingredient_id) != (store.pk, parcel.ingredient.pk):
        raise Refused(_("Ce lot n’est pas de cet ingrédient."))
    name = keys.reference("transfer", store.pk, parcel.key)
    try:
        with transaction.atomic():
            return _send(store, parcel, name, who)
    except IntegrityError:
        if not Transfer.objects.filter(reference=name).exists():
            raise
        return {}


def _send(store: Store, parcel: Parcel, name: str, who: User | None) -> dict[str, int]:
    one = parcel.ingredient
    level = ledger.lock(store, [one.pk]).get(one.pk)
    if Transfer.objects.filter(reference=name).exists():
        return {}
    left = level.quantity if level else 0
    if parcel.quantity > left:
        words = {"left": said(left, one.unit), "ingredient": one.label}
        raise Refused(_("Il ne reste que %(left)s de %(ingredient)s.") % words)
    parts = [(parcel.lot, parcel.quantity)] if parcel.lot else lots.first_out(store, one, parcel.quantity)
    for lot, _quantity in parts:
        _not_recalled(lot, one, _("Le lot %(code)s est rappelé : il ne part pas, retirez-le du stock."))
    for rank, (lot, quantity) in enumerate(parts):
        reference = keys.reference("transfer", store.pk, parcel.key, rank) if rank else name
        Transfer.objects.create(
            reference=reference,
            sender=store,
            receiver=parcel.receiver,
            ingredient=one,
            quantity=quantity,
            lot=lot,
            sent_by=who,
        )
        ledger.add(store, {one.pk: -quantity})
        ledger.record(store, {one.pk: -quantity}, Reason.SENT, reference, who, More(lot=lot))
    return ledger.told(store, parcel.receiver)


def receive(reference: str, arrived: int, cause: Cause | None, who: User | None) -> dict[str, int]:
    """Put what arrived into the receiver's level, as a lot of the same code and date; the rest is the sender's loss.

    Received already, nothing changes. Raises Refused for more than was sent, for less without a reason, and for what
    was cancelled meanwhile; Transfer.DoesNotExist for an unknown reference.
    """
    with transaction.atomic():
        transfer = _locked(reference)
        if transfer.received_at:
            return {}
        if transfer.cancelled_at:
            raise Refused(_("Cet envoi a été annulé : rien n’est à recevoir."))
        missing = transfer.quantity - arrived
        if missing < 0 or arrived < 0:
            most = said(transfer.quantity, transfer.ingredient.unit)
            raise Refused(_("Il n’a été envoyé que %(most)s.") % {"most": most})
        if missing and not cause:
            raise Refused(_("Il en manque : indiquez pourquoi."))
        transfer.received, transfer.received_at, transfer.received_by = arrived, timezone.now(), who
        transfer.save(update_fields=["received", "received_at", "received_by"])
        if arrived:
            _arrive(transfer, arrived, who)
        if missing and cause:
            _lose(transfer, missing, cause, who)
        return ledger.told(transfer.sender, transfer.receiver)


def cancel(reference: str, who: User | None) -> dict[str, int]:
    """Bring back what has not been received yet; cancelled already, nothing changes.

    Raises Refused when it arrived, and for a lot that was recalled meanwhile.
    """
    with transaction.atomic():
        transfer = _locked(reference)
        if transfer.cancelled_at:
            return {}
        if transfer.received_at:
            raise Refused(_("Cet envoi est arrivé : il ne peut plus être annulé."))
        sentence = _("Le lot %(code)s est rappelé : il doit être reçu là-bas, puis retiré du stock.")
        _not_recalled(transfer.lot, transfer.ingredient, sentence)
        transfer.cancelled_at = timezone.now()
        transfer.save(update_fields=["cancelled_at"])
        amounts = {transfer.ingredient_id: transfer.quantity}
        ledger.add(transfer.sender, amounts)
        ledger.record(transfer.sender, amounts, Reason.SENT, reference, who, More(lot=transfer.lot))
        return ledger.told(transfer.sender, transfer.receiver)


def _not_recalled(lot: Lot | None, ingredient: Ingredient, sentence: str) -> None:
    """Raise Refused for a lot that was recalled: it would come to a shelf whose store is not out for it."""
    if lot and recalls.recalled(ingredient, lot.code):
        raise Refused(sentence % {"code": lot.code})


def _locked(reference: str) -> Transfer:
    rows = Transfer.objects.select_related("sender", "receiver", "ingredient", "lot")
    return rows.select_for_update(of=("self",)).get(reference=reference)


def _arrive(transfer: Transfer, arrived: int, who: User | None) -> None:
    one, store, sent = transfer.ingredient_id, transfer.receiver, transfer.lot
    before = ledger.add(store, {one: arrived})[one].quantity
    lot = None
    if sent:
        lot = Lot.objects.create(
            reference=keys.reference("arrival", transfer.reference),
            store=store,
            ingredient=transfer.ingredient,
            code=sent.code,
            supplier=sent.supplier,
            use_by=sent.use_by,
            quantity=arrived,
            before=before,
            cost_millicents=sent.cost_millicents,
            who=who,
        )
    ledger.record(store, {one: arrived}, Reason.ARRIVED, transfer.reference, who, More(lot=lot))
    outages.received(store, [one], who)


def _lose(transfer: Transfer, missing: int, cause: Cause, who: User | None) -> None:
    one, store, more = transfer.ingredient_id, transfer.sender, More(lot=transfer.lot)
    ledger.record(store, {one: missing}, Reason.SENT, transfer.reference, who, more)
    note = _("perdu en route")
    ledger.record(store, {one: -missing}, Reason.LOSS, transfer.reference, who, more._replace(cause=cause, note=note))
