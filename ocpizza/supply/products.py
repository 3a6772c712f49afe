"""What was sold in a week, product by product: pieces, revenue and margin, with the week before beside them.

Half a pizza is half a piece of each of its two products, with half of its price and of its cost.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Sum

from ocpizza.catalog import compositions
from ocpizza.catalog.costs import cost_millicents
from ocpizza.catalog.models import Product, Variant
from ocpizza.orders.flow import Status
from ocpizza.orders.models import Line
from ocpizza.orders.pricing import vat_within
from ocpizza.stores.models import Store
from ocpizza.supply.weeks import Week

UNSOLD = (Status.CANCELLED, Status.AWAITING_PAYMENT)


@dataclass
class Sales:
    """The sales of a product, summed in halves of a piece and halves of a cent or of a thousandth of one."""

    halves: int = 0
    gross: int = 0
    net: int = 0
    cost: int = 0


@dataclass(frozen=True)
class Sold:
    """A product with its week and the one before; amounts in cents including VAT, the margin without."""

    product: Product
    now: Sales
    before: Sales = field(default_factory=Sales)

    @property
    def pieces(self) -> int:
        """Pieces in tenths, because of the halves."""
        return self.now.halves * 5

    @property
    def pieces_before(self) -> int:
        return self.before.halves * 5

    @property
    def cents(self) -> int:
        return self.now.gross // 2

    @property
    def cents_before(self) -> int:
        return self.before.gross // 2

    @property
    def margin_cents(self) -> int:
        """What was earned without VAT, less what the ingredients of these pieces cost."""
        return (self.now.net - self.now.cost // 1000) // 2

    @property
    def change(self) -> int:
        """How many more pieces than the week before, in tenths."""
        return self.pieces - self.pieces_before


def ranking(stores: Sequence[Store], week: Week, costs: dict[int, dict[int, int]]) -> list[Sold]:
    """Return the products of the menu, and what was sold beside it, the most pieces first: nine queries at most."""
    rows = [_rows(stores, one) for one in (week, week.before)]
    made = _needs([row for found in rows for row in found])
    now, before = (_sales(found, made, costs) for found in rows)
    shown = [one for one in Product.objects.order_by("name") if not one.archived or one.pk in now or one.pk in before]
    sold = [Sold(one, now[one.pk], before[one.pk]) for one in shown]
    return sorted(sold, key=lambda one: (-one.pieces, -one.pieces_before))


def _rows(stores: Sequence[Store], week: Week) -> list[dict[str, Any]]:
    """Return what was sold, one row for each composition, store and rate of VAT."""
    lines = Line.objects.filter(
        order__store__in=[one.pk for one in stores],
        order__placed_at__gte=week.start,
        order__placed_at__lt=week.end,
        refunded_at=None,
    ).exclude(order__status__in=UNSOLD)
    by = ("order__store_id", "product_id", "other__product_id", "variant__sku", "spec", "vat_rate")
    gross = Sum(F("quantity") * F("unit_cents"))
    return list(lines.values(*by).annotate(pieces=Sum("quantity"), gross=gross).order_by())


def _needs(rows: list[dict[str, Any]]) -> dict[str, dict[int, int]]:
    """Return what a piece of each composition takes; one that the menu no longer allows, what its product takes."""
    specs = {row["spec"] or row["variant__sku"]: row["variant__sku"] for row in rows}
    made = {spec: found.needs() for spec, found in compositions.resolve(specs).items()} if specs else {}
    gone = {sku for spec, sku in specs.items() if spec not in made}
    if gone:
        variants = Variant.objects.filter(sku__in=gone).select_related("size")
        plain = {one.sku: one.needs() for one in variants.prefetch_related("product__recipe__ingredient")}
        made |= {spec: plain[sku] for spec, sku in specs.items() if sku in plain}
    return made


def _sales(
    rows: list[dict[str, Any]], made: dict[str, dict[int, int]], costs: dict[int, dict[int, int]]
) -> defaultdict[int, Sales]:
    found: defaultdict[int, Sales] = defaultdict(Sales)
    for row in rows:
        needs = made[row["spec"] or row["variant__sku"]]
        cost = row["pieces"] * cost_millicents(needs, costs[row["order__store_id"]])
        net = row["gross"] - vat_within(row["gross"], row["vat_rate"])
        for product in (row["product_id"], row["other__product_id"] or row["product_id"]):
            sales = found[product]
            sales.halves += row["pieces"]
            sales.gross += row["gross"]
            sales.net += net
            sales.cost += cost
    return found
