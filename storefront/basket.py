"""The basket: a store and how many of each thing, kept in the session; prices and stock are asked each time."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

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
from storefront.offers import Offer, Short, offers
from storefront.picture import reason

KEPT_AS = "basket"
MOST_LINES = 40
"""Different things in one basket: more is a party, and a telephone call."""
SKU = re.compile(r"[-a-zA-Z0-9_]{1,44}", re.ASCII)


class Basket:
    """What one visitor has chosen so far, spec → quantity; every change is written to the session at once."""

    def __init__(self, session: SessionBase) -> None:
        self._session = session
        kept = session.get(KEPT_AS, {})
        self.store: str = kept.get("store", "")
        self.lines: dict[str, int] = dict(kept.get("lines", {}))
        self.gone: int = kept.get("gone", 0)

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
        """Have this many of a composition; none takes it out. Raises Invalid above the most of a line, or of lines."""
        if quantity > MOST_OF_A_LINE:
            raise Invalid(too_many())
        if quantity and spec not in self.lines and len(self.lines) >= MOST_LINES:
            raise Invalid(_("Ce panier est plein. Pour une plus grande commande, appelez-nous."))
        if quantity:
            self.lines[spec] = quantity
        else:
            self.lines.pop(spec, None)
        self._keep()

    def replace(self, line: str, spec: str, quantity: int) -> None:
        """Have this many of a composition instead of a line; what there is of it already is added. Raises Invalid."""
        before = dict(self.lines)
        self.lines.pop(line, None)
        try:
            self.put(spec, self.lines.get(spec, 0) + quantity)
        except Invalid:
            self.lines = before
            raise

    def fill(self, wanted: Mapping[str, int]) -> None:
        """Have at least this many of each composition, all or none. Raises Invalid."""
        before = dict(self.lines)
        try:
            for spec, quantity in wanted.items():
                self.put(spec, max(quantity, self.lines.get(spec, 0)))
        except Invalid:
            self.lines = before
            self._keep()
            raise

    def drop(self, specs: Iterable[str]) -> None:
        """Take out what the menu no longer has, and remember to say so."""
        for spec in specs:
            self.gone += 1
            self.put(spec, 0)

    def told(self) -> int:
        """Return how many lines left on their own since somebody was told, and begin again."""
        gone, self.gone = self.gone, 0
        if gone:
            self._keep()
        return gone

    def empty(self) -> None:
        """Take everything out; the store stays chosen."""
        self.lines = {}
        self._keep()

    def _keep(self) -> None:
        kept = {"store": self.store, "lines": self.lines}
        self._session[KEPT_AS] = kept | ({"gone": self.gone} if self.gone else {})


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

    `possible` is how many of it can be made beside the other lines, where fewer than wanted can and some can;
    `offers` is what else can be had instead.
    """

    composition: Composition
    quantity: int
    drawing: str
    shortage: str = ""
    possible: int = 0
    offers: Sequence[Offer] = field(default_factory=list)

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
    """Price the basket: two queries, two more with an extra in it, one more with the stock of a store.

    Lines no longer on the menu leave the basket. What cannot be made costs the queries of `offers`.
    """
    items = _items(basket)
    rows = [Row(composition, quantity, address_of_composition(composition)) for composition, quantity in items]
    if store and items:
        rows = _checked(rows, shelf(store), needs_of(items))
    return Recap(rows, pricing.subtotal(items), _fingerprint(basket.store, items))


def room_for(chosen: Composition, basket: Basket, store: Store, instead_of: str = "") -> int:
    """Return how many of a composition the store can make beside the rest of the basket."""
    others = [(one, quantity) for one, quantity in _items(basket) if one.spec not in {chosen.spec, instead_of}]
    return beside(shelf(store), needs_of(others)).pieces(chosen)


def beside(can: Shelf, needs: Counter[int]) -> Shelf:
    """Return the shelf once somebody has taken this."""
    return replace(can, left={one: max(0, left - needs[one]) for one, left in can.left.items()})


def _items(basket: Basket) -> list[tuple[Composition, int]]:
    found = compositions.resolve(basket.lines)
    if gone := basket.lines.keys() - found.keys():
        basket.drop(gone)
    return in_menu_order((found[spec], quantity) for spec, quantity in basket.lines.items())


def _checked(rows: Sequence[Row], can: Shelf, needs: Counter[int]) -> list[Row]:
    """Say of each line whether it can be made together with the others, and what can instead."""
    shelves = [beside(can, needs - needs_of([(row.composition, row.quantity)])) for row in rows]
    possible = [there.pieces(row.composition) for row, there in zip(rows, shelves, strict=True)]
    short = [at for at, row in enumerate(rows) if possible[at] < row.quantity]
    instead = offers([Short(rows[at].composition, rows[at].quantity, shelves[at]) for at in short])
    checked = list(rows)
    for at, found in zip(short, instead, strict=True):
        shortage = _shortage(rows[at], can)
        checked[at] = replace(rows[at], shortage=shortage, possible=possible[at], offers=found)
    return checked


def _shortage(row: Row, can: Shelf) -> str:
    alone = can.pieces(row.composition)
    if alone == 0:
        why = reason(row.composition, can)
        return _("Indisponible ici, %(why)s") % {"why": why} if why else _("Épuisé ici")
    if alone < row.quantity:
        return _("Il n’en reste que %(left)s") % {"left": alone}
    return _("Il n’y en a plus assez pour tout le panier")


def _fingerprint(store: str, items: list[tuple[Composition, int]]) -> str:
    lines = sorted(f"{one.spec} {quantity} {one.price_cents}" for one, quantity in items)
    return hashlib.sha256("\n".join([store, *lines]).encode()).hexdigest()[:16]
