"""What can still be made: the smallest floor(stock / dose) over a recipe, for each size, in each store."""

from collections.abc import Mapping

from ocpizza.catalog.models import Variant
from ocpizza.stock.models import Level
from ocpizza.stores.models import Store


def levels(store: Store) -> dict[int, int]:
    """Return ingredient id → thousandths left in the store: one query."""
    return dict(Level.objects.filter(store=store).values_list("ingredient_id", "quantity"))


def pieces(variant: Variant, left: Mapping[int, int]) -> int:
    """Return how many pieces of the variant the levels allow; a product without a recipe cannot be made."""
    return min((left.get(one, 0) // dose for one, dose in variant.needs().items()), default=0)
