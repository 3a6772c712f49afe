"""What the customising panel shows: sizes, halves, what is on the pizza, extras, and whether the store can make it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ocpizza.catalog.compositions import Composition, extra_price
from ocpizza.catalog.models import Allergen, Ingredient, Product, Variant
from ocpizza.look.formats import clock_long
from ocpizza.stock.feasible import Shelf
from ocpizza.stock.models import Level
from ocpizza.stores.models import Store
from storefront.drawings import drawing_of
from storefront.picture import BASE, FEW, reason
from storefront.selection import Choices, Selection, in_size, most_extras


@dataclass(frozen=True)
class Card:
    """A size: its price without extras, and whether the selection can be made in it."""

    sku: str
    label: str
    diameter_cm: int
    price_cents: int
    left: int
    is_chosen: bool


@dataclass(frozen=True)
class Half:
    """A product that may be the right half."""

    slug: str
    label: str
    left: int
    is_chosen: bool


@dataclass(frozen=True)
class Kept:
    """Something of the recipe; `where` names its half when it is only on one, `why` says what lacks of it."""

    slug: str
    label: str
    where: str
    can_leave: bool
    is_removed: bool
    why: str


@dataclass(frozen=True)
class Extra:
    """Something that may be added; `why` says that it is out, `is_closed` that it cannot be chosen now."""

    slug: str
    label: str
    price_cents: int
    is_double: bool
    is_chosen: bool
    is_closed: bool
    why: str


@dataclass(frozen=True)
class Panel:
    """The selection as it stands; `left` is how many the store can make of it, `why` what stands against one."""

    product: Product
    composition: Composition
    selection: Selection
    drawing: SafeString
    sizes: list[Card]
    halves: list[Half]
    kept: list[Kept]
    extras: list[Extra]
    most_extras: int
    allergens: list[str]
    left: int
    why: str

    @property
    def wanted(self) -> int:
        """How many, as far as what was typed says so."""
        return self.selection.pieces or 1

    @property
    def total_cents(self) -> int:
        return self.composition.price_cents * self.wanted

    @property
    def is_short(self) -> bool:
        """Whether some can be made, and fewer than wanted."""
        return 0 < self.left < self.wanted

    @property
    def few(self) -> bool:
        return 0 < self.left <= FEW


def panel(store: Store, choices: Choices, composition: Composition, selection: Selection, can: Shelf) -> Panel:
    """Return the panel of a composition: no query, one when an extra is out."""
    left = can.pieces(composition)
    return Panel(
        product=choices.product,
        composition=composition,
        selection=selection,
        drawing=drawing_of(composition, prefix="mine"),
        sizes=[_card(variant, composition, choices, can) for variant in choices.product.variants.all()],
        halves=_halves(composition, choices, can),
        kept=_kept(composition, can),
        extras=_extras(store, composition, choices, can),
        most_extras=most_extras(composition),
        allergens=[str(Allergen(code).label) for code in composition.allergens()],
        left=left,
        why="" if left else reason(composition, can) or _("épuisée ici pour le moment"),
    )


def usual(product: Product, can: Shelf) -> str:
    """Return the size to begin with: the medium one, unless only another can be made."""
    sizes = list(product.variants.all())
    medium = sizes[len(sizes) // 2]
    return next((one.sku for one in [medium, *sizes] if can.pieces(one)), medium.sku)


def _card(variant: Variant, composition: Composition, choices: Choices, can: Shelf) -> Card:
    there = _in_size(composition, variant, choices)
    size = variant.size
    return Card(
        sku=variant.sku,
        label=size.label if size else choices.product.label,
        diameter_cm=size.diameter_cm if size else 0,
        price_cents=replace(there, extras=()).price_cents if there else variant.price_cents,
        left=can.pieces(there) if there else 0,
        is_chosen=variant.pk == composition.variant.pk,
    )


def _in_size(composition: Composition, variant: Variant, choices: Choices) -> Composition | None:
    """Return the same in another size; None when its right half is not made in that one."""
    if composition.other is None:
        return replace(composition, variant=variant)
    right = next(one for one in choices.others if one.pk == composition.other.product_id)
    other = in_size(right, variant.size_id)
    return replace(composition, variant=variant, other=other) if other else None


def _halves(composition: Composition, choices: Choices, can: Shelf) -> list[Half]:
    chosen = composition.other.product_id if composition.other else None
    found = []
    for product in choices.others:
        other = in_size(product, composition.variant.size_id)
        if other is not None:
            left = can.pieces(Composition(composition.variant, other, composition.without))
            found.append(Half(product.slug, product.label, left, product.pk == chosen))
    return found


def _kept(composition: Composition, can: Shelf) -> list[Kept]:
    removed = {one.pk for one in composition.without}
    needs = replace(composition, without=(), extras=()).needs()
    where: dict[int, list[Product]] = {}
    rows: dict[int, Ingredient] = {}
    for product in composition.products:
        for dose in product.recipe.all():
            rows[dose.ingredient_id] = dose.ingredient
            where.setdefault(dose.ingredient_id, []).append(product)
    return [
        Kept(
            slug=one.slug,
            label=one.label,
            where=where[pk][0].label if len(where[pk]) < len(composition.halves) else "",
            can_leave=one.removable and not one.sold_as_is,
            is_removed=pk in removed,
            why=_lack(can.left.get(pk, 0), needs[pk]),
        )
        for pk, one in rows.items()
        if one.slug != BASE
    ]


def _extras(store: Store, composition: Composition, choices: Choices, can: Shelf) -> list[Extra]:
    removed = {one.pk for one in composition.without}
    offered = [one for one in choices.offered(composition) if one.pk not in removed]
    added = {one.pk for one in composition.extras}
    is_full = len(added) >= most_extras(composition)
    back = _back(store, [one.pk for one in offered if not can.left.get(one.pk)], can.at)
    return [_extra(one, composition, can, is_full=is_full, back=back) for one in offered]


def _extra(
    one: Ingredient, composition: Composition, can: Shelf, *, is_full: bool, back: Mapping[int, datetime]
) -> Extra:
    added = one in composition.extras
    there = composition if added else replace(composition, extras=(*composition.extras, one))
    why = _lack(can.left.get(one.pk, 0), there.needs()[one.pk])
    if why and one.pk in back:
        why = _("épuisé, de retour vers %(when)s") % {"when": clock_long(back[one.pk])}
    return Extra(
        slug=one.slug,
        label=one.label,
        price_cents=extra_price(one, composition.tenths),
        is_double=any(one.pk == each.pk for each in replace(composition, extras=()).ingredients),
        is_chosen=added,
        is_closed=not added and (bool(why) or is_full),
        why=why,
    )


def _lack(left: int, needed: int) -> str:
    if left >= needed:
        return ""
    return _("plus assez ici") if left else _("épuisé ici")


def _back(store: Store, ingredients: list[int], now: datetime) -> dict[int, datetime]:
    """Return when those that are declared out come back, where that was said."""
    if not ingredients:
        return {}
    rows = Level.objects.filter(store=store, ingredient_id__in=ingredients, out_until__gt=now, out_since__isnull=False)
    return {one: until for one, until in rows.values_list("ingredient_id", "out_until") if until}
