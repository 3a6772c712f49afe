"""Books what a supplier brought: a lot, a movement and a higher level for each line, once however often it is sent."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from ocpizza.accounts.models import User
from ocpizza.catalog.models import Ingredient
from ocpizza.look.refusals import Refused
from ocpizza.stock import keys, ledger, outages, recalls
from ocpizza.stock.ledger import More
from ocpizza.stock.models import Lot, Movement, Reason, Supplier
from ocpizza.stores.models import Store

UNUSUAL = 20
"""So many times the largest delivery of an ingredient to any store is more likely a wrong unit."""


@dataclass(frozen=True)
class Arrival:
    """One line of a delivery; the quantity in thousandths of the ingredient's unit, the cost of one unit if known."""

    ingredient: Ingredient
    quantity: int
    code: str = ""
    use_by: date | None = None
    cost_millicents: int | None = None


@dataclass(frozen=True)
class Delivery:
    """What came with one supplier; `key` is the form's."""

    key: str
    arrivals: Sequence[Arrival]
    supplier: Supplier | None = None


def book(store: Store, delivery: Delivery, who: User | None) -> dict[str, int]:
    """Raise the levels, each line a lot of its own; what had run out is back on every menu at once.

    Returns the new stream versions, none when this form was booked before. Raises Refused for a quantity or a
    use-by date that makes no sense, and for a lot that was recalled.
    """
    for one in delivery.arrivals:
        _check(one)
    if not delivery.arrivals:
        raise Refused(_("Il n’y a rien à enregistrer."))
    names = [keys.reference("delivery", store.pk, delivery.key, rank) for rank, _one in enumerate(delivery.arrivals)]
    try:
        with transaction.atomic():
            _write(store, delivery, names, who)
            outages.received(store, {one.ingredient.pk for one in delivery.arrivals}, who)
            return ledger.told(store)
    except IntegrityError:
        if not Lot.objects.filter(reference=names[0]).exists():
            raise
        return {}


def unusual(arrivals: Iterable[Arrival]) -> list[Arrival]:
    """Return the lines so much larger than any delivery before that somebody should look twice. One query."""
    lines = list(arrivals)
    received = Movement.objects.filter(reason=Reason.RECEIPT, ingredient__in=[one.ingredient for one in lines])
    largest = dict(received.values_list("ingredient_id").annotate(most=Max("quantity")).order_by())
    usual = {one: most for one, most in largest.items() if most > 0}
    return [one for one in lines if one.quantity > UNUSUAL * usual.get(one.ingredient.pk, one.quantity)]


def _check(one: Arrival) -> None:
    if one.quantity <= 0:
        raise Refused(_("Une quantité reçue est plus grande que zéro."))
    if one.use_by is not None and one.use_by < timezone.localdate():
        raise Refused(_("La date limite est déjà passée : ce produit ne peut pas être reçu."))
    if recalls.recalled(one.ingredient, one.code):
        raise Refused(_("Le lot %(code)s est rappelé : ne le mettez pas en stock.") % {"code": one.code})


def _write(store: Store, delivery: Delivery, names: Sequence[str], who: User | None) -> None:
    totals: Counter[int] = Counter()
    for one in delivery.arrivals:
        totals[one.ingredient.pk] += one.quantity
    before = {one: level.quantity for one, level in ledger.add(store, totals).items()}
    for name, one in zip(names, delivery.arrivals, strict=True):
        lot = Lot.objects.create(
            reference=name,
            store=store,
            ingredient=one.ingredient,
            code=one.code,
            supplier=delivery.supplier,
            use_by=one.use_by,
            quantity=one.quantity,
            before=before[one.ingredient.pk],
            cost_millicents=one.cost_millicents,
            who=who,
        )
        ledger.record(store, {one.ingredient.pk: one.quantity}, Reason.RECEIPT, who=who, more=More(lot=lot))
        before[one.ingredient.pk] += one.quantity
