"""The basket: a store and how many of each thing, kept in the session; prices and stock are asked each time."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import gettext as _

from ocpizza.catalog.models import Variant
from ocpizza.orders import pricing
from ocpizza.orders.placing import MOST_OF_A_LINE, needs_of
from ocpizza.orders.refusals import Invalid
from ocpizza.stock.feasible import levels, pieces
from ocpizza.stores.models import Store
from storefront.drawings import address_of
from storefront.picture import lacking

KEPT_AS = "basket"
SKU = re.compile(r"[-a-zA-Z0-9_]{1,44}", re.ASCII)


class Basket:
    """What one visitor has chosen so far; every change is written to the session at once."""

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

    def put(self, sku: str, quantity: int) -> None:
        """Have this many of a product; none takes it out. Raises Invalid above the most of a line."""
        if quantity > MOST_OF_A_LINE:
            raise Invalid(too_many())
        if quantity:
            self.lines[sku] = quantity
        else:
            self.lines.pop(sku, None)
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
    """One line of the basket with today's price; `shortage` says why it cannot be made now."""

    variant: Variant
    quantity: int
    drawing: str
    shortage: str

    @property
    def total_cents(self) -> int:
        return self.variant.price_cents * self.quantity

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
    variants = list(Variant.objects.for_order().filter(sku__in=basket.lines).order_by("product__position", "pk"))
    for sku in basket.lines.keys() - {variant.sku for variant in variants}:
        basket.put(sku, 0)
    items = [(variant, basket.lines[variant.sku]) for variant in variants]
    left = levels(store) if store and items else None
    short = {one for one, need in needs_of(items).items() if left is not None and left.get(one, 0) < need}
    rows = [
        Row(
            variant,
            quantity,
            address_of(variant.product),
            "" if left is None else _shortage(variant, quantity, left, short),
        )
        for variant, quantity in items
    ]
    return Recap(rows, pricing.subtotal(items), _fingerprint(basket.store, items))


def _shortage(variant: Variant, quantity: int, left: Mapping[int, int], short: set[int]) -> str:
    possible = pieces(variant, left)
    if possible == 0:
        missing = lacking(variant.product, variant, left)
        return _("Indisponible ici, il manque : %(missing)s") % {"missing": missing} if missing else _("Épuisé ici")
    if possible < quantity:
        return _("Il n’en reste que %(left)s") % {"left": possible}
    if short & variant.needs().keys():
        return _("Il n’y en a plus assez pour tout le panier")
    return ""


def _fingerprint(store: str, items: list[tuple[Variant, int]]) -> str:
    lines = sorted(f"{variant.sku} {quantity} {variant.price_cents}" for variant, quantity in items)
    return hashlib.sha256("\n".join([store, *lines]).encode()).hexdigest()[:16]
