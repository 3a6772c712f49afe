"""Brings a level to what somebody counted on the shelf.

What accepted orders wait for lies on the shelf although it left the level when they were placed: whoever counts is
shown level and waiting orders together, and sends back what was seen. The difference to that, the variance, is what
changes the level, so that an order placed between seeing and sending distorts nothing.
"""

from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from ocpizza.accounts.models import User
from ocpizza.catalog.models import Ingredient
from ocpizza.look.refusals import Refused
from ocpizza.stock import ledger
from ocpizza.stock.amounts import said
from ocpizza.stock.ledger import More
from ocpizza.stock.models import Movement, Reason
from ocpizza.stores.models import Store


@dataclass(frozen=True)
class Count:
    """What was found and what was expected, in thousandths; `turn` is how often it had been counted before.

    `reference` is the whole count's, of which this is one ingredient.
    """

    reference: str
    ingredient: Ingredient
    found: int
    seen: int
    turn: int


class Counted(NamedTuple):
    """What a count did: the variance to what was expected, and what of it the level could take."""

    variance: int
    applied: int
    versions: dict[str, int]


class CountedMeanwhile(Refused):
    """Somebody else counted the same ingredient after this page was made."""

    status = 409

    def __init__(self, who: User | None) -> None:
        name = who.first_name or who.username if who else _("Quelqu’un")
        super().__init__(
            _("%(who)s vient de compter cet ingrédient. Vérifiez, puis envoyez de nouveau.") % {"who": name}
        )


def turn(store: Store, ingredient: Ingredient) -> int:
    """Return how often the ingredient has been counted in this store: what a form of a count carries."""
    return Movement.objects.filter(store=store, ingredient=ingredient, reason=Reason.COUNT).count()


def settle(store: Store, count: Count, who: User | None) -> Counted:
    """Change the level by the variance, never below zero; without a variance, note that it was counted.

    What is missing beyond the level is missing to accepted orders: `applied` says how much the level could take.
    Sent twice, the second changes nothing. Raises Refused for a negative quantity, and CountedMeanwhile.
    """
    if count.found < 0:
        raise Refused(_("Une quantité comptée ne peut pas être négative."))
    one, variance = count.ingredient.pk, count.found - count.seen
    with transaction.atomic():
        ledger.add(store, {one: 0})  # a row to lock, even for what the store never had
        level = ledger.lock(store, [one])[one]
        if turn(store, count.ingredient) != count.turn:
            return _again(store, count, who)
        applied = max(variance, -level.quantity)
        if applied:
            ledger.add(store, {one: applied})
        unit = count.ingredient.unit
        note = _("compté %(found)s, attendu %(seen)s") % {
            "found": said(count.found, unit),
            "seen": said(count.seen, unit),
        }
        ledger.record(store, {one: applied}, Reason.COUNT, count.reference, who, More(note=note))
        return Counted(variance, applied, ledger.told(store))


def _again(store: Store, count: Count, who: User | None) -> Counted:
    """Return what this very count did when it came the first time; another's is not counted over."""
    rows = Movement.objects.filter(store=store, ingredient=count.ingredient, reason=Reason.COUNT)
    last = rows.select_related("who").latest("pk")
    if last.reference != count.reference or last.who != who:
        raise CountedMeanwhile(last.who)
    return Counted(count.found - count.seen, last.quantity, {})
