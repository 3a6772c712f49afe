"""The address of each drawing: it changes whenever the drawing does, so that it is cached for ever.

A product's drawing is found by its fingerprint; a composition's address carries its spec as well, because nobody could
find what was chosen by the fingerprint alone.
"""

from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from ocpizza.catalog import drawing
from ocpizza.catalog.compositions import Composition, Impossible, compose
from ocpizza.catalog.models import Product


class Unknown(Exception):
    """No product on the menu is drawn at this address."""


def address_of(product: Product) -> str:
    """Return where the drawing of a product, fetched with its recipe, is served."""
    return reverse("storefront:drawing", args=[fingerprint_of(product)])


def address_of_composition(composition: Composition) -> str:
    """Return where the drawing of a composition is served: the product's own when nothing was changed."""
    if composition.spec == composition.variant.sku:
        return address_of(composition.product)
    address = reverse("storefront:drawing", args=[_fingerprint(composition)])
    return f"{address}?{urlencode({'choix': composition.spec})}"


def drawing_of(composition: Composition, prefix: str = "") -> SafeString:
    """Return the drawing of a composition as an SVG element; `prefix` as for `drawing.draw`."""
    product = composition.product
    if not product.has_recipe:
        return drawing.draw_article(product.slug)
    left, *right = composition.toppings()
    halves = right[0] if right else None
    return drawing.draw(left, seed=product.slug, halves=halves, folded=product.folded, prefix=prefix)


def composed(fingerprint: str, spec: str) -> str:
    """Return the drawing of the composition of this spec; raises Unknown when it has another fingerprint by now."""
    try:
        composition = compose(spec)
    except Impossible:
        raise Unknown(spec) from None
    if _fingerprint(composition) != fingerprint:
        raise Unknown(spec)
    return drawing_of(composition)


def _fingerprint(composition: Composition) -> str:
    product = composition.product
    left, *right = composition.toppings()
    return drawing.fingerprint(left, seed=product.slug, halves=right[0] if right else None, folded=product.folded)


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
