"""The book of recipes: every pizza of the menu, found by its name or by what goes on it."""

from dataclasses import dataclass

from kitchen.search import found_in
from ocpizza.catalog.models import Category, Product, Variant


@dataclass(frozen=True)
class Entry:
    """A pizza of the book, opened at the size that recipes are written for."""

    product: Product
    sku: str
    ingredients: list[str]


def entries(words: str) -> list[Entry]:
    """Return the pizzas on the menu that answer to these words: three queries."""
    pizzas = Product.objects.for_menu().filter(category=Category.PIZZA)
    return [_entry(one) for one in pizzas if found_in(words, *_names(one))]


def _entry(product: Product) -> Entry:
    return Entry(product, _usual(product).sku, [dose.ingredient.label for dose in product.recipe.all()])


def _usual(product: Product) -> Variant:
    """Return the size whose doses are the recipe's own, or the nearest to it."""
    return min(product.variants.all(), key=lambda one: abs((one.size.coefficient_tenths if one.size else 10) - 10))


def _names(product: Product) -> list[str]:
    on_it = [dose.ingredient for dose in product.recipe.all()]
    return [product.name, product.name_en, *(name for one in on_it for name in (one.name, one.name_en))]
