"""What a store can make instead of a line of the basket that it cannot: fewer, without something, in another size."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from ocpizza.catalog import compositions
from ocpizza.catalog.compositions import Composition, Spec
from ocpizza.catalog.models import Ingredient, Variant
from ocpizza.stock.feasible import Shelf

MOST_LEFT_OFF = 2
"""Ingredients of a recipe that are offered to do without; with fewer it is another pizza."""


@dataclass(frozen=True)
class Short:
    """A line that cannot be made as it stands; `can` is the shelf as the other lines of the basket leave it."""

    composition: Composition
    quantity: int
    can: Shelf


@dataclass(frozen=True)
class Offer:
    """What one tap puts in place of the line, so many pieces of `composition`; `label` says what differs."""

    composition: Composition
    quantity: int
    label: str

    @property
    def total_cents(self) -> int:
        return self.composition.price_cents * self.quantity


def offers(lines: Sequence[Short]) -> list[list[Offer]]:
    """Return what can be had instead of each line, best first: no query without lines, three to five with some."""
    if not lines:
        return []
    sizes = _sizes(lines)
    wanted = [(_without(line), list(_other_sizes(line, sizes))) for line in lines]
    found = compositions.resolve({str(spec) for ways in wanted for specs in ways for spec in specs})
    return [_possible(line, ways, found) for line, ways in zip(lines, wanted, strict=True)]


def _possible(
    line: Short, ways: tuple[Sequence[Spec], Sequence[Spec]], found: Mapping[str, Composition]
) -> list[Offer]:
    """Keep what can be made; of the ways to do without something, the one that changes least."""
    without, sizes = ([found[str(spec)] for spec in specs if str(spec) in found] for specs in ways)
    can_be_had = [one for one in without if line.can.pieces(one) >= line.quantity][:1]
    can_be_had += [one for one in sizes if line.can.pieces(one) >= line.quantity]
    return [_offer(line, one) for one in can_be_had]


def _offer(line: Short, composition: Composition) -> Offer:
    before, size = line.composition, composition.variant.size
    if size and size.pk != before.variant.size_id:
        return Offer(composition, line.quantity, _("En %(size)s") % {"size": size.label})
    stays = {one.pk for one in composition.ingredients}
    off = [one.label for one in before.ingredients if one.pk not in stays]
    single = [one.label for one in before.extras if one.pk in stays and one not in composition.extras]
    words = [_("Sans %(ingredients)s") % {"ingredients": _(" ni ").join(off)}] if off else []
    words += [_("Sans double %(ingredients)s") % {"ingredients": _(" ni ").join(single)}] if single else []
    return Offer(composition, line.quantity, ", ".join(words))


def _without(line: Short) -> list[Spec]:
    """Return the line without the extras that lack, then without what lacks of the recipe too where that may be."""
    lacks = {one.pk for one in _lacking(line, line.composition)}
    plain = replace(line.composition, extras=tuple(one for one in line.composition.extras if one.pk not in lacks))
    ways = [plain] if plain != line.composition else []
    recipe = _lacking(line, plain)
    if 0 < len(recipe) <= MOST_LEFT_OFF and all(one.removable and not one.sold_as_is for one in recipe):
        ways.append(replace(plain, without=(*plain.without, *recipe)))
    return [compositions.read(one.spec) for one in ways]


def _lacking(line: Short, composition: Composition) -> list[Ingredient]:
    needs, left = composition.needs(), line.can.left
    return [one for one in composition.ingredients if left.get(one.pk, 0) < needs[one.pk] * line.quantity]


def _sizes(lines: Sequence[Short]) -> dict[int, dict[int, str]]:
    """Return product id → size id → sku, of the products of these lines."""
    products = {product.pk for line in lines for product in line.composition.products}
    sizes: dict[int, dict[int, str]] = {}
    rows = Variant.objects.filter(product__in=products, size__isnull=False).order_by("size__coefficient_tenths")
    for product, size, sku in rows.values_list("product_id", "size_id", "sku"):
        sizes.setdefault(product, {})[size] = sku
    return sizes


def _other_sizes(line: Short, sizes: Mapping[int, Mapping[int, str]]) -> Iterable[Spec]:
    """Return the line in its other sizes, the nearest smaller one first."""
    left, *right = [sizes.get(product.pk, {}) for product in line.composition.products]
    spec, own = compositions.read(line.composition.spec), line.composition.variant.size_id
    order = list(left)
    before = order[: order.index(own)] if own in order else []
    for size in [*reversed(before), *order[len(before) + 1 :]]:
        if all(size in half for half in right):
            yield spec._replace(sku=left[size], other=right[0][size] if right else "")
