"""Four weeks that a store has behind it: ordered, delivered, lost and counted, up to the level that it has now.

Each delivery brings what its days take, and the last one what is missing to today's level: every level is the sum of
its movements, and only one lot is past its date. The same store has the same past, whatever the day it is loaded.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from ocpizza.accounts.models import Assignment, Role
from ocpizza.catalog.models import Ingredient
from ocpizza.demo import evenings, suppliers
from ocpizza.demo.evenings import Staff, somebody
from ocpizza.demo.larder import Foodstuff
from ocpizza.stock.models import Cause, Level, Lot, Reason, Supplier
from ocpizza.stores.models import Store

DELIVERIES = (28, 21, 14, 7, 1)  # days ago, in the morning, before the first order
MORNING, AFTERNOON, NIGHT = time(9), time(15, 30), time(22, 45)
STALE = ("rouen-centre", "chicken")  # its last lot is past its date, and some of it is left
LOST, COUNTED = 4, 10  # ingredients between two deliveries
CAUSES = (Cause.EXPIRED, Cause.BURNT, Cause.BURNT, Cause.DROPPED, Cause.SPOILT, Cause.STAFF)
AT_ONCE = 500  # rows of one statement


class Move(NamedTuple):
    """A movement, its columns in the order of `COLUMNS`."""

    ingredient: int
    quantity: int
    reason: str
    at: datetime
    reference: str = ""
    who: int | None = None
    cause: str = ""
    lot: int | None = None


COLUMNS = "ingredient_id, quantity, reason, at, reference, who_id, cause, lot_id"


@dataclass(frozen=True)
class World:
    """What a past is made from; `foods` is ingredient id → foodstuff, `firms` supplier name → id."""

    store: Store
    today: date
    chance: random.Random
    foods: Mapping[int, Foodstuff]
    firms: Mapping[str, int]
    staff: Staff

    def ago(self, days: int, at: time) -> datetime:
        """Return an instant of a past day, by the clock of the stores."""
        return timezone.make_aware(datetime.combine(self.today - timedelta(days), at))

    def who(self, role: Role) -> int | None:
        return somebody(self.staff, role, self.chance)


def write(store: Store, closing: Mapping[str, int]) -> None:
    """Give a store without stock its past and its levels; `closing` is ingredient slug → units that it has now."""
    world = _world(store)
    ids = {food.slug: one for one, food in world.foods.items()}
    wanted = {ids[slug]: units * 1000 for slug, units in closing.items()}
    moves = [
        Move(one, -amount, Reason.ORDER, taken.at, taken.reference)
        for taken in evenings.write(store, world.today, world.chance, world.staff)
        for one, amount in sorted(taken.needs.items())
    ]
    moves += [move for first, next_one in _weeks() for move in _waste(world, moves, first, next_one)]
    lots = _deliveries(world, moves, wanted)
    moves += _receipts(world, Lot.objects.bulk_create(lots))
    moves += _cleared(world, moves, wanted)
    _insert(store, sorted(moves, key=lambda move: move.at))
    Level.objects.bulk_create(_level(world, one, amount) for one, amount in wanted.items())


def _level(world: World, ingredient: int, quantity: int) -> Level:
    threshold = suppliers.threshold_of(world.foods[ingredient]) * 1000
    return Level(store=world.store, ingredient_id=ingredient, quantity=quantity, threshold=threshold)


def _world(store: Store) -> World:
    staff: dict[Role, list[int]] = defaultdict(list)
    for role, user in Assignment.objects.filter(store=store).order_by("user").values_list("role", "user"):
        staff[Role(role)].append(user)
    known = Ingredient.objects.filter(slug__in=suppliers.FOODS).order_by("pk")
    return World(
        store=store,
        today=timezone.localdate(),
        chance=random.Random(store.slug),
        foods={pk: suppliers.FOODS[slug] for pk, slug in known.values_list("pk", "slug")},
        firms=dict(Supplier.objects.values_list("name", "pk")),
        staff=staff,
    )


def _weeks() -> Iterable[tuple[int, int]]:
    """Return the deliveries, each with the next one: days ago; the days before today end with today."""
    return zip(DELIVERIES, [*DELIVERIES[1:], 0], strict=True)


def _used(world: World, moves: Iterable[Move], first: int, next_one: int) -> Counter[int]:
    """Return what leaves between two deliveries: ingredient id → thousandths."""
    since, until = world.ago(first, MORNING), world.ago(next_one, MORNING)
    used: Counter[int] = Counter()
    for move in moves:
        if since <= move.at < until:
            used[move.ingredient] -= move.quantity
    return used


def _waste(world: World, moves: Sequence[Move], first: int, next_one: int) -> list[Move]:
    """Return what is lost between two deliveries, and what a count before the next one misses: whole units."""
    chance, used = world.chance, _used(world, moves, first, next_one)
    several = sorted(one for one, amount in used.items() if amount > 20_000)
    found = []
    for one in chance.sample(several, min(LOST, len(several))):
        at = world.ago(chance.randint(next_one + 1, first), AFTERNOON)
        lost, cause = _part(used[one], chance.uniform(0.02, 0.06)), chance.choice(CAUSES)
        found.append(Move(one, -lost, Reason.LOSS, at, who=world.who(Role.COOK), cause=cause))
    for one in chance.sample(several, min(COUNTED, len(several))):
        missing = _part(used[one], chance.uniform(0.002, 0.03))
        found.append(Move(one, -missing, Reason.COUNT, world.ago(next_one + 1, NIGHT), who=world.who(Role.MANAGER)))
    return found


def _part(amount: int, share: float) -> int:
    return max(1000, round(amount * share / 1000) * 1000)


def _deliveries(world: World, moves: Sequence[Move], wanted: Mapping[int, int]) -> list[Lot]:
    """Return the lots that cover what leaves, in whole packs; the last ones bring each level to what is wanted."""
    left: Counter[int] = Counter()
    lots = []
    for first, next_one in _weeks():
        used = _used(world, moves, first, next_one)
        for one, food in world.foods.items():
            stale = (world.store.slug, food.slug) == STALE
            amount = _brought(used[one] - left[one], food)
            if next_one == 0 and one in wanted:
                amount = max(0, wanted[one] + used[one] - left[one])
            if stale and first == DELIVERIES[-2]:
                amount = wanted[one] + used[one] + _used(world, moves, next_one, 0)[one] - left[one]
            if amount > 0:
                lots.append(_lot(world, one, amount, left[one], first))
            left[one] += max(0, amount) - used[one]
    return lots


def _brought(needed: int, food: Foodstuff) -> int:
    """Return what comes in so that `needed` thousandths are there: whole packs of what keeps, fresh goods as needed."""
    keeps = suppliers.SOURCES[food.slug].keeps > DELIVERIES[0]
    pack = suppliers.pack_of(food) * 1000 if keeps else 1
    return -(-max(0, needed) // pack) * pack


def _lot(world: World, ingredient: int, amount: int, before: int, ago: int) -> Lot:
    food = world.foods[ingredient]
    firm, day = suppliers.SOURCES[food.slug], world.today - timedelta(ago)
    stale = (world.store.slug, food.slug) == STALE and ago == DELIVERIES[-2]
    return Lot(
        store=world.store,
        ingredient_id=ingredient,
        code=f"{food.slug[:3].upper()}-{day:%y%m%d}",
        supplier_id=world.firms.get(firm.name),
        use_by=world.today - timedelta(1) if stale else day + timedelta(firm.keeps),
        quantity=amount,
        before=before,
        cost_millicents=food.cost_millicents,
        received_at=world.ago(ago, MORNING),
        who_id=world.who(Role.MANAGER),
    )


def _receipts(world: World, lots: Iterable[Lot]) -> list[Move]:
    return [
        Move(lot.ingredient_id, lot.quantity, Reason.RECEIPT, lot.received_at, who=lot.who_id, lot=lot.pk)
        for lot in lots
    ]


def _cleared(world: World, moves: Iterable[Move], wanted: Mapping[int, int]) -> list[Move]:
    """Return what was thrown away last night: more of it was left than the store has now."""
    total: Counter[int] = Counter()
    for move in moves:
        total[move.ingredient] += move.quantity
    at, who = world.ago(1, NIGHT), world.who(Role.COOK)
    return [
        Move(one, amount - total[one], Reason.LOSS, at, who=who, cause=Cause.EXPIRED)
        for one, amount in sorted(wanted.items())
        if total[one] > amount
    ]


def _insert(store: Store, moves: Sequence[Move]) -> None:
    """Write the movements with the instants they had: the model itself would say now."""
    row = f"({', '.join(['%s'] * (len(Move._fields) + 2))})"
    with connection.cursor() as cursor:
        for start in range(0, len(moves), AT_ONCE):
            some = moves[start : start + AT_ONCE]
            rows = ", ".join([row] * len(some))
            statement = f"INSERT INTO stock_movement (store_id, note, {COLUMNS}) VALUES {rows}"  # noqa: S608
            cursor.execute(statement, [value for move in some for value in (store.pk, "", *_values(move))])


def _values(move: Move) -> Iterable[Any]:
    at = connection.ops.adapt_datetimefield_value(move.at)
    return (at if value is move.at else value for value in move)
