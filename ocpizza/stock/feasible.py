"""What can still be made: the smallest floor(stock / dose) over a recipe, for each size, in each store."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ocpizza.catalog.models import Ingredient, Product, Variant
from ocpizza.stock.models import Level
from ocpizza.stores.models import Store


@dataclass(frozen=True)
class Feasible:
    """How many pieces of a product can be made, by variant, and what runs out first."""

    by_sku: Mapping[str, int]
    scarcest: Ingredient | None

    @property
    def most(self) -> int:
        """The count for the size that can be made most often: below one, the product is unavailable."""
        return max(self.by_sku.values(), default=0)


def levels(store: Store) -> dict[int, int]:
    """Return ingredient id → thousandths left in the store: one query."""
    return dict(Level.objects.filter(store=store).values_list("ingredient_id", "quantity"))


def pieces(variant: Variant, left: Mapping[int, int]) -> int:
    """Return how many pieces of the variant the levels allow; a product without a recipe cannot be made."""
    return min((left.get(one, 0) // dose for one, dose in variant.needs().items()), default=0)


def feasible(products: Iterable[Product], left: Mapping[int, int]) -> dict[str, Feasible]:
    """Return product slug → what can be made of it, for products fetched by `for_menu`. No query."""
    return {
        product.slug: Feasible({one.sku: pieces(one, left) for one in product.variants.all()}, _scarcest(product, left))
        for product in products
    }


def _scarcest(product: Product, left: Mapping[int, int]) -> Ingredient | None:
    doses = list(product.recipe.all())
    if not doses:
        return None
    return min(doses, key=lambda dose: left.get(dose.ingredient_id, 0) // dose.quantity).ingredient
