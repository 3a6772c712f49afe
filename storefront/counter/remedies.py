"""What the counter can offer for a line that lacks something: something else instead, without it, or the money back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ocpizza.catalog import compositions
from ocpizza.catalog.compositions import Composition
from ocpizza.catalog.models import Ingredient, Product
from ocpizza.orders.line_changes import spec_of
from ocpizza.orders.models import Line, Order
from ocpizza.orders.shortages import Shortage
from ocpizza.stock.feasible import Shelf
from storefront.wording import telephone


@dataclass(frozen=True)
class Offer:
    """Something instead; `cents` is what the line costs less with it."""

    instead: str
    label: str
    cents: int


@dataclass(frozen=True)
class Lacking:
    """An ingredient that the line lacks: what can take its place, and whether the pizza goes without it."""

    ingredient: Ingredient
    offers: list[Offer]
    removable: bool
    cents: int


@dataclass(frozen=True)
class Concerned:
    """A line to settle; `rank` names it in its order, counted from 1."""

    line: Line
    rank: int
    lacking: list[Lacking]
    products: list[Offer]


@dataclass(frozen=True)
class Settled:
    """An order to settle: whom to call, what is missing, and the lines concerned."""

    order: Order
    call: str
    missing: list[str]
    lines: list[Concerned]


def settled(
    waiting: Iterable[Shortage], can: Shelf, products: Sequence[Product], extras: Sequence[Ingredient]
) -> list[Settled]:
    """Return the orders to settle with what can be offered: five queries at most, whatever their number."""
    found = list(waiting)
    made = compositions.resolve({spec_of(line) for one in found for line in one.lines})
    kitchen = _Kitchen(can, products, extras, _refused())
    return [_settled(one, made, kitchen) for one in found]


@dataclass(frozen=True)
class _Kitchen:
    """What can be made now, and with what."""

    can: Shelf
    products: Sequence[Product]
    extras: Sequence[Ingredient]
    refused: frozenset[tuple[int, int]]

    def instead_of(self, missing: Ingredient, made: Composition, line: Line) -> list[Offer]:
        """Return the extras that the menu allows on this piece, and of which there is enough for the line.

        What the customer had left off is none of them: nobody asked for it.
        """
        kept = tuple(one for one in made.extras if one.pk != missing.pk)
        if len(kept) >= min(half.most_extras for half in made.products):
            return []
        unwanted = {one.pk for one in (*made.ingredients, *made.without)}  # there already, or left off on purpose
        freed = _paid(line, missing)
        offers = []
        for one in self.extras:
            if one.pk in unwanted or any((half.pk, one.pk) in self.refused for half in made.products):
                continue
            dose = replace(made, extras=(*kept, one)).needs()[one.pk]
            if self.can.left.get(one.pk, 0) >= dose * line.quantity:
                asked = min(freed, compositions.extra_price(one, made.tenths))
                offers.append(Offer(one.slug, one.label, (freed - asked) * line.quantity))
        return offers

    def others(self, line: Line) -> list[Offer]:
        """Return the products of the same kind and size of which the whole line can be made.

        Of two halves, the one that lacks nothing is among them.
        """
        same = (
            variant
            for product in self.products
            if product.category == line.product.category and (line.other or product.pk != line.product_id)
            for variant in product.variants.all()
            if variant.size_id == line.variant.size_id
        )
        return [
            Offer(one.sku, one.product.label, max(0, line.unit_cents - one.price_cents) * line.quantity)
            for one in same
            if self.can.pieces(one) >= line.quantity
        ]


def _settled(short: Shortage, made: dict[str, Composition], kitchen: _Kitchen) -> Settled:
    order = short.order
    ranks = {line.pk: rank for rank, line in enumerate(order.lines.all(), 1)}
    return Settled(
        order=order,
        call=telephone(order.phone),
        missing=[one.label for one in [*short.ingredients, *short.products]],
        lines=[
            Concerned(line, ranks[line.pk], _lacking(short, line, made, kitchen), kitchen.others(line))
            for line in short.lines
        ],
    )


def _lacking(short: Shortage, line: Line, made: dict[str, Composition], kitchen: _Kitchen) -> list[Lacking]:
    """Return what can be done for each missing ingredient of a line; a recipe that changed since offers nothing."""
    piece = made.get(spec_of(line))
    if piece is None:
        return []
    on_it, added = {one.pk for one in piece.ingredients}, {one.pk for one in piece.extras}
    return [
        Lacking(
            ingredient=one,
            offers=kitchen.instead_of(one, piece, line) if one.removable or one.pk in added else [],
            removable=one.removable or one.pk in added,
            cents=_paid(line, one) * line.quantity,
        )
        for one in short.ingredients
        if one.pk in on_it and not one.sold_as_is
    ]


def _paid(line: Line, ingredient: Ingredient) -> int:
    """Return what the line paid for an ingredient as an extra, in cents for each piece."""
    paid = (one["cents"] for one in line.changes if one["sign"] == "+" and one["slug"] == ingredient.slug)
    return next(paid, 0)


def _refused() -> frozenset[tuple[int, int]]:
    return frozenset(Product.refused_extras.through.objects.values_list("product_id", "ingredient_id"))
