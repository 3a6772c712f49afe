"""The recipe reminder: what goes on the pizza of this size, how much for all of them, and how it is made."""

import math
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.utils.translation import npgettext

from ocpizza.catalog.drawing import draw
from ocpizza.catalog.models import Allergen, Category, Dose, RecipeStep, Unit, Variant

MEDIUM = 10  # tenths: what a product without sizes takes


@dataclass(frozen=True)
class Portion:
    """What one ingredient brings: for one piece and for all, in the ingredient's unit."""

    label: str
    unit: str
    one: Decimal
    all: Decimal
    allergens: list[str]

    @property
    def unit_of_one(self) -> str:
        return unit_label(self.unit, self.one)

    @property
    def unit_of_all(self) -> str:
        return unit_label(self.unit, self.all)


@dataclass(frozen=True)
class Recipe:
    """A product in a size, `quantity` times."""

    variant: Variant
    quantity: int

    @property
    def portions(self) -> list[Portion]:
        tenths = self.variant.size.coefficient_tenths if self.variant.size else MEDIUM
        return [self._portion(dose, dose.scaled(tenths)) for dose in self.variant.product.recipe.all()]

    def _portion(self, dose: Dose, thousandths: int) -> Portion:
        found = dose.ingredient
        one = Decimal(thousandths) / 1000
        return Portion(found.label, found.unit, one, one * self.quantity, allergen_labels(found.allergens))

    @property
    def steps(self) -> list[RecipeStep]:
        return list(self.variant.product.steps.all())

    @property
    def oven_time(self) -> str:
        """Minutes and seconds, as the oven's clock shows them: `3:30`."""
        minutes, seconds = divmod(self.variant.product.oven_seconds, 60)
        return f"{minutes}:{seconds:02}"

    @property
    def drawing(self) -> str:
        """The pizza as the menu draws it."""
        product = self.variant.product
        recipe = [(dose.ingredient.slug, dose.quantity) for dose in product.recipe.all()]
        return draw(recipe, seed=product.slug, folded=product.folded)

    @property
    def allergens(self) -> list[str]:
        return allergen_labels(self.variant.product.allergens())


def find(sku: str, quantity: int) -> Recipe:
    """Return the recipe of what is sold under this reference, or raise Http404 when nobody makes it from doses."""
    doses = Dose.objects.select_related("ingredient").order_by("position")
    variants = Variant.objects.select_related("product", "size").prefetch_related(
        Prefetch("product__recipe", doses), Prefetch("product__steps", RecipeStep.objects.order_by("position"))
    )
    return Recipe(get_object_or_404(variants, sku=sku, product__category=Category.PIZZA), quantity)


def allergen_labels(codes: list[str]) -> list[str]:
    """Return the names of allergens in the reader's language."""
    return [str(Allergen(code).label) for code in codes]


def unit_label(unit: str, quantity: Decimal) -> str:
    """Return the unit as one reads it after a quantity: `g`, `ml`, `pièce`, `pièces`."""
    if unit != Unit.PIECE:
        return str(Unit(unit).label)
    return npgettext("after a quantity", "pièce", "pièces", math.ceil(quantity))
