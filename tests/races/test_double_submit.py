"""One intention, sent twice at once: one order, and both clicks find it."""

import pytest

from ocpizza.orders import placing
from ocpizza.orders.actions import Actor
from ocpizza.orders.flow import By
from ocpizza.orders.models import Order
from tests.cast import leave, left, wish
from tests.races.threads import kinds, meet_at, together, without_constraints

pytestmark = pytest.mark.django_db(transaction=True)


def clicks(store, count=2, **changes):
    one = wish(store, **changes)
    return [lambda: placing.place(one, Actor(By.CUSTOMER)) for _ in range(count)]


@pytest.mark.parametrize("count", [2, 8])
def test_one_key_gives_one_order(count, rouen, monkeypatch):
    before = left(rouen, "mozzarella")
    meet_at(monkeypatch, placing, "_check_open", people=count)  # nobody found an order of this key
    answers = together(*clicks(rouen, count))
    assert kinds(answers) == ["done"] + ["unchanged"] * (count - 1)
    assert {one.order.pk for one in answers} == {Order.objects.get().pk}
    assert before - left(rouen, "mozzarella") == 100_000


def test_the_second_click_on_the_last_pizza_finds_the_order_of_the_first(rouen, monkeypatch):
    leave(rouen, merguez=90_000)
    meet_at(monkeypatch, placing, "_check_open", people=2)
    assert kinds(together(*clicks(rouen, basket={"orientale-m": 1}))) == ["done", "unchanged"]
    assert Order.objects.count() == 1


def test_the_number_of_the_click_that_came_second_is_not_lost(rouen, monkeypatch):
    meet_at(monkeypatch, placing, "_check_open", people=2)
    together(*clicks(rouen))
    monkeypatch.undo()
    assert placing.place(wish(rouen), Actor(By.CUSTOMER)).order.number == 102


def test_the_race_is_real_without_the_unique_key_there_are_two_orders(rouen, monkeypatch):
    meet_at(monkeypatch, placing, "_check_open", people=2)
    with without_constraints("orders_order", "orders_order_key_%"):
        assert kinds(together(*clicks(rouen))) == ["done", "done"]
        assert Order.objects.count() == 2
