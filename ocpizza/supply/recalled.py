"""What a recall means in each store: what is left to take off the shelf, and whom to call."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from ocpizza.stock import lots, recalls
from ocpizza.stock.models import Lot, LotRecall, Outage
from ocpizza.stores.models import Store
from ocpizza.supply import shelves
from ocpizza.supply.shelves import Used


@dataclass(frozen=True)
class Place:
    """A store of a recall; `orders` is None for who does not lead it, and `used_by` still says how many there are."""

    store: Store
    received: int
    left: int
    expected: bool
    is_out: bool
    used_by: int
    orders: list[Used] | None

    @property
    def is_done(self) -> bool:
        return not (self.is_out or self.left or self.expected)

    @property
    def to_call(self) -> int:
        """How many orders that used it the customer has not got yet, or may be eating."""
        return sum(not one.order.is_over for one in self.orders or ())


def picture(recall: LotRecall, led: Collection[str]) -> dict[str, Any]:
    """Return the recall store by store, with the orders of the stores of these slugs: seven queries."""
    batches = list(recalls.of_lot(recall.ingredient, recall.code))
    traces = lots.trace(batches)
    road = set(recalls.on_the_road(recall.ingredient, recall.code).values_list("receiver_id", flat=True))
    out = set(Outage.objects.filter(recall=recall, ended_at=None).values_list("store_id", flat=True))
    stores = sorted(recalls.holders(recall.ingredient, recall.code), key=lambda one: one.name)
    mine = [lot for lot in batches if lot.store_id in {one.pk for one in stores if one.slug in led}]
    orders = shelves.used(_all(traces[lot.pk].orders for lot in mine))
    places = [
        Place(
            store=store,
            received=sum(lot.quantity for lot in batches if lot.store_id == store.pk),
            left=sum(traces[lot.pk].remaining for lot in batches if lot.store_id == store.pk),
            expected=store.pk in road,
            is_out=store.pk in out,
            used_by=len(_all(traces[lot.pk].orders for lot in batches if lot.store_id == store.pk)),
            orders=[one for one in orders if one.order.store_id == store.pk] if store.slug in led else None,
        )
        for store in stores
    ]
    return {"recall": recall, "places": places, "done": sum(one.is_done for one in places)}


def of_store(store: Store) -> list[LotRecall]:
    """Return the recalls that concern this store, the open ones first, then the last: one query."""
    mine = Lot.objects.filter(store=store, ingredient=OuterRef("ingredient"))
    # written out: on SQLite iexact against a column takes _ and % of the code for jokers
    received = mine.alias(spelt=Lower("code")).filter(spelt=Lower(OuterRef("code")))
    was_out = Outage.objects.filter(store=store, recall=OuterRef("pk"))
    found = LotRecall.objects.filter(Q(Exists(received)) | Q(Exists(was_out))).select_related("ingredient", "who")
    return sorted(found, key=lambda one: one.closed_at is not None)


def _all(counts: Any) -> dict[str, int]:
    total: dict[str, int] = {}
    for one in counts:
        for reference, quantity in one.items():
            total[reference] = total.get(reference, 0) + quantity
    return total
