"""What can still be made: the smallest floor(stock / dose) over a recipe, for each size, in each store."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db.models import BigIntegerField, QuerySet, Value
from django.utils import timezone

from ocpizza.catalog.models import Product
from ocpizza.stock.models import Level, Outage
from ocpizza.stores.models import Store

LEVEL, PRODUCT = 0, 1  # what a row of the shelf's query speaks of


class Made(Protocol):
    """Anything that takes from the stock: a variant as on the menu, or a composition."""

    @property
    def products(self) -> tuple[Product, ...]:
        """What has to be on sale for it."""

    def needs(self) -> dict[int, int]:
        """Return ingredient id → thousandths for one piece."""


@dataclass(frozen=True)
class Shelf:
    """What a store can sell at a moment: `left` is ingredient id → thousandths, `off` the ids of products off sale."""

    left: Mapping[int, int]
    off: Collection[int]
    at: datetime

    def pieces(self, made: Made) -> int:
        """Return how many pieces can be sold: none of what is switched off, or not served at this hour."""
        if any(product.pk in self.off or not product.served(self.at) for product in made.products):
            return 0
        return pieces(made, self.left)


def shelf(store: Store) -> Shelf:
    """Return what the store can sell now: one query."""
    now = timezone.now()
    stocked = Level.objects.filter(store=store).values_list(
        Value(LEVEL), "ingredient_id", "quantity", "out_since", "out_until"
    )
    off = _off(store).values_list(Value(PRODUCT), "product_id", Value(1, BigIntegerField()), "out_since", "out_until")
    left: dict[int, int] = {}
    gone: set[int] = set()
    for kind, one, quantity, since, until in stocked.union(off, all=True):
        can_sell = sellable(quantity, since, until, now)
        if kind == LEVEL:
            left[one] = can_sell
        elif not can_sell:
            gone.add(one)
    return Shelf(left, gone, now)


def levels(store: Store) -> dict[int, int]:
    """Return ingredient id → thousandths that can be sold; what is declared out is none. One query."""
    now = timezone.now()
    rows = Level.objects.filter(store=store).values_list("ingredient_id", "quantity", "out_since", "out_until")
    return {one: sellable(quantity, since, until, now) for one, quantity, since, until in rows}


def sellable(quantity: int, out_since: datetime | None, out_until: datetime | None, now: datetime) -> int:
    """Return what can be sold of a level, in thousandths: nothing while it is declared out."""
    return 0 if out_since is not None and (out_until is None or out_until > now) else quantity


def switched_off(store: Store) -> set[int]:
    """Return the ids of the products that the store does not sell now, whatever its stock. One query."""
    now = timezone.now()
    rows = _off(store).values_list("product_id", "out_since", "out_until")
    return {one for one, since, until in rows if not sellable(1, since, until, now)}


def _off(store: Store) -> QuerySet[Outage]:
    """Return the outages of products that nobody ended; whether their time has come is cheaper to ask of the rows."""
    return Outage.objects.filter(store=store, product__isnull=False, ended_at=None).order_by()


def pieces(made: Made, left: Mapping[int, int]) -> int:
    """Return how many pieces the levels allow; what has no recipe cannot be made."""
    return min((left.get(one, 0) // dose for one, dose in made.needs().items()), default=0)
