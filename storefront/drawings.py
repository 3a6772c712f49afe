"""The address of each product's drawing: it changes whenever the drawing does, so that it is cached for ever."""

from functools import lru_cache

from django.urls import reverse

from ocpizza.catalog import drawing
from ocpizza.catalog.models import Product


class Unknown(Exception):
    """No product on the menu is drawn at this address."""


def address_of(product: Product) -> str:
    """Return where the drawing of a product, fetched with its recipe, is served."""
    return reverse("storefront:drawing", args=[fingerprint_of(product)])


def fingerprint_of(product: Product) -> str:
    """Return what names the drawing: made of the recipe, or of the article alone."""
    return drawing.fingerprint(_recipe(product), seed=product.slug, folded=product.folded)


@lru_cache(maxsize=256)
def svg_of(fingerprint: str) -> str:
    """Return the drawing of the product with this fingerprint; raises Unknown, which is not remembered."""
    for product in Product.objects.for_menu():
        if fingerprint_of(product) == fingerprint:
            return _drawn(product)
    raise Unknown(fingerprint)


def _drawn(product: Product) -> str:
    if product.has_recipe:
        return drawing.draw(_recipe(product), seed=product.slug, folded=product.folded)
    return drawing.draw_article(product.slug)


def _recipe(product: Product) -> list[tuple[str, int]]:
    return [(dose.ingredient.slug, dose.quantity) for dose in product.recipe.all()]
