"""What the counter sees: what is sold now and how much of it, and the orders to settle with their customers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ocpizza.catalog.compositions import Composition
from ocpizza.catalog.models import Heading, Ingredient, Product, Variant
from ocpizza.look.formats import clock_long
from ocpizza.orders import shortages
from ocpizza.orders.flow import Status
from ocpizza.orders.models import Order
from ocpizza.stock.feasible import Shelf, shelf
from ocpizza.stock.models import Outage
from ocpizza.stores.models import Store
from storefront.counter.remedies import Settled, settled
from storefront.picture import FEW, ingredients_of, reason

MOST_SAID = 99
"""Beyond this nobody counts: the screen says `99+`."""


@dataclass(frozen=True)
class Size:
    """A size on sale, and how many of it can be made."""

    label: str
    left: int

    @property
    def few(self) -> bool:
        return 0 < self.left <= FEW

    @property
    def said(self) -> str:
        return f"{MOST_SAID}+" if self.left > MOST_SAID else str(self.left)


@dataclass(frozen=True)
class Sold:
    """A product, its sizes, and why it cannot be sold when it cannot; `words` are what a search looks in."""

    slug: str
    label: str
    words: str
    sizes: list[Size]
    why: str

    @property
    def left(self) -> int:
        return max((size.left for size in self.sizes), default=0)


@dataclass(frozen=True)
class Chapter:
    """A part of the menu."""

    code: str
    label: str
    products: list[Sold]


@dataclass(frozen=True)
class OutExtra:
    """An extra that cannot be sold, and why."""

    label: str
    why: str


def picture(slug: str) -> dict[str, Any]:
    """Return the context of the counter's regions: eight queries, ten more when orders are to be settled."""
    store = Store.objects.get(slug=slug)
    can, out = shelf(store), shortages.declared(store)
    products = list(Product.objects.for_menu())
    extras = list(Ingredient.objects.filter(extra_cents__isnull=False).order_by("name"))
    return {
        "store": store,
        "held": list(Order.objects.filter(store=store, status=Status.AWAITING_PAYMENT).order_by("held_until", "pk")),
        "out": out,
        "settle": _to_settle(store, can, products, extras) if out else [],
        "chapters": _chapters(products, can),
        "extras_out": [_out_extra(one, out) for one in extras if not can.left.get(one.pk, 0)],
    }


def _to_settle(store: Store, can: Shelf, products: Sequence[Product], extras: Sequence[Ingredient]) -> list[Settled]:
    return settled(shortages.needing(store), can, products, extras)


def _chapters(products: Iterable[Product], can: Shelf) -> list[Chapter]:
    found: dict[Heading, Chapter] = {}
    for product in products:
        head = product.heading
        found.setdefault(head, Chapter(head.code, head.label, [])).products.append(_sold(product, can))
    return [found[head] for head in sorted(found)]


def _sold(product: Product, can: Shelf) -> Sold:
    variants = list(product.variants.all())
    sizes = [Size(variant.size.code if variant.size else "", can.pieces(variant)) for variant in variants]
    some = any(size.left for size in sizes)
    return Sold(
        slug=product.slug,
        label=product.label,
        words=f"{product.label} {ingredients_of(product)}",
        sizes=sizes,
        why="" if some or not variants else _why(variants[0], can),
    )


def _why(variant: Variant, can: Shelf) -> str:
    return reason(Composition(variant), can) or _("plus de stock")


def _out_extra(one: Ingredient, out: Iterable[Outage]) -> OutExtra:
    declared = next((outage for outage in out if outage.ingredient_id == one.pk), None)
    if declared is None:
        return OutExtra(one.label, _("plus de stock"))
    if declared.out_until is None:
        return OutExtra(one.label, _("déclaré épuisé"))
    return OutExtra(one.label, _("déclaré épuisé jusqu’à %(until)s") % {"until": clock_long(declared.out_until)})
