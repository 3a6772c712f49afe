"""What the pages of the menu's office show: the menu by families with cost and margin, prices, a store's switches."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from ocpizza.catalog import costs
from ocpizza.catalog.models import Dose, Family, PlannedPrice, Product, Variant
from ocpizza.menu.figures import Margin, margin
from ocpizza.stock.models import Outage
from ocpizza.stores.models import Store


@dataclass(frozen=True)
class Priced:
    """A size of a product with its price, what it leaves, and the prices to come."""

    variant: Variant
    margin: Margin
    coming: list[PlannedPrice]


@dataclass(frozen=True)
class Row:
    """A product with its sizes."""

    product: Product
    sizes: list[Priced]


@dataclass
class Chapter:
    """A family of the menu; products without one are gathered by category."""

    code: str
    label: str
    rows: list[Row] = field(default_factory=list)


def products() -> Any:
    """Return the products in the order of the menu, with all that prices and margins need: five queries."""
    variants = Variant.objects.select_related("size").order_by("price_cents")
    coming = PlannedPrice.objects.filter(applied_at=None).order_by("starts_at")
    return (
        Product.objects.select_related("family", "daypart")
        .order_by("family__position", "category", "position", "name")
        .prefetch_related(
            Prefetch("variants", variants),
            Prefetch("variants__planned_prices", coming, to_attr="coming"),
            Prefetch("recipe", Dose.objects.select_related("ingredient").order_by("position")),
        )
    )


def rows(found: Iterable[Product]) -> list[Row]:
    """Return the products with cost and margin of each size; one query beside the products' own."""
    paid = costs.costs()
    return [Row(product, [_priced(product, one, paid) for one in product.variants.all()]) for product in found]


def menu() -> dict[str, Any]:
    """Return the context of the page of the menu."""
    every = rows(products())
    on = [row for row in every if not row.product.archived]
    return {
        "chapters": _chapters(on),
        "archived": [row.product for row in every if row.product.archived],
        "coming": coming(),
    }


def coming() -> list[PlannedPrice]:
    """Return the prices to come, the next one first. One query."""
    waiting = PlannedPrice.objects.filter(applied_at=None).order_by("starts_at", "variant__sku")
    return list(waiting.select_related("variant__product", "variant__size", "who"))


def _chapters(found: list[Row]) -> list[Chapter]:
    chapters = {one.code: Chapter(one.code, one.label) for one in Family.objects.order_by("position", "name")}
    for row in found:
        head = row.product.heading
        chapters.setdefault(head.code, Chapter(head.code, head.label)).rows.append(row)
    return list(chapters.values())


def _priced(product: Product, variant: Variant, paid: dict[int, int]) -> Priced:
    left = margin(variant.price_cents, product.vat_class, variant.needs(), paid)
    return Priced(variant, left, getattr(variant, "coming", []))


@dataclass(frozen=True)
class Switch:
    """A product of a store: on, or off since when, until when, by whom and why."""

    product: Product
    outage: Outage | None


def switches(slug: str) -> dict[str, Any]:
    """Return the context of a store's switches: three queries."""
    store = Store.objects.get(slug=slug)
    off = switched_off(store)
    found = Product.objects.filter(archived=False).select_related("family")
    chapters: dict[str, tuple[str, list[Switch]]] = {}
    for product in found.order_by("family__position", "category", "position", "name"):
        head = product.heading
        chapters.setdefault(head.code, (head.label, []))[1].append(Switch(product, off.get(product.pk)))
    return {"store": store, "chapters": list(chapters.values()), "off": len(off)}


def switched_off(store: Store) -> dict[int, Outage]:
    """Return product id → why, since and until when it is off in this store: one query."""
    now = timezone.now()
    waiting = Outage.objects.filter(store=store, product__isnull=False, ended_at=None).select_related("who")
    return {one.product_id: one for one in waiting if one.product_id and _lasts(one, now)}


def _lasts(outage: Outage, now: datetime) -> bool:
    return outage.out_until is None or outage.out_until > now
