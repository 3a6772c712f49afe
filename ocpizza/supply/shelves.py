"""The lots of a store: what is left of each and until when it keeps, and for one lot the orders that used it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from ocpizza.orders.models import Order
from ocpizza.stock import lots, recalls
from ocpizza.stock.models import Lot, LotRecall, Reason
from ocpizza.stores.models import Store

SOON = timedelta(days=2)
"""A lot that keeps no longer than this wants to be used now."""

MOST = 200
"""Lots that a search finds, the last ones; what is in stock is shown whole."""


@dataclass(frozen=True)
class Shelved:
    """A lot with what is left of it, in thousandths."""

    lot: Lot
    left: int
    today: date

    @property
    def is_expired(self) -> bool:
        """Whether it has to be taken off the shelf."""
        return self.left > 0 and self.lot.use_by is not None and self.lot.use_by < self.today

    @property
    def is_soon(self) -> bool:
        return self.left > 0 and self.lot.use_by is not None and self.today <= self.lot.use_by <= self.today + SOON


@dataclass(frozen=True)
class Used:
    """An order and how much of a lot it used, in thousandths."""

    order: Order
    quantity: int


def of_store(store: Store, search: str = "") -> dict[str, Any]:
    """Return the lots that are left, what keeps least first; with a search, used ones too: four queries."""
    left = lots.left(store)
    mine = Lot.objects.filter(store=store).select_related("ingredient", "supplier")
    if search:
        words = Q(code__icontains=search) | Q(ingredient__name__icontains=search) | Q(supplier__name__icontains=search)
        mine = mine.filter(words | Q(ingredient__name_en__icontains=search)).order_by("-received_at", "-pk")[:MOST]
    else:
        mine = mine.filter(pk__in=left)
    today = timezone.localdate()
    found = [Shelved(lot, left.get(lot.pk, 0), today) for lot in mine]
    found.sort(key=lambda one: (one.left == 0, one.lot.use_by or date.max, one.lot.received_at))
    return {"store": store, "lots": found, "search": search, "expired": sum(one.is_expired for one in found)}


def of_lot(lot: Lot) -> dict[str, Any]:
    """Return where a lot went, and the orders that used it, the last first: six queries."""
    found = lots.trace([lot])[lot.pk]
    open_recalls = LotRecall.objects.filter(ingredient=lot.ingredient, code__iexact=lot.code, closed_at=None)
    elsewhere = recalls.of_lot(lot.ingredient, lot.code).exclude(store=lot.store) if lot.code else Lot.objects.none()
    gone = [(Reason(reason).label, quantity) for reason, quantity in found.gone.items()]
    return {
        "store": lot.store,
        "lot": lot,
        "shelved": Shelved(lot, found.remaining, timezone.localdate()),
        "trace": found,
        "gone": gone,
        "orders": used(found.orders),
        "open_recall": open_recalls.first() if lot.code else None,
        "elsewhere": Store.objects.filter(pk__in=elsewhere.values("store")).count(),
    }


def used(orders: dict[str, int]) -> list[Used]:
    """Return the orders of these references with what each used: what is not handed over first, then the last."""
    found = Order.objects.filter(reference__in=orders).select_related("store").order_by("-day", "-number")
    return sorted((Used(one, orders[one.reference]) for one in found), key=lambda one: one.order.is_over)
