"""What accepted orders hold that the kitchen has not started: out of the level, and still on the shelf."""

from typing import NamedTuple

from django.db.models import Count, Sum

from ocpizza.orders.flow import STOCK_COMES_BACK_FROM
from ocpizza.orders.models import Order
from ocpizza.stock.models import Movement
from ocpizza.stores.models import Store


class Held(NamedTuple):
    """Thousandths of an ingredient, and for how many orders."""

    quantity: int = 0
    orders: int = 0


NOTHING = Held()


def held(store: Store) -> dict[int, Held]:
    """Return ingredient id → what waiting orders hold of it; what none holds is missing. One query."""
    waiting = Order.objects.filter(store=store, status__in=sorted(STOCK_COMES_BACK_FROM))
    taken = Movement.objects.filter(store=store, reference__in=waiting.values("reference")).exclude(reference="")
    totals = taken.values("ingredient_id").annotate(total=Sum("quantity"), orders=Count("reference", distinct=True))
    return {row["ingredient_id"]: Held(-row["total"], row["orders"]) for row in totals.order_by() if row["total"]}
