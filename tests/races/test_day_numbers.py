"""The numbers of a store's day: none missing, none twice, however many order at once."""

import threading

import pytest

from ocpizza.orders import placing
from ocpizza.orders.actions import Actor
from ocpizza.orders.flow import By
from ocpizza.orders.models import FIRST_NUMBER, DayNumber, Order
from tests.cast import wish
from tests.races.threads import kinds, meet_at, together

pytestmark = pytest.mark.django_db(transaction=True)
APART = [{"cola": 1}, {"biere": 1}, {"tiramisu": 1}]  # no common ingredient: the stock's locks keep nobody apart


def customers(store, baskets=APART):
    wishes = [wish(store, basket=basket, fulfilment="takeaway") for basket in baskets]
    return [lambda one=one: placing.place(one, Actor(By.CUSTOMER)) for one in wishes]


def numbers(store):
    return sorted(Order.objects.filter(store=store).values_list("number", flat=True))


def test_the_first_orders_of_the_day_at_the_same_instant(rouen, monkeypatch):
    meet_at(monkeypatch, placing, "_take", people=3)
    assert kinds(together(*customers(rouen))) == ["done"] * 3
    assert numbers(rouen) == [101, 102, 103]


def test_a_rush_leaves_neither_gaps_nor_doubles(rouen):
    for _ in range(3):
        assert kinds(together(*customers(rouen, APART * 4))) == ["done"] * 12
    assert numbers(rouen) == list(range(101, 137))


def test_an_order_that_fails_at_the_last_moment_gives_its_number_back(rouen, monkeypatch):
    announce, calls = placing.streams.announce, iter(range(100))

    def failing(names):
        if next(calls) % 2:
            raise ConnectionError
        return announce(names)

    monkeypatch.setattr(placing.streams, "announce", failing)
    answers = kinds(together(*customers(rouen, APART * 3)))
    assert {"ConnectionError", "done"} == set(answers)
    assert numbers(rouen) == list(range(101, 101 + answers.count("done")))


def test_the_race_is_real_counting_the_orders_gives_one_number_to_two(rouen, monkeypatch):
    def counted(store, day):
        return FIRST_NUMBER + Order.objects.filter(store=store, day=day).count()

    monkeypatch.setattr(DayNumber, "following", staticmethod(counted))
    _both_count_before_either_writes(monkeypatch)
    assert kinds(together(*customers(rouen, APART[:2]))) == ["IntegrityError", "done"]


def _both_count_before_either_writes(monkeypatch):
    counted, meeting = DayNumber.following, threading.Barrier(2)

    def following(store, day):
        number = counted(store, day)
        meeting.wait(10)
        return number

    monkeypatch.setattr(DayNumber, "following", staticmethod(following))
