"""Movements as people read them: signed quantities, who, why, and the level that each one left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from ocpizza.stock.amounts import said, signed
from ocpizza.stock.models import Level, Movement
from ocpizza.stores.models import Store

LONGEST_WRITE = timedelta(minutes=5)
"""A movement bears the time its transaction began: one that was written later is at most so much older."""


@dataclass(frozen=True)
class Entry:
    """One line of the ledger; `left` is the level after it, in thousandths, when it was asked for."""

    movement: Movement
    left: int | None = None

    @property
    def quantity(self) -> str:
        return signed(self.movement.quantity, self.movement.ingredient.unit)

    @property
    def amount(self) -> str:
        """Without its sign, for a line that says in words which way it went."""
        return said(abs(self.movement.quantity), self.movement.ingredient.unit)

    @property
    def level(self) -> str:
        return "" if self.left is None else said(self.left, self.movement.ingredient.unit, most=None)

    @property
    def goes_out(self) -> bool:
        return self.movement.quantity < 0


@dataclass(frozen=True)
class Check:
    """Whether the movements of an ingredient make its level."""

    level: Level
    total: int

    @property
    def holds(self) -> bool:
        return self.level.quantity == self.total

    @property
    def level_said(self) -> str:
        return said(self.level.quantity, self.level.ingredient.unit, most=None)

    @property
    def total_said(self) -> str:
        return said(self.total, self.level.ingredient.unit, most=None)


def written(movements: Iterable[Movement]) -> list[Entry]:
    """Return the entries of these movements; those read by `running` say the level that each one left."""
    return [Entry(one, getattr(one, "left", None)) for one in movements]


def running(movements: QuerySet[Movement]) -> QuerySet[Movement]:
    """Add to each movement the level it left: today's less all that came after, whatever filter is in force."""
    later = Movement.objects.filter(
        store=OuterRef("store"),
        ingredient=OuterRef("ingredient"),
        at__gte=OuterRef("at") - LONGEST_WRITE,
        pk__gt=OuterRef("pk"),
    )
    since = later.order_by().values("ingredient").annotate(total=Sum("quantity")).values("total")
    level = Level.objects.filter(store=OuterRef("store"), ingredient=OuterRef("ingredient")).values("quantity")
    return movements.annotate(left=Coalesce(Subquery(level), 0) - Coalesce(Subquery(since), 0))


def checks(store: Store) -> list[Check]:
    """Return for each ingredient of the store its level and the sum of its movements: two queries."""
    totals = dict(
        Movement.objects.filter(store=store).values_list("ingredient").annotate(total=Sum("quantity")).order_by()
    )
    levels = store.levels.select_related("ingredient")
    return [Check(level, totals.get(level.ingredient_id, 0)) for level in levels]
