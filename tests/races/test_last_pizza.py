"""Two customers, or twenty, want the last pizza: exactly one gets it."""

import pytest

from ocpizza.orders import placing
from ocpizza.orders.actions import Actor
from ocpizza.orders.flow import By
from ocpizza.orders.models import Order
from ocpizza.stock import ledger
from ocpizza.stock.models import Movement
from tests.cast import leave, left, wish
from tests.races.threads import (
    first_waits_for,
    kinds,
    meet_at,
    together,
    without_constraints,
    without_locks,
    without_the_condition,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def last_one(rouen):
    """Merguez for one Orientale is left."""
    leave(rouen, merguez=90_000)
    return rouen


def buyers(store, count):
    wishes = [wish(store, basket={"orientale-m": 1}) for _ in range(count)]
    return [lambda one=one: placing.place(one, Actor(By.CUSTOMER)) for one in wishes]


@pytest.mark.parametrize("count", [2, 20])
def test_exactly_one_gets_it_and_the_others_are_told(count, last_one, monkeypatch):
    first_waits_for(monkeypatch, ledger, "amount_of", others=count - 1)
    assert kinds(together(*buyers(last_one, count))) == ["Unavailable"] * (count - 1) + ["done"]
    assert Order.objects.count() == 1
    assert left(last_one, "merguez") == 0
    assert Movement.objects.filter(reason="order", ingredient__slug="merguez").count() == 1


def test_even_without_the_lock_the_conditional_update_sells_it_once(last_one, monkeypatch):
    without_locks(monkeypatch)
    meet_at(monkeypatch, ledger, "amount_of", people=2)
    assert kinds(together(*buyers(last_one, 2))) == ["Unavailable", "done"]
    assert left(last_one, "merguez") == 0


def test_without_lock_and_condition_the_constraint_still_holds_but_the_customer_meets_an_error(last_one, monkeypatch):
    without_locks(monkeypatch)
    without_the_condition(monkeypatch, "quantity__gte")
    meet_at(monkeypatch, ledger, "amount_of", people=2)
    assert kinds(together(*buyers(last_one, 2))) == ["IntegrityError", "done"]


def test_the_race_is_real_without_any_of_them_it_is_sold_twice(last_one, monkeypatch):
    without_locks(monkeypatch)
    without_the_condition(monkeypatch, "quantity__gte")
    meet_at(monkeypatch, ledger, "amount_of", people=2)
    with without_constraints("stock_level", "level_never_below_zero"):
        assert kinds(together(*buyers(last_one, 2))) == ["done", "done"]
        assert left(last_one, "merguez") == -90_000
