"""What each product brings in a store: its price without VAT, less what its recipe costs today."""

from dataclasses import dataclass
from typing import Any

from ocpizza.catalog.costs import cents, cost_millicents
from ocpizza.catalog.models import Product, Variant
from ocpizza.orders.flow import Fulfilment
from ocpizza.orders.pricing import vat_rate, vat_within
from ocpizza.stock.costs import last_costs
from ocpizza.stores.models import Store

LEAST = 65
"""Per cent of the price without VAT below which a margin is worth a look, unless the reader says another."""


@dataclass(frozen=True)
class Margin:
    """One product in one size; amounts in cents, `unpriced` the ingredients whose cost nobody knows."""

    product: Product
    variant: Variant
    net_cents: int
    cost_cents: int
    unpriced: list[str]
    least: int

    @property
    def cents(self) -> int:
        return self.net_cents - self.cost_cents

    @property
    def tenths(self) -> int:
        """The margin in tenths of a per cent of the price without VAT."""
        return round(1000 * self.cents / self.net_cents) if self.net_cents else 0

    @property
    def is_thin(self) -> bool:
        return self.tenths < 10 * self.least


def without_vat(product: Product, price_cents: int) -> int:
    """Return a price without its VAT, at the rate of what is taken away."""
    return price_cents - vat_within(price_cents, vat_rate(product.vat_class, Fulfilment.TAKEAWAY))


def margins(store: Store, least: int = LEAST) -> dict[str, Any]:
    """Return the margin of everything on the menu in each size, the thinnest first: five queries."""
    costs = last_costs([store])[store.pk]
    products = Product.objects.for_menu()
    rows = [_margin(product, variant, costs, least) for product in products for variant in product.variants.all()]
    rows.sort(key=lambda one: (one.tenths, one.product.name))
    return {"store": store, "rows": rows, "least": least, "thin": sum(one.is_thin for one in rows)}


def _margin(product: Product, variant: Variant, costs: dict[int, int], least: int) -> Margin:
    unpriced = [dose.ingredient.label for dose in product.recipe.all() if not costs.get(dose.ingredient_id)]
    cost = cents(cost_millicents(variant.needs(), costs))
    return Margin(product, variant, without_vat(product, variant.price_cents), cost, unpriced, least)
