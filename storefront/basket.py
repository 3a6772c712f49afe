"""The basket: a store and how many of each thing, kept in the session; prices and stock are asked each time."""

import hashlib
import re
from dataclasses import dataclass

from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import gettext as _

from ocpizza.catalog import compositions
from ocpizza.catalog.compositions import Composition
from ocpizza.orders import pricing
from ocpizza.orders.placing import MOST_OF_A_LINE, in_menu_order, needs_of
from ocpizza.orders.refusals import Invalid
from ocpizza.stock.feasible import Shelf, shelf
from ocpizza.stores.models import Store
from storefront.drawings import address_of_composition
from storefront.picture import reason

KEPT_AS = "basket"
SKU = re.compile(r"[-a-zA-Z0-9_]{1,44}", re.ASCII)


class Basket:
    """What one visitor has chosen so far, spec → quantity; every change is written to the session at once."""

    def __init__(self, session: SessionBase) -> None:
        self._session = session
        kept = session.get(KEPT_AS, {})
        self.store: str = kept.get("store", "")
        self.lines: dict[str, int] = dict(kept.get("lines", {}))

    @property
    def count(self) -> int:
        """How many pieces are in it."""
        return sum(self.lines.values())

    def choose(self, store: Store) -> None:
        """Remember the store; the lines follow, because the menu is the group's."""
        if store.slug != self.store:
            self.store = store.slug
            self._keep()

    def put(self, spec: str, quantity: int) -> None:
        """Have this many of a composition; none takes it out. Raises Invalid above the most of a line."""
        if quantity > MOST_OF_A_LINE:
            raise Invalid(too_many())
        if quantity:
            self.lines[spec] = quantity
        else:
            self.lines.pop(spec, None)
        self._keep()

    def empty(self) -> None:
        """Take everything out; the store stays chosen."""
        self.lines = {}
        self._keep()

    def _keep(self) -> None:
        self._session[KEPT_AS] = {"store": self.store, "lines": self.lines}


def too_many() -> str:
    """Return the sentence for a quantity that makes no sense."""
    return _("La quantité va de 0 à %(most)s par produit. Pour une plus grande commande, appelez-nous.") % {
        "most": MOST_OF_A_LINE
    }


def quantity_in(typed: str) -> int:
    """Read a quantity as posted. Raises Invalid for anything but a whole number from 0 to the most of a line."""
    if not re.fullmatch(r"[0-9]{1,5}", typed.strip(), re.ASCII) or int(typed) > MOST_OF_A_LINE:
        raise Invalid(too_many())
    return int(typed)


@dataclass(frozen=True)
class Row:
    """One line of the basket with today's price; `shortage` says why it cannot be made now.

    `possible` is how many of it can be made, where fewer than wanted can and some can.
    """

    composition: Composition
    quantity: int
    drawing: str
    shortage: str
    possible: int

    @property
    def total_cents(self) -> int:
        return self.composition.price_cents * self.quantity

    @property
    def more(self) -> int:
        return self.quantity + 1

    @property
    def less(self) -> int:
        return self.quantity - 1

    @property
    def is_full(self) -> bool:
        return self.quantity >= MOST_OF_A_LINE


@dataclass(frozen=True)
class Recap:
    """The basket priced for a store; `fingerprint` changes with the store, a line or a price."""

    rows: list[Row]
    subtotal_cents: int
    fingerprint: str

    @property
    def count(self) -> int:
        return sum(row.quantity for row in self.rows)

    @property
    def is_feasible(self) -> bool:
        return not any(row.shortage for row in self.rows)


def recap(basket: Basket, store: Store | None) -> Recap:
    """Price the basket: two queries, three with the stock of a store. Lines no longer on the menu leave the basket."""
    found = compositions.resolve(basket.lines)
    for spec in basket.lines.keys() - found.keys():
        basket.put(spec, 0)
    items = in_menu_order((found[spec], quantity) for spec, quantity in basket.lines.items())
    can = shelf(store) if store and items else None
    short = {one for one, need in needs_of(items).items() if can is not None and can.left.get(one, 0) < need}
    rows = [_row(composition, quantity, can, short) for composition, quantity in items]
    return Recap(rows, pricing.subtotal(items), _fingerprint(basket.store, items))


def _row(composition: Composition, quantity: int, can: Shelf | None, short: set[int]) -> Row:
    drawing = address_of_composition(composition)
    if can is None:
        return Row(composition, quantity, drawing, "", 0)
    possible = can.pieces(composition)
    shortage = _shortage(composition, quantity, possible, can, short)
    return Row(composition, quantity, drawing, shortage, possible if possible < quantity else 0)


def _shortage(composition: Composition, quantity: int, possible: int, can: Shelf, short: set[int]) -> str:
    if possible == 0:
        why = reason(composition, can)
        return _("Indisponible ici, %(why)s") % {"why": why} if why else _("Épuisé ici")
    if possible < quantity:
        return _("Il n’en reste que %(left)s") % {"left": possible}
    if short & composition.needs().keys():
        return _("Il n’y en a plus assez pour tout le panier")
    return ""


def _fingerprint(store: str, items: list[tuple[Composition, int]]) -> str:
    lines = sorted(f"{one.spec} {quantity} {one.price_cents}" for one, quantity in items)
    return hashlib.sha256("\n".join([store, *lines]).encode()).hexdigest()[:16]
