"""What to buy for a day: what leaves until its end, up to the threshold, less what is there, good, and on its way.

The rule, as the page says it: a day takes what the same weekday took on average over the last four weeks, counting the
days on which the store sold anything; what is left of today, what used to leave after this hour. Without such a day
the threshold alone decides.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, Sum
from django.utils import timezone

from ocpizza.catalog.models import Ingredient
from ocpizza.stock import lots
from ocpizza.stock.costs import worth
from ocpizza.stock.models import Level, Lot, Movement, Offer, Reason, Supplier, Transfer
from ocpizza.stores.hours import midnight
from ocpizza.stores.models import Store

WEEKS = 4
UNIT = 1000  # thousandths: an average is rounded up to a whole gram, millilitre or piece
MIDNIGHT = time()
SOLD = (Reason.ORDER, Reason.GIVE_BACK)


@dataclass(frozen=True)
class Expected:
    """What leaves until the end of a day: ingredient id → thousandths; `days` is how many days that was learnt from."""

    day: date
    days: int
    needs: Mapping[int, int]


@dataclass(frozen=True)
class Wanted:
    """One ingredient of which there will be too little; `offer` is None when no supplier of the store sells it.

    `level` is what is there and still good on the day.
    """

    ingredient: Ingredient
    level: int
    threshold: int
    expected: int
    under_way: int
    offer: Offer | None
    packs: int

    @property
    def missing(self) -> int:
        """What is lacking, in thousandths of the unit."""
        return self.expected + self.threshold - self.level - self.under_way

    @property
    def quantity(self) -> int:
        """What the packs hold together."""
        return self.packs * self.offer.pack if self.offer else self.missing

    @property
    def cents(self) -> int:
        return worth(self.quantity, self.offer.cost_millicents) if self.offer else 0


@dataclass(frozen=True)
class Basket:
    """What to order from one supplier."""

    supplier: Supplier
    wanted: list[Wanted]

    @property
    def cents(self) -> int:
        return sum(one.cents for one in self.wanted)


def expected(store: Store, day: date, since: datetime | None = None) -> Expected:
    """Return what is expected to leave from an instant, or the day's beginning, to the end of a day: one query.

    Each day of the span takes what its weekday took on average; the first one, what used to leave after this hour.
    """
    begin = timezone.localtime(since) if since else midnight(day)
    span = [begin.date() + timedelta(days=ahead) for ahead in range((day - begin.date()).days + 1)]
    earliest, latest = span[0] - timedelta(weeks=WEEKS), day - timedelta(weeks=1)
    sold = Movement.objects.filter(store=store, reason__in=SOLD)
    sold = sold.filter(at__gte=midnight(earliest), at__lt=midnight(latest + timedelta(days=1)))
    past = {(rank, back): one - timedelta(weeks=back) for rank, one in enumerate(span) for back in range(1, WEEKS + 1)}
    whole = {f"whole_{rank}_{back}": Sum("quantity", filter=_within(one)) for (rank, back), one in past.items()}
    after = begin.time()
    late = {f"late_0_{back}": Sum("quantity", filter=_within(past[0, back], after)) for back in range(1, WEEKS + 1)}
    rows: list[Any] = list(sold.values("ingredient_id").annotate(**whole, **late).order_by())
    known = [(rank, back) for rank, back in past if any(row[f"whole_{rank}_{back}"] is not None for row in rows)]
    needs: Counter[int] = Counter()
    for row in rows:
        for rank in range(len(span)):
            needs[row["ingredient_id"]] += _average(row, rank, [back for at, back in known if at == rank])
    return Expected(day, len(known), {one: amount for one, amount in needs.items() if amount})


def _average(row: Mapping[str, Any], rank: int, backs: Sequence[int]) -> int:
    """Return what one day of the span takes of a row's ingredient, rounded up to a whole unit."""
    taken = -sum(row[f"{'whole' if rank else 'late'}_{rank}_{back}"] or 0 for back in backs)
    parts = len(backs) * UNIT
    return -(-taken // parts) * UNIT if taken > 0 else 0


def suggestion(store: Store, day: date, since: datetime | None = None) -> dict[str, Any]:
    """Return what to buy for a day, by supplier, and what nobody sells to this store: ten queries.

    The level is the one of now: give `since` now, so that what leaves until that day counts, and what has left not.
    """
    found = expected(store, day, since)
    moving = dict(
        Transfer.objects.filter(receiver=store, received_at=None, cancelled_at=None)
        .values_list("ingredient_id")
        .annotate(total=Sum("quantity"))
        .order_by()
    )
    sold = _offers(store)
    levels = list(Level.objects.filter(store=store).select_related("ingredient").order_by("ingredient__name"))
    needs, spoilt = found.needs, _past_use_by(store, day)
    every = [
        _wanted(one, one.quantity - spoilt[one.ingredient_id], needs.get(one.ingredient_id, 0), moving, sold)
        for one in levels
    ]
    wanted = [one for one in every if one.missing > 0]
    baskets = defaultdict(list)
    for one in wanted:
        if one.offer:
            baskets[one.offer.supplier].append(one)
    shown = [Basket(supplier, lines) for supplier, lines in sorted(baskets.items(), key=lambda pair: pair[0].name)]
    return {
        "store": store,
        "day": day,
        "expected": found,
        "baskets": shown,
        "nobody": [one for one in wanted if not one.offer],
        "cents": sum(basket.cents for basket in shown),
        "suppliers": list(store.suppliers.filter(archived=False).prefetch_related("offers")),
        "thresholds": any(level.threshold is not None for level in levels),
    }


def _within(day: date, begin: time = MIDNIGHT) -> Q:
    return Q(at__gte=timezone.make_aware(datetime.combine(day, begin)), at__lt=midnight(day + timedelta(days=1)))


def _offers(store: Store) -> dict[int, list[Offer]]:
    sold = defaultdict(list)
    offers = Offer.objects.filter(supplier__stores=store, supplier__archived=False).select_related("supplier")
    for offer in offers.order_by("supplier__name"):
        sold[offer.ingredient_id].append(offer)
    return sold


def _past_use_by(store: Store, day: date) -> Counter[int]:
    """Return ingredient id → what is on the shelf and will no longer be good on this day."""
    left, total = lots.left(store), Counter[int]()
    for lot, ingredient in Lot.objects.filter(pk__in=left, use_by__lt=day).order_by().values_list("pk", "ingredient"):
        total[ingredient] += left[lot]
    return total


def _wanted(
    level: Level, good: int, expected: int, moving: Mapping[int, int], sold: Mapping[int, list[Offer]]
) -> Wanted:
    threshold, under_way = level.threshold or 0, moving.get(level.ingredient_id, 0)
    missing = max(0, expected + threshold - good - under_way)
    offer, packs = _cheapest(missing, sold.get(level.ingredient_id, []))
    return Wanted(level.ingredient, good, threshold, expected, under_way, offer, packs)


def _cheapest(missing: int, offers: list[Offer]) -> tuple[Offer | None, int]:
    """Return the offer that covers what is missing for the least money, in whole packs, and how many of them."""
    priced = [(-(-missing // offer.pack), offer) for offer in offers]
    if not priced:
        return None, 0
    packs, offer = min(priced, key=lambda pair: (pair[0] * pair[1].pack * pair[1].cost_millicents, pair[0]))
    return offer, packs
