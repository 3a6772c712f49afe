"""Everybody at the shelf at once: orders, changes, cancellations, receipts and "c'est épuisé" leave it adding up."""

import random
import threading

import pytest
from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from ocpizza.catalog.models import Ingredient
from ocpizza.orders import actions as orders
from ocpizza.orders import placing
from ocpizza.orders.actions import Actor
from ocpizza.orders.flow import By
from ocpizza.orders.models import Order
from ocpizza.stock import actions as stock
from ocpizza.stock import ledger, outages
from ocpizza.stock.models import Level, Movement, Outage
from tests.cast import actor, leave, left, ordered, wish
from tests.races.threads import (
    PATIENCE,
    after,
    first_waits_for,
    kinds,
    meet_at,
    together,
    without_constraints,
    without_locks,
    without_the_condition,
)

pytestmark = pytest.mark.django_db(transaction=True)


def adds_up(store) -> bool:
    """Whether every level is the sum of its movements, and none is below zero."""
    levels = dict(store.levels.values_list("ingredient_id", "quantity"))
    moved = Movement.objects.filter(store=store).values_list("ingredient_id").annotate(total=Sum("quantity"))
    return dict(moved) == levels and min(levels.values()) >= 0


def buying(store, sku="orientale-m", count=1):
    wanted = wish(store, basket={sku: count})
    return lambda: placing.place(wanted, Actor(By.CUSTOMER))


def changing(order, basket):
    """Have the order hold what this basket needs, as a change of it does: the order's row first, then the stock."""
    needs = placing.needs_of(placing.chosen(basket))

    def change():
        with transaction.atomic():
            Order.objects.locked().get(pk=order.pk)
            stock.exchange(order.store, needs, order.reference)

    return change


def receiving(store, slug, amount):
    found = Ingredient.objects.get(slug=slug)
    return lambda: stock.receive(store, {found.pk: amount})


def declaring(store, slug, **more):
    found = Ingredient.objects.get(slug=slug)
    return lambda: outages.declare_out(store, found, None, **more)


def bringing_back(store, slug):
    found = Ingredient.objects.get(slug=slug)
    return lambda: outages.bring_back(store, found, None)


def some_evening(store, chance):
    """Return what twelve people do at once: the same seed is the same evening."""
    placed = [ordered(store, basket={chance.choice(["reine-m", "orientale-p", "cola"]): 1}) for _ in range(6)]
    alice = actor("alice")
    works = [buying(store, chance.choice(["reine-g", "orientale-m", "reine-m/orientale-m"]), 2) for _ in range(5)]
    works += [changing(one, {chance.choice(["orientale-g", "margherita-m", "reine-p"]): 2}) for one in placed[:3]]
    works += [lambda one=one: orders.cancel(one.reference, alice) for one in placed[2:5]]
    works += [receiving(store, "merguez", 200_000), declaring(store, "merguez"), bringing_back(store, "merguez")]
    chance.shuffle(works)
    return works


@pytest.mark.parametrize("seed", range(6))
def test_whoever_acts_at_once_the_shelf_adds_up_and_nobody_waits_for_ever(seed, rouen):
    leave(rouen, merguez=700_000, jambon=600_000, mozzarella=2_000_000, pate=20_000, oeuf=8_000)
    answers = together(*some_evening(rouen, random.Random(seed)))
    refusals = {"Unavailable", "OutOfStock", "Refusal", "WrongMoment"}
    assert {type(one).__name__ for one in answers if isinstance(one, Exception)} <= refusals
    assert adds_up(rouen)
    for order in Order.objects.exclude(status="cancelled"):
        assert stock.held(rouen, order.reference)


# -- the last ten portions


def test_a_hundred_buyers_for_the_last_ten_portions_ten_get_one_and_ninety_are_told(rouen):
    leave(rouen, merguez=900_000)
    answers = [answer for _ in range(4) for answer in together(*[buying(rouen) for _ in range(25)])]
    assert kinds(answers) == ["Unavailable"] * 90 + ["done"] * 10
    assert {str(one) for one in answers if isinstance(one, Exception)} == {"Plus assez de stock pour : Orientale."}
    assert Order.objects.count() == 10
    assert left(rouen, "merguez") == 0
    assert adds_up(rouen)


