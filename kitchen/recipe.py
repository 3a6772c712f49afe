"""The recipe reminder: what goes on the piece as it was ordered, how much for all of them, and how it is made."""

import math
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import takewhile
from typing import NamedTuple

from django.db.models import Prefetch
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import npgettext

from ocpizza.catalog import compositions
from ocpizza.catalog.compositions import Composition, Impossible, Spec
from ocpizza.catalog.drawing import draw
from ocpizza.catalog.models import Allergen, Category, Dose, Ingredient, Product, RecipeStep, Unit, Variant


class Mark(StrEnum):
    """How an ingredient differs from the menu's recipe."""

    USUAL = ""
    WITHOUT = "without"
    EXTRA = "extra"
    DOUBLE = "double"


@dataclass(frozen=True)
class Portion:
    """What one ingredient brings: for one piece and for all, in the ingredient's unit.

    `sides` says what goes on each half of a piece in halves: an amount, zero for "not on this side".
    """

    label: str
    unit: str
    one: Decimal
    all: Decimal
    allergens: list[str]
    mark: Mark = Mark.USUAL
    sides: tuple[Decimal, ...] = ()

    @property
    def unit_of_one(self) -> str:
        return unit_label(self.unit, self.one)

    @property
    def unit_of_all(self) -> str:
        return unit_label(self.unit, self.all)

    @property
    def is_counted(self) -> bool:
        """Whether it comes in pieces, which are not cut in two."""
        return self.unit == Unit.PIECE


class Way(NamedTuple):
    """Gestures in order: of a whole recipe or of a half, or of the piece before it is parted."""

    product: Product | None
    steps: list[RecipeStep]


@dataclass(frozen=True)
class Recipe:
    """A composition, `quantity` times."""

    composition: Composition
    quantity: int

    @property
    def variant(self) -> Variant:
        """The whole, or the left half."""
        return self.composition.variant

    @property
    def products(self) -> tuple[Product, ...]:
        return self.composition.products

    @property
    def is_halved(self) -> bool:
        return self.composition.other is not None

    @property
    def ways(self) -> list[Way]:
        """How it is made: for halves the gestures that both begin with, then those of each."""
        steps = [list(product.steps.all()) for product in self.products]
        both = takewhile(lambda pair: pair[0].text == pair[1].text, zip(*steps, strict=False)) if self.is_halved else ()
        shared = [pair[0] for pair in both]
        each = [Way(product, own[len(shared) :]) for product, own in zip(self.products, steps, strict=True)]
        return [Way(None, shared), *each] if shared else each

    @cached_property
    def portions(self) -> list[Portion]:
        """The doses in the order of the recipes, what is left off at its place, what is added last."""
        recipe = [dose.ingredient for product in self.products for dose in product.recipe.all()]
        every = {one.pk: one for one in [*recipe, *self.composition.without, *self.composition.extras]}
        return [self._portion(one) for one in every.values()]

    def _portion(self, ingredient: Ingredient) -> Portion:
        one = Decimal(self._needs.get(ingredient.pk, 0)) / 1000
        sides = self._sides(ingredient) if self.is_halved else ()
        allergens, mark = allergen_labels(ingredient.allergens), self._mark(ingredient)
        return Portion(ingredient.label, ingredient.unit, one, one * self.quantity, allergens, mark, sides)

    def _mark(self, ingredient: Ingredient) -> Mark:
        if ingredient in self.composition.without:
            return Mark.WITHOUT
        if ingredient not in self.composition.extras:
            return Mark.USUAL
        return Mark.DOUBLE if ingredient.pk in self._usual else Mark.EXTRA

    def _sides(self, ingredient: Ingredient) -> tuple[Decimal, ...]:
        """Return what goes on each half: half of its recipe, and half of what is added to the whole."""
        if ingredient in self.composition.without:
            return tuple(Decimal(0) for _half in self.composition.halves)
        added = self._needs.get(ingredient.pk, 0) - self._usual.get(ingredient.pk, 0)
        own = [half.needs().get(ingredient.pk, 0) for half in self.composition.halves]
        return tuple(Decimal(dose + added) / 2000 for dose in own)

    @cached_property
    def _needs(self) -> dict[int, int]:
        return self.composition.needs()

    @cached_property
    def _usual(self) -> dict[int, int]:
        """What the menu's recipe takes, or that of its halves, with nothing left off or added."""
        return Composition(self.variant, self.composition.other).needs()

    @property
    def oven_time(self) -> str:
        """Minutes and seconds, as the oven's clock shows them: `3:30`; the longer of two halves."""
        minutes, seconds = divmod(max(product.oven_seconds for product in self.products), 60)
        return f"{minutes}:{seconds:02}"

    @property
    def oven_celsius(self) -> int:
        return max(product.oven_celsius for product in self.products)

    @property
    def drawing(self) -> str:
        """The piece as it is composed, as the menu draws it."""
        left, *right = self.composition.toppings()
        product = self.composition.product
        return draw(left, seed=product.slug, halves=right[0] if right else None, folded=product.folded)

    @property
    def allergens(self) -> list[str]:
        return allergen_labels(self.composition.allergens())


def find(text: str, quantity: int) -> Recipe:
    """Return the recipe of a composition, written as a spec, or raise Http404 when nobody makes it from doses.

    What an order holds is made as it was ordered, whatever the menu allows today. Three queries; one more for
    removals and extras.
    """
    try:
        spec = compositions.read(text)
    except Impossible as refusal:
        raise Http404 from refusal
    halves = _variants(spec)
    wanted = spec.without | spec.extras
    named = {one.slug: one for one in Ingredient.objects.filter(slug__in=wanted)} if wanted else {}
    if len(named) != len(wanted):
        raise Http404
    without, extras = (tuple(named[slug] for slug in sorted(slugs)) for slugs in (spec.without, spec.extras))
    return Recipe(Composition(halves[0], halves[1] if spec.other else None, without, extras), quantity)


def sizes(product: Product) -> list[Variant]:
    """Return a product in its sizes, the smallest first: one query."""
    return list(product.variants.select_related("size").order_by("size__coefficient_tenths"))


def _variants(spec: Spec) -> list[Variant]:
    skus = [spec.sku, *([spec.other] if spec.other else [])]
    doses = Dose.objects.select_related("ingredient").order_by("position")
    found = Variant.objects.select_related("product", "size").prefetch_related(
        Prefetch("product__recipe", doses), Prefetch("product__steps", RecipeStep.objects.order_by("position"))
    )
    pizzas = {one.sku: one for one in found.filter(sku__in=skus, product__category=Category.PIZZA)}
    if len(pizzas) != len(skus):
        raise Http404
    return [pizzas[sku] for sku in skus]


def allergen_labels(codes: list[str]) -> list[str]:
    """Return the names of allergens in the reader's language."""
    return [str(Allergen(code).label) for code in codes]


def unit_label(unit: str, quantity: Decimal) -> str:
    """Return the unit as one reads it after a quantity: `g`, `ml`, `pièce`, `pièces`."""
    if unit != Unit.PIECE:
        return str(Unit(unit).label)
    return npgettext("after a quantity", "pièce", "pièces", math.ceil(quantity))
