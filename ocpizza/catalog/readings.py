"""What each cook has read of the recipes: kept when they say so, and told to the kitchen where they stand."""

from collections.abc import Mapping

from django.db import transaction

from ocpizza.accounts.models import User
from ocpizza.catalog.models import Product, RecipeRead
from ocpizza.live import streams
from ocpizza.stores.models import Store

FIRST = 1
"""The version that everybody starts with: a recipe that was never changed is no news to anybody."""


def read_by(cook: int | None) -> dict[int, int]:
    """Return product id → the latest version that this cook, by id, acknowledged: one query; nothing for nobody."""
    if cook is None:
        return {}
    return dict(RecipeRead.objects.filter(cook=cook).values_list("product_id", "version"))


def is_news(product: Product, read: Mapping[int, int]) -> bool:
    """Say whether the recipe was changed since it was last acknowledged."""
    return product.recipe_version > read.get(product.pk, FIRST)


def acknowledge(cook: User, product: Product, version: int, store: Store) -> dict[str, int]:
    """Note that a cook has seen this version of a recipe; older than what is noted, it changes nothing.

    A version that is not written yet counts as the latest there is. Returns the new version of the kitchen's stream.
    """
    with transaction.atomic():
        seen = min(version, Product.objects.values_list("recipe_version", flat=True).get(pk=product.pk))
        row, made = RecipeRead.objects.select_for_update().get_or_create(
            product=product, cook=cook, defaults={"version": seen}
        )
        if not made and row.version >= seen:
            return {}
        row.version = seen
        row.save(update_fields=["version"])
        return streams.announce([f"kitchen.{store.slug}"])
