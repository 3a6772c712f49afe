"""The rows of a ticket: what to make, in which words, and the address of its recipe."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from ocpizza.catalog import readings
from ocpizza.orders.models import Line, Order
from ocpizza.orders.shortages import halves
from ocpizza.stores.models import Store


@dataclass(frozen=True)
class Extra:
    """What is added; a double when the recipe has it already."""

    label: str
    double: bool


@dataclass(frozen=True)
class Row:
    """Lines of the same composition, as one; `is_news` when a recipe of it changed since its cook last read it."""

    line: Line
    quantity: int
    address: str
    is_news: bool

    @property
    def without(self) -> list[str]:
        return self.line.without

    @property
    def extras(self) -> list[Extra]:
        recipe = {dose.ingredient.slug for half in halves(self.line) for dose in half.recipe.all()}
        added = [one["slug"] for one in self.line.changes if one["sign"] == "+"]
        labels = zip(added, self.line.extras, strict=True)
        return [Extra(label, slug in recipe) for slug, label in labels]


def rows(lines: Iterable[Line], order: Order, store: Store, read: Mapping[int, int] | None) -> list[Row]:
    """Return the rows of these lines, in their order: only the same composition is counted together."""
    same: dict[tuple[str, bool], list[Line]] = {}
    for line in lines:
        same.setdefault((_spec(line), line.refunded_at is not None), []).append(line)
    return [_row(merged, order, store, read) for merged in same.values()]


def _row(merged: list[Line], order: Order, store: Store, read: Mapping[int, int] | None) -> Row:
    line, quantity = merged[0], sum(one.quantity for one in merged)
    made = [half for half in halves(line) if half.has_recipe]
    news = read is not None and line.refunded_at is None and any(readings.is_news(half, read) for half in made)
    return Row(line, quantity, _address(line, quantity, order, store) if made else "", news)


def _address(line: Line, quantity: int, order: Order, store: Store) -> str:
    asked = {"quantite": quantity, "commande": order.reference}
    if _spec(line) != line.variant.sku:
        asked["composition"] = _spec(line)
    return f"{reverse('kitchen:recipe', args=[store.slug, line.variant.sku])}?{urlencode(asked)}"


def _spec(line: Line) -> str:
    """Return its composition; a line of before compositions were written is the menu's."""
    return line.spec or line.variant.sku
