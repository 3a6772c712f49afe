"""Accepted orders that need what was declared out since: what the counter settles and the kitchen waits for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Sum, prefetch_related_objects
from django.utils import timezone

from ocpizza.catalog.models import Dose, Ingredient, Product
from ocpizza.orders.flow import Status
from ocpizza.orders.models import Line, Order
from ocpizza.stock.models import Movement, Outage, out_at
from ocpizza.stores.models import Store

NOT_BAKED = (Status.AWAITING_PREPARATION, Status.UNDER_MODIFICATION, Status.IN_PREPARATION)
"""Where an order still needs what it holds: from the oven on, nothing can lack any more."""


@dataclass(frozen=True)
class Shortage:
    """An order with the ingredients and products it needs that are out, and the lines that need them."""

    order: Order
    ingredients: list[Ingredient]
    products: list[Product]
    lines: list[Line]


def needing(store: Store) -> list[Shortage]:
    """Return the orders of a store that need what is out there, by start-by time, lines and recipes fetched along.

    One query while nothing is out; five when something is, whatever the number of orders.
    """
    out = declared(store)
    if not out:
        return []
    orders = list(Order.objects.filter(store=store, status__in=NOT_BAKED).order_by("start_by", "pk").with_lines())
    fetch_recipes(line for order in orders for line in order.lines.all())
    return among(orders, out)


def declared(store: Store) -> list[Outage]:
    """Return what is declared out in the store now, latest first, with the thing, who said so and the recall."""
    lasting = Outage.objects.filter(out_at(timezone.now()), store=store, ended_at=None)
    return list(lasting.select_related("ingredient", "product", "who", "recall").order_by("-out_since", "-pk"))


def fetch_recipes(lines: Iterable[Line], products: Iterable[Product] = ()) -> None:
    """Fetch the recipes of these lines, of both halves, and of more products along: one query."""
    found = [half for line in lines for half in halves(line)]
    doses = Dose.objects.select_related("ingredient").order_by("position")
    prefetch_related_objects([*found, *products], Prefetch("recipe", doses))


def among(orders: Sequence[Order], out: Sequence[Outage]) -> list[Shortage]:
    """Return the shortages among these orders, whose lines and recipes were fetched along: one query.

    What an order holds is told by the ledger, not by today's recipe: what was taken is what it waits for.
    """
    waiting = [order for order in orders if order.status in NOT_BAKED]
    ingredients = {one.ingredient.pk: one.ingredient for one in out if one.ingredient}
    products = {one.product.pk: one.product for one in out if one.product}
    holding = _holding(waiting, ingredients) if waiting and ingredients else set()
    found = []
    for order in waiting:
        lacking = [one for pk, one in ingredients.items() if (order.reference, pk) in holding]
        lines = [line for line in order.lines.all() if line.refunded_at is None]
        gone = [one for pk, one in products.items() if any(pk in _products(line) for line in lines)]
        if lacking or gone:
            found.append(Shortage(order, lacking, gone, _concerned(lines, lacking, gone)))
    return found


def ingredients_on(line: Line) -> dict[str, str]:
    """Return slug → label of what goes on a line: the recipes of its halves, less the removals, and the extras."""
    signs = {one["slug"]: one["sign"] for one in line.changes}
    recipe = [dose.ingredient for half in halves(line) for dose in half.recipe.all()]
    kept = {one.slug: one.label for one in recipe if signs.get(one.slug) != "-"}
    added = [one["slug"] for one in line.changes if one["sign"] == "+"]
    return kept | dict(zip(added, line.extras, strict=True))


def halves(line: Line) -> list[Product]:
    """Return the one product of a line, or the two of its halves."""
    return [line.product, line.other.product] if line.other else [line.product]


def _holding(orders: Iterable[Order], ingredients: Iterable[int]) -> set[tuple[str, int]]:
    """Return (reference, ingredient) of what these orders took and did not give back."""
    references = [order.reference for order in orders]
    moved = Movement.objects.filter(reference__in=references, ingredient__in=list(ingredients))
    sums = moved.values_list("reference", "ingredient_id").annotate(total=Sum("quantity"))
    return {(reference, ingredient) for reference, ingredient, total in sums if total < 0}


def _concerned(lines: list[Line], ingredients: list[Ingredient], products: list[Product]) -> list[Line]:
    """Return the lines that need what is out; all of them when the recipe was changed since and names none."""
    slugs, gone = {one.slug for one in ingredients}, {one.pk for one in products}
    return [line for line in lines if slugs & ingredients_on(line).keys() or gone & _products(line)] or lines


def _products(line: Line) -> set[int]:
    return {half.pk for half in halves(line)}
