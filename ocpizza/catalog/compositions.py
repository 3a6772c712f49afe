"""One piece as somebody wants it made: a size, maybe two halves, without some ingredients, with others.

It is written as one word, its spec, which baskets, orders and addresses carry: `reine-m` as on the menu,
`reine-m/orientale-m` in halves, `reine-m!mushrooms+goat-cheese` without mushrooms and with goat cheese. An extra of
what the recipe has already is a double. What may be combined is said by rows: halves, extras and their number by the
product, removal and extra price by the ingredient.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ocpizza.catalog.drawing import Topping
from ocpizza.catalog.models import Ingredient, Product, Unit, Variant, allergens_of, scaled
from ocpizza.look.refusals import Refused

LONGEST_SPEC = 400
MEDIUM = 10  # tenths
ROUNDING = 10  # cents: half a price and the extra of a size are rounded up to this
_WORD = r"[-a-zA-Z0-9_]{1,44}"
_SPEC = re.compile(rf"({_WORD})(?:/({_WORD}))?((?:[!+]{_WORD})*)", re.ASCII)


class Impossible(Refused):
    """The menu does not allow this."""


class Spec(NamedTuple):
    """A composition in references alone."""

    sku: str
    other: str = ""
    without: frozenset[str] = frozenset()
    extras: frozenset[str] = frozenset()

    def __str__(self) -> str:
        half = f"/{self.other}" if self.other else ""
        return "".join([self.sku, half, *(f"!{one}" for one in sorted(self.without)), *self._plus()])

    def _plus(self) -> list[str]:
        return [f"+{one}" for one in sorted(self.extras)]


def read(text: str) -> Spec:
    """Read a spec; two equal halves are one pizza, and what is left off and added is left as it was.

    Raises Impossible for anything that is no spec.
    """
    found = _SPEC.fullmatch(text) if len(text) <= LONGEST_SPEC else None
    if found is None:
        raise Impossible(_("Ce produit n’est pas à la carte."))
    sku, other, rest = found.groups()
    changes = re.findall(rf"([!+])({_WORD})", rest)
    without = {slug for sign, slug in changes if sign == "!"}
    extras = {slug for sign, slug in changes if sign == "+"}
    return Spec(sku, other if other and other != sku else "", frozenset(without - extras), frozenset(extras - without))


@dataclass(frozen=True)
class Composition:
    """One piece: `variant` is the whole or the left half, `other` the right half of the same size."""

    variant: Variant
    other: Variant | None = None
    without: tuple[Ingredient, ...] = ()
    extras: tuple[Ingredient, ...] = ()

    @property
    def product(self) -> Product:
        return self.variant.product

    @property
    def spec(self) -> str:
        """The word it is written as; the same piece has the same."""
        if not (self.other or self.without or self.extras):
            return self.variant.sku
        return str(
            Spec(
                self.variant.sku,
                self.other.sku if self.other else "",
                frozenset(one.slug for one in self.without),
                frozenset(one.slug for one in self.extras),
            )
        )

    @property
    def halves(self) -> tuple[Variant, ...]:
        """The one recipe, or the two."""
        return (self.variant, self.other) if self.other else (self.variant,)

    @property
    def products(self) -> tuple[Product, ...]:
        """What has to be on sale for it: one product, or two."""
        return tuple(half.product for half in self.halves)

    @property
    def name(self) -> str:
        return self._named("name")

    @property
    def name_en(self) -> str:
        return self._named("name_en")

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self._named("label")

    def _named(self, attribute: str) -> str:
        names = [getattr(half.product, attribute) for half in self.halves]
        return names[0] if len(names) == 1 else " / ".join(f"½ {name}" for name in names)

    @property
    def tenths(self) -> int:
        """The size coefficient."""
        return self.variant.size.coefficient_tenths if self.variant.size else MEDIUM

    @property
    def price_cents(self) -> int:
        """What one piece costs including VAT: half of each half's price, and the extras at the size's price."""
        base = self.variant.price_cents
        if self.other:
            base = _rounded_up(base + self.other.price_cents, 2)
        return base + sum(extra_price(one, self.tenths) for one in self.extras)

    @property
    def ingredients(self) -> list[Ingredient]:
        """What is on it, each once, in the order of the recipes, extras last."""
        left_off = {one.pk for one in self.without}
        doses = [dose.ingredient for half in self.halves for dose in half.product.recipe.all()]
        kept = {one.pk: one for one in doses if one.pk not in left_off}
        return list((kept | {one.pk: one for one in self.extras}).values())

    def needs(self) -> dict[int, int]:
        """Return what one piece takes from the stock: ingredient id → thousandths of its unit."""
        if not (self.other or self.without or self.extras):
            return self.variant.needs()
        needs = self._base_needs()
        for one in self.extras:
            needs[one.pk] = needs.get(one.pk, 0) + self._extra_dose(one, needs.get(one.pk))
        for one in self.without:
            needs.pop(one.pk, None)
        return needs

    def _base_needs(self) -> dict[int, int]:
        if self.other is None:
            return self.variant.needs()
        whole: dict[int, int] = {}
        for half in self.halves:
            for ingredient, dose in half.needs().items():
                whole[ingredient] = whole.get(ingredient, 0) + dose
        pieces = {
            dose.ingredient_id
            for half in self.halves
            for dose in half.product.recipe.all()
            if dose.ingredient.unit == Unit.PIECE
        }
        return {one: _half(both, whole_pieces=one in pieces) for one, both in whole.items()}

    def _extra_dose(self, ingredient: Ingredient, recipe_dose: int | None) -> int:
        if recipe_dose:
            return recipe_dose
        return scaled(ingredient.extra_dose or 1, ingredient.unit, self.tenths)

    def allergens(self) -> list[str]:
        """Return the codes of the allergens of the piece as it is made."""
        return allergens_of(self.ingredients)

    def toppings(self) -> list[list[Topping]]:
        """Return what a drawing takes, with the doses of a medium piece: one list, or one for each half."""
        left_off = {one.slug for one in self.without}
        added = {one.slug: one.extra_dose or 0 for one in self.extras}
        sides = []
        for half in self.halves:
            side = {dose.ingredient.slug: dose.quantity for dose in half.product.recipe.all()}
            doubled = {slug: side.get(slug, 0) + (side.get(slug) or dose) for slug, dose in added.items()}
            sides.append([(slug, dose) for slug, dose in (side | doubled).items() if slug not in left_off])
        return sides


def extra_price(ingredient: Ingredient, tenths: int) -> int:
    """Return what an extra costs on a size, in cents: it grows with the pizza, rounded up to ten cents."""
    return _rounded_up((ingredient.extra_cents or 0) * tenths, MEDIUM)


def _rounded_up(amount: int, parts: int) -> int:
    """Return `amount / parts`, rounded up to ROUNDING cents."""
    return -(-amount // (parts * ROUNDING)) * ROUNDING


def _half(both: int, *, whole_pieces: bool) -> int:
    """Return half of what two whole recipes take; half an egg is an egg."""
    half = -(-both // 2)
    return -(-half // 1000) * 1000 if whole_pieces else half


def resolve(texts: Collection[str]) -> dict[str, Composition]:
    """Return spec as given → composition, for what the menu allows now; the others are left out.

    Two queries, as for a basket of menu pizzas; two more when something is added.
    """
    found: dict[str, Composition] = {}
    menu = _Menu.of(texts)
    for text in texts:
        try:
            found[text] = menu.compose(read(text))
        except Impossible:
            continue
    return found


def compose(text: str) -> Composition:
    """Return the composition of one spec. Raises Impossible with the reason."""
    return _Menu.of([text]).compose(read(text))


def unserved(compositions: Iterable[Composition], moment: datetime) -> list[Product]:
    """Return the products of these compositions that are not served at this hour."""
    products = {product.pk: product for one in compositions for product in one.products}
    return [product for product in products.values() if not product.served(moment)]


@dataclass(frozen=True)
class _Menu:
    """The rows that some specs name."""

    variants: Mapping[str, Variant]
    extras: Mapping[str, Ingredient]
    refused: frozenset[tuple[int, int]]

    @classmethod
    def of(cls, texts: Collection[str]) -> "_Menu":
        specs = []
        for text in texts:
            try:
                specs.append(read(text))
            except Impossible:
                continue
        skus = {sku for spec in specs for sku in (spec.sku, spec.other) if sku}
        wanted = {slug for spec in specs for slug in spec.extras}
        variants = {one.sku: one for one in Variant.objects.for_order().filter(sku__in=skus)} if skus else {}
        extras = {one.slug: one for one in Ingredient.objects.filter(slug__in=wanted)} if wanted else {}
        pairs = Product.refused_extras.through.objects.filter(ingredient__slug__in=wanted) if wanted else None
        refused = frozenset(pairs.values_list("product_id", "ingredient_id")) if pairs is not None else frozenset()
        return cls(variants, extras, refused)

    def compose(self, spec: Spec) -> Composition:
        variant = self._variant(spec.sku)
        other = self._variant(spec.other) if spec.other else None
        if other is not None:
            _check_halves(variant, other)
        halves = [variant.product, *([other.product] if other else [])]
        on_it = {dose.ingredient.slug: dose.ingredient for half in halves for dose in half.recipe.all()}
        without = tuple(_removed(slug, on_it, halves[0]) for slug in sorted(spec.without))
        extras = tuple(self._extra(slug, halves) for slug in sorted(spec.extras))
        most = min(half.most_extras for half in halves)
        if len(extras) > most:
            sentence = ngettext(
                "%(product)s : %(most)s supplément au plus.", "%(product)s : %(most)s suppléments au plus.", most
            )
            raise Impossible(sentence % {"product": halves[0].label, "most": most})
        return Composition(variant, other, without, extras)

    def _variant(self, sku: str) -> Variant:
        if sku not in self.variants:
            raise Impossible(_("Ce produit n’est pas à la carte."))
        return self.variants[sku]

    def _extra(self, slug: str, halves: list[Product]) -> Ingredient:
        found = self.extras.get(slug)
        if found is None or found.extra_cents is None:
            raise Impossible(_("Cet ingrédient ne se propose pas en supplément."))
        if any((half.pk, found.pk) in self.refused for half in halves):
            words = {"ingredient": found.label, "product": halves[0].label}
            raise Impossible(_("Pas de supplément %(ingredient)s sur %(product)s.") % words)
        return found


def _check_halves(left: Variant, right: Variant) -> None:
    for half in (left, right):
        if not half.product.halves:
            raise Impossible(_("%(product)s ne se vend pas par moitiés.") % {"product": half.product.label})
    if left.size_id != right.size_id:
        raise Impossible(_("Deux moitiés ont la même taille."))


def _removed(slug: str, on_it: Mapping[str, Ingredient], product: Product) -> Ingredient:
    found = on_it.get(slug)
    if found is None or not found.removable or found.sold_as_is:
        raise Impossible(_("Cet ingrédient ne peut pas être retiré de %(product)s.") % {"product": product.label})
    return found