def test_without_any_guard_the_last_portion_is_sold_to_all_who_looked_at_it(rouen, monkeypatch):
    leave(rouen, merguez=90_000)
    without_locks(monkeypatch)
    without_the_condition(monkeypatch, "quantity__gte")
    meet_at(monkeypatch, ledger, "amount_of", people=10)
    with without_constraints("stock_level", "level_never_below_zero"):
        assert kinds(together(*[buying(rouen) for _ in range(10)])) == ["done"] * 10
        assert left(rouen, "merguez") == -810_000


# -- declared out while somebody orders


def needing(slug) -> set[str]:
    """Return the references of the orders that hold some of this ingredient."""
    rows = Movement.objects.filter(ingredient__slug=slug).exclude(reference="").values("reference")
    return {row["reference"] for row in rows.annotate(total=Sum("quantity")) if row["total"]}


def out_then_look(store):
    """Declare it out, then list who needs it, as the counter's screen does."""
    declare = declaring(store, "merguez")

    def act():
        declare()
        return needing("merguez")

    return act


def test_an_order_under_way_is_in_before_and_listed(rouen, monkeypatch):
    there = first_waits_for(monkeypatch, ledger, "amount_of", others=1)
    placed, listed = together(buying(rouen), after(there, out_then_look(rouen)))
    assert listed == {placed.order.reference}


def test_an_order_that_comes_after_waits_and_is_told(rouen, monkeypatch):
    there = first_waits_for(monkeypatch, outages, "told", others=1)
    listed, refused = together(out_then_look(rouen), after(there, buying(rouen)))
    assert listed == set()
    assert type(refused).__name__ == "Unavailable"


def test_without_lock_and_condition_an_order_slips_past_and_nobody_lists_it(rouen, monkeypatch):
    without_locks(monkeypatch)
    monkeypatch.setattr(stock, "on_sale_at", lambda _moment: ~Q(pk=None))
    looked, declared = threading.Event(), threading.Event()
    original = ledger.amount_of

    def amount_of(needs):
        looked.set()
        assert declared.wait(PATIENCE)
        return original(needs)

    def declare():
        found = out_then_look(rouen)()
        declared.set()
        return found

    monkeypatch.setattr(ledger, "amount_of", amount_of)
    placed, listed = together(buying(rouen), after(looked, declare))
    assert placed.changed
    assert listed == set()


# -- nobody waits for another in a circle


def test_a_change_and_an_order_that_want_the_same_things_take_turns(rouen, monkeypatch):
    """The change gives ham back and takes merguez, the other way round than the order: both lock by primary key."""
    order = ordered(rouen, basket={"reine-m": 1})
    there = first_waits_for(monkeypatch, stock, "take", others=1)
    changed, placed = together(changing(order, {"orientale-m": 1}), after(there, buying(rouen, "reine-m/orientale-m")))
    assert changed is None
    assert placed.changed
    assert adds_up(rouen)


@pytest.mark.parametrize("back", ["by hand", "by time"])
@pytest.mark.parametrize("first", ["receive", "declare"])
def test_bringing_back_takes_turns_with_who_holds_the_level(first, back, rouen, monkeypatch):
    declaring(rouen, "merguez")()
    if back == "by time":
        Outage.objects.update(out_until=timezone.now())
    again = bringing_back(rouen, "merguez") if back == "by hand" else outages.end_due
    work, gate = {
        "receive": (receiving(rouen, "merguez", 1000), (ledger, "record")),
        "declare": (declaring(rouen, "merguez"), (outages, "_open")),
    }[first]
    there = first_waits_for(monkeypatch, *gate, others=1)
    answers = together(work, after(there, again))
    assert not [one for one in answers if isinstance(one, Exception)]
    level, outage = Level.objects.get(store=rouen, ingredient__slug="merguez"), Outage.objects.latest("pk")
    assert (level.out_since is None) == (outage.ended_at is not None)
