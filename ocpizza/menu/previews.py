"""What a changed recipe does before it is saved: cost and margin of each size, pieces in each store, allergens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ocpizza.catalog import costs, recipes
from ocpizza.catalog.drawing import draw
from ocpizza.catalog.models import Allergen, Ingredient, Product, Size, Variant, allergens_of, scaled
from ocpizza.catalog.recipes import Content
from ocpizza.menu.figures import Margin, margin
from ocpizza.stock import feasible
from ocpizza.stores.models import Store

MEDIUM = 10  # tenths
ALL = 10**6  # pieces: more than anybody counts


@dataclass(frozen=True)
class SizeChange:
    """Cost and margin of a size, before and after."""

    variant: Variant
    before: Margin
    after: Margin

    @property
    def changes(self) -> bool:
        """Whether anything differs."""
        return self.before != self.after


@dataclass(frozen=True)
class Count:
    """Pieces that a store can make of a size, before and after."""

    variant: Variant
    before: int
    after: int


@dataclass(frozen=True)
class Preview:
    """All that a save would change."""

    differences: list[str]
    sizes: list[SizeChange]
    stores: list[tuple[Store, list[Count]]]
    new_allergens: list[str]
    gone_allergens: list[str]
    drawing: str


def preview(product: Product, before: Content, after: Content, known: Mapping[str, Ingredient]) -> Preview:
    """Return what changes from one content to the other: one query for each store, and four."""
    every = dict(known) | {dose.ingredient.slug: dose.ingredient for dose in product.recipe.all()}
    variants = list(product.variants.select_related("size").order_by("price_cents"))
    paid = costs.costs()
    old, new = ([_needs(one, variant.size, every) for variant in variants] for one in (before, after))
    had, has = (allergens_of(every[slug] for slug, _dose in one["doses"] if slug in every) for one in (before, after))
    return Preview(
        recipes.differences(before, after),
        [_size(product, *three, paid) for three in zip(variants, old, new, strict=True)],
        [(store, _counts(store, variants, old, new)) for store in Store.objects.order_by("name")],
        _labels(has, had),
        _labels(had, has),
        draw(after["doses"], seed=product.slug, folded=product.folded, prefix="preview"),
    )


def _needs(content: Content, size: Size | None, known: Mapping[str, Ingredient]) -> dict[int, int]:
    tenths = size.coefficient_tenths if size else MEDIUM
    doses = [(known[slug], dose) for slug, dose in content["doses"] if slug in known]
    return {one.pk: scaled(dose, one.unit, tenths) for one, dose in doses}


def _size(
    product: Product, variant: Variant, old: Mapping[int, int], new: Mapping[int, int], paid: Mapping[int, int]
) -> SizeChange:
    before, after = (margin(variant.price_cents, product.vat_class, needs, paid) for needs in (old, new))
    return SizeChange(variant, before, after)


def _counts(
    store: Store, variants: Sequence[Variant], old: Sequence[Mapping[int, int]], new: Sequence[Mapping[int, int]]
) -> list[Count]:
    left = feasible.levels(store)
    rows = zip(variants, old, new, strict=True)
    return [Count(one, _pieces(before, left), _pieces(after, left)) for one, before, after in rows]


def _pieces(needs: Mapping[int, int], left: Mapping[int, int]) -> int:
    return min(ALL, min((left.get(one, 0) // dose for one, dose in needs.items()), default=0))


def _labels(present: Sequence[str], without: Sequence[str]) -> list[str]:
    return [str(Allergen(code).label) for code in present if code not in without]
