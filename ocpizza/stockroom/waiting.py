"""What accepted orders hold that the kitchen has not started: out of the level, and still on the shelf."""

from typing import NamedTuple

from django.db.models import Count, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from ocpizza.catalog.models import Ingredient
from ocpizza.orders.flow import STOCK_COMES_BACK_FROM
from ocpizza.orders.models import Order
from ocpizza.stock.models import Level, Movement
from ocpizza.stores.models import Store


class Held(NamedTuple):
    """Thousandths of an ingredient, and for how many orders."""

    quantity: int = 0
    orders: int = 0


NOTHING = Held()


def held(store: Store) -> dict[int, Held]:
    """Return ingredient id → what waiting orders hold of it; what none holds is missing. One query."""
    totals = _taken(store).values("ingredient_id")
    counted = totals.annotate(total=Sum("quantity"), orders=Count("reference", distinct=True)).order_by()
    return {row["ingredient_id"]: Held(-row["total"], row["orders"]) for row in counted if row["total"]}


def on_shelf(store: Store, ingredient: Ingredient) -> int:
    """Return what should lie on the shelf, in thousandths: the level, and what waiting orders hold.

    One statement reads both, so that an order placed meanwhile is in both or in neither.
    """
    taken = _taken(store).filter(ingredient=ingredient).order_by().values("ingredient")
    total = Subquery(taken.annotate(total=Sum("quantity")).values("total"))
    levels = Level.objects.filter(store=store, ingredient=ingredient).annotate(taken=Coalesce(total, 0))
    found = levels.values_list("quantity", "taken").first()
    return found[0] - found[1] if found else 0


def _taken(store: Store) -> QuerySet[Movement]:
    """Return the movements of the orders that wait."""
    waiting = Order.objects.filter(store=store, status__in=sorted(STOCK_COMES_BACK_FROM))
    return Movement.objects.filter(store=store, reference__in=waiting.values("reference")).exclude(reference="")
