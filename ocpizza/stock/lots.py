"""Which lot is left and which orders used it, derived from the ledger by first in, first out; nothing of it is kept.

Nobody scans a lot when making a pizza. We assume what food hygiene asks of a kitchen: what came first is used first.
A lot stands in the queue where its own movement (the one that names it and adds) stands in the ledger; ahead of it is
the level that it found. What leaves afterwards eats the front of the queue, whatever the reason, except that a loss or
a transfer that names a lot eats that lot, and only beyond what the lot has, the front. What arrives joins the end, a
count that finds more too. What an order gave back undoes what it took, the latest first, as if it had never been
taken: a cancelled order used nothing. So do a loss taken back, and a transfer that is cancelled or comes short.
The ledger's order is that of its keys, which are given under the level's lock.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Min, Sum

from ocpizza.catalog.models import Ingredient
from ocpizza.stock.models import Level, Lot, Movement, Reason
from ocpizza.stores.models import Store

ARRIVALS = (Reason.RECEIPT, Reason.ARRIVED, Reason.COUNT)
"""What puts something on the shelf; anything else that adds undoes a movement of the same reference."""

BY_NAME = (Reason.LOSS, Reason.SENT)
"""What may take from a lot that it names."""

BEFORE = 0
"""The layer of what was there before the first lot that is looked at; no lot has this key."""


class Row(NamedTuple):
    """What a movement says of the queue."""

    pk: int
    store_id: int
    quantity: int
    reason: str
    reference: str
    lot_id: int | None


@dataclass
class Trace:
    """Where a lot went, in thousandths: what is left, what each order used, and what left for another reason."""

    remaining: int = 0
    orders: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)

    @property
    def used(self) -> int:
        """What the orders used, all together."""
        return self.orders.total()


class Queue:
    """Layers of one ingredient on a shelf, the oldest first: key → thousandths, never a layer of nothing."""

    def __init__(self, before: int) -> None:
        self.layers = {BEFORE: before} if before > 0 else {}

    def arrive(self, layer: int, quantity: int) -> None:
        """Put a layer at the end."""
        self.layers[layer] = quantity

    def leave(self, quantity: int, named: int | None) -> list[tuple[int, int]]:
        """Take from the named layer, then from the front; return the layers and how much of each went."""
        eaten = [self._eat(named, quantity)] if named is not None and named in self.layers else []
        while self.layers and (rest := quantity - sum(part for _layer, part in eaten)) > 0:
            eaten.append(self._eat(next(iter(self.layers)), rest))
        return eaten

    def _eat(self, layer: int, quantity: int) -> tuple[int, int]:
        part = min(self.layers[layer], quantity)
        self.layers[layer] -= part
        if not self.layers[layer]:
            del self.layers[layer]
        return layer, part


def left(store: Store) -> dict[int, int]:
    """Return lot id → thousandths left of it, for the lots of which something is left: three queries."""
    known = Lot.objects.filter(store=store).values("ingredient")
    return {lot: kept for layers in _layers(store, known).values() for lot, kept in layers if lot}


def first_out(store: Store, ingredient: Ingredient, quantity: int) -> list[tuple[Lot | None, int]]:
    """Return which lots a quantity comes from, what came first before the rest: None is of no lot. Four queries.

    No more is returned than there is; the caller has locked the level.
    """
    layers = _layers(store, [ingredient.pk]).get(ingredient.pk, [])
    named = Lot.objects.in_bulk([lot for lot, _kept in layers if lot])
    parts: Counter[int | None] = Counter()
    for lot, kept in layers:
        parts[lot] += min(kept, quantity - parts.total())
    return [(named[lot] if lot else None, part) for lot, part in parts.items() if part]


def _layers(store: Store, ingredients: Any) -> dict[int, list[tuple[int | None, int]]]:
    """Return ingredient id → what its shelf is made of, the oldest first: lot id and thousandths. Three queries.

    By first in, first out the shelf holds what came last: the level is filled with the arrivals from the newest one
    back, each less what was taken from it by name; what no arrival explains was there before them all.
    """
    here = Movement.objects.filter(store=store, ingredient__in=ingredients)
    arrivals = here.filter(quantity__gt=0, reason__in=ARRIVALS).order_by("-pk")
    by_name = here.filter(reason__in=BY_NAME, lot__isnull=False).values_list("lot_id").annotate(total=Sum("quantity"))
    taken: dict[int | None, int] = dict(by_name.order_by())
    levels = Level.objects.filter(store=store, ingredient__in=ingredients)
    room = dict(levels.values_list("ingredient_id", "quantity"))
    found: defaultdict[int, list[tuple[int | None, int]]] = defaultdict(list)
    for lot, ingredient, quantity in arrivals.values_list("lot_id", "ingredient_id", "quantity"):
        most = max(0, quantity + taken.get(lot, 0))
        if kept := min(most, room.get(ingredient, 0)):
            room[ingredient] -= kept
            found[ingredient].append((lot, kept))
    for ingredient, rest in room.items():
        found[ingredient].append((None, rest))
    return {one: layers[::-1] for one, layers in found.items()}


def trace(lots: Sequence[Lot]) -> dict[int, Trace]:
    """Return lot id → where it went, for lots of one ingredient, in any stores: two queries."""
    found = {lot.pk: Trace() for lot in lots}
    own = Movement.objects.filter(lot__in=found, quantity__gt=0, reason__in=ARRIVALS)
    starts = dict(own.values_list("lot_id").annotate(first=Min("pk")).order_by())
    if not starts:
        return found
    movements = defaultdict(list)
    begun = [lot for lot in lots if lot.pk in starts]
    for row in _since(min(starts.values()), begun):
        movements[row.store_id].append(row)
    for store, rows in movements.items():
        oldest = min((lot for lot in begun if lot.store_id == store), key=lambda lot: starts[lot.pk])
        _replay([row for row in rows if row.pk >= starts[oldest.pk]], oldest.before, found)
    return found


def _since(start: int, lots: Sequence[Lot]) -> Iterator[Row]:
    stores = {lot.store_id for lot in lots}
    later = Movement.objects.filter(store__in=stores, ingredient=lots[0].ingredient_id, pk__gte=start)
    return map(Row._make, later.order_by("pk").values_list(*Row._fields))


def _replay(rows: Sequence[Row], before: int, found: dict[int, Trace]) -> None:
    """Let the ledger happen again, and note what became of the lots asked for."""
    kept, given_back = netted(rows)
    queue = Queue(before + given_back)
    for row in kept:
        if row.quantity > 0:
            queue.arrive(row.lot_id or -row.pk, row.quantity)
            continue
        for layer, quantity in queue.leave(-row.quantity, row.lot_id):
            if layer in found:
                _note(found[layer], row, quantity)
    for layer, quantity in queue.layers.items():
        if layer in found:
            found[layer].remaining = quantity


def _note(trace: Trace, row: Row, quantity: int) -> None:
    if row.reason == Reason.ORDER:
        trace.orders[row.reference] += quantity
    else:
        trace.gone[row.reason] += quantity


def netted(rows: Sequence[Row]) -> tuple[list[Row], int]:
    """Return the rows without what was undone, and how much was undone of what left before the first row."""
    credit: Counter[tuple[str, str]] = Counter()
    kept = []
    for row in reversed(rows):
        kind = (Reason.ORDER if row.reason == Reason.GIVE_BACK else row.reason, row.reference)
        if row.quantity > 0 and row.reason not in ARRIVALS:
            credit[kind] += row.quantity
        elif row.quantity < 0:
            undone = min(credit[kind], -row.quantity)
            credit[kind] -= undone
            kept.append(row._replace(quantity=row.quantity + undone))
        else:
            kept.append(row)
    return [row for row in reversed(kept) if row.quantity], credit.total()
