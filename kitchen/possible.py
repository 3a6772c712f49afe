"""What can still be made, pizza by pizza: the scarcest first, with the ingredient that sets the limit."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.functional import cached_property

from ocpizza.catalog.models import Category, Ingredient, Product, Variant
from ocpizza.stock.feasible import Shelf

FEW = 5
"""So many left, or fewer, and the kitchen looks at the shelf."""


@dataclass(frozen=True)
class Possible:
    """A pizza with how many can be made of each size; `limit` is what runs out first, None without a recipe."""

    product: Product
    sizes: list[tuple[str, int]]
    limit: Ingredient | None
    is_off: bool
    limit_is_out: bool

    @property
    def most(self) -> int:
        """How many of the size of which most can be made: none of any when it is zero."""
        return max((pieces for _size, pieces in self.sizes), default=0)

    @property
    def least(self) -> int:
        return min((pieces for _size, pieces in self.sizes), default=0)

    @property
    def is_scarce(self) -> bool:
        return self.most > 0 and self.least <= FEW


@dataclass(frozen=True)
class Larder:
    """All pizzas of the menu, scarcest first."""

    pizzas: list[Possible]

    @cached_property
    def gone(self) -> int:
        """How many pizzas cannot be made in any size."""
        return sum(not one.most for one in self.pizzas)

    @cached_property
    def scarce(self) -> int:
        return sum(one.is_scarce for one in self.pizzas)


def on_the_menu() -> list[Variant]:
    """Return the pizzas on the menu in every size, without their recipes: one query."""
    pizzas = Variant.objects.filter(product__archived=False, product__category=Category.PIZZA)
    return list(pizzas.select_related("product", "size").order_by("product__position", "size__coefficient_tenths"))


def larder(variants: Iterable[Variant], shelf: Shelf, out: Collection[int]) -> Larder:
    """Return what the shelf allows of these variants, recipes fetched along; `out` are the ingredients declared out.

    The hour at which a pizza is served is left aside: this is about the shelf.
    """
    by_product: dict[int, list[Variant]] = {}
    for variant in variants:
        by_product.setdefault(variant.product_id, []).append(variant)
    found = [_possible(sizes, shelf, out) for sizes in by_product.values()]
    return Larder(sorted(found, key=lambda one: (one.least, one.most)))


def _possible(sizes: list[Variant], shelf: Shelf, out: Collection[int]) -> Possible:
    product = sizes[-1].product
    is_off = product.pk in shelf.off
    counts = [{one: shelf.left.get(one, 0) // dose for one, dose in size.needs().items()} for size in sizes]
    pieces = [0 if is_off else min(count.values(), default=0) for count in counts]
    scarcest = min(counts[-1], key=counts[-1].__getitem__, default=None)
    limit = next((dose.ingredient for dose in product.recipe.all() if dose.ingredient_id == scarcest), None)
    codes = [size.size.code if size.size else "" for size in sizes]
    return Possible(product, list(zip(codes, pieces, strict=True)), limit, is_off, scarcest in out)
