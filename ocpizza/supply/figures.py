"""The figures of a week: what the recipes say was used against what the counts say left, and what was wasted.

Expected is what the recipes took for everything sold, after what orders gave back. A count corrects the level by a
variance; counted is expected less that variance: what really left. Losses that were written down are neither, they are
the waste. Summed up by the database, whatever the number of movements.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Sum

from ocpizza.catalog.models import Ingredient
from ocpizza.stock.costs import last_costs, worth
from ocpizza.stock.models import Cause, Movement, Reason
from ocpizza.stores.models import Store
from ocpizza.supply import products
from ocpizza.supply.purchases import SOLD
from ocpizza.supply.weeks import Week

Costs = dict[int, dict[int, int]]
"""Store id → ingredient id → thousandths of a cent for one unit."""


@dataclass(frozen=True)
class Consumption:
    """An ingredient in a week, in thousandths and cents; `counts` is how often it was counted, 0 knows no variance."""

    ingredient: Ingredient
    expected: int
    variance: int
    counts: int
    cents: int

    @property
    def counted(self) -> int | None:
        """What really left, None when nobody counted."""
        return self.expected - self.variance if self.counts else None

    @property
    def more(self) -> int | None:
        """How much more left than the recipes say; negative when less did."""
        return -self.variance if self.counts else None

    @property
    def tenths(self) -> int | None:
        """The same in tenths of a per cent of what was expected; None without either."""
        return round(-1000 * self.variance / self.expected) if self.counts and self.expected else None


@dataclass(frozen=True)
class Waste:
    """What was lost for one cause, in cents, this week and the week before."""

    label: str
    cents: int
    before: int


def figures(stores: Sequence[Store], week: Week) -> dict[str, Any]:
    """Return the figures of these stores: eleven queries and at most four for what was composed."""
    costs = last_costs(stores)
    used = consumption(stores, week, costs)
    counted = [one for one in used if one.counts]
    wasted = waste(stores, week, costs)
    sold = products.ranking(stores, week, costs)
    return {
        "week": week,
        "consumption": used,
        "missing_cents": sum(one.cents for one in counted),
        "counted": len(counted),
        "waste": wasted,
        "waste_cents": sum(one.cents for one in wasted),
        "waste_before": sum(one.before for one in wasted),
        "products": sold,
        "revenue_cents": sum(one.cents for one in sold),
        "revenue_before": sum(one.cents_before for one in sold),
    }


def consumption(stores: Sequence[Store], week: Week, costs: Costs) -> list[Consumption]:
    """Return what was used of each ingredient, what its variance costs most first: two queries."""
    rows = (
        _within(stores, week)
        .filter(reason__in=(*SOLD, Reason.COUNT))
        .values("store_id", "ingredient_id")
        .annotate(
            expected=Sum("quantity", filter=Q(reason__in=SOLD), default=0),
            variance=Sum("quantity", filter=Q(reason=Reason.COUNT), default=0),
            counts=Count("pk", filter=Q(reason=Reason.COUNT)),
        )
        .order_by()
    )
    expected, variance, counts, cents = Counter[int](), Counter[int](), Counter[int](), Counter[int]()
    for row in rows:
        one = row["ingredient_id"]
        expected[one] -= row["expected"]
        variance[one] += row["variance"]
        counts[one] += row["counts"]
        cents[one] += worth(-row["variance"], costs[row["store_id"]].get(one, 0))
    found = [
        Consumption(one, expected[one.pk], variance[one.pk], counts[one.pk], cents[one.pk])
        for one in Ingredient.objects.filter(pk__in=set(expected)).order_by("name")
    ]
    return sorted(found, key=lambda one: -abs(one.cents))


def waste(stores: Sequence[Store], week: Week, costs: Costs) -> list[Waste]:
    """Return what was lost for each cause, the dearest first; what was written off by mistake is not: two queries."""
    now, before = _lost(stores, week, costs), _lost(stores, week.before, costs)
    found = [Waste(_label(cause), now[cause], before[cause]) for cause in now | before]
    return sorted(found, key=lambda one: (-one.cents, -one.before))


def _lost(stores: Sequence[Store], week: Week, costs: Costs) -> Counter[str]:
    """Return cause → cents; a lot that was named costs what was paid for it."""
    rows = _within(stores, week).filter(reason=Reason.LOSS).values("store_id", "ingredient_id", "cause")
    rows = rows.annotate(paid=F("lot__cost_millicents"), total=Sum("quantity")).order_by()
    cents: Counter[str] = Counter()
    for row in rows:
        cost = costs[row["store_id"]].get(row["ingredient_id"], 0) if row["paid"] is None else row["paid"]
        cents[row["cause"]] += worth(-row["total"], cost)
    return cents


def _label(cause: str) -> str:
    return str(Cause(cause).label) if cause else str(Cause.OTHER.label)


def _within(stores: Sequence[Store], week: Week) -> Any:
    return Movement.objects.filter(store__in=[one.pk for one in stores], at__gte=week.start, at__lt=week.end)
