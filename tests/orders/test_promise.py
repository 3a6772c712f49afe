"""The time that is promised: on a full five minutes, later when the kitchen is busier."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpizza.orders import actions
from ocpizza.orders.flow import Status
from ocpizza.orders.promise import pizzas_waiting, promise, wait_minutes
from ocpizza.stores.models import Store
from tests.cast import actor, at, ordered

stores = st.builds(
    Store,
    prep_minutes=st.integers(1, 60),
    travel_minutes=st.integers(0, 60),
    pizzas_per_hour=st.integers(1, 300),
)
kinds = st.sampled_from(["delivery", "takeaway", "on_site"])
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
loads = st.integers(0, 500)


@given(store=stores, kind=kinds, waiting=loads, now=moments)
def test_a_promise_is_on_a_full_five_minutes_and_never_earlier_than_announced(store, kind, waiting, now):
    made = promise(store, kind, waiting, now)
    assert (made.promised_at.minute % 5, made.promised_at.second, made.promised_at.microsecond) == (0, 0, 0)
    announced = timedelta(minutes=wait_minutes(store, kind, waiting))
    assert now + announced <= made.promised_at < now + announced + timedelta(minutes=5)
    assert now <= made.start_by < made.promised_at


@given(store=stores, kind=kinds, waiting=loads)
def test_the_announced_wait_is_a_multiple_of_five_that_covers_what_comes_before(store, kind, waiting):
    minutes = wait_minutes(store, kind, waiting)
    road = store.travel_minutes if kind == "delivery" else 0
    needed = store.prep_minutes + road + waiting * 60 / store.pizzas_per_hour
    assert minutes % 5 == 0
    assert needed <= minutes < needed + 5


@given(store=stores, kind=kinds, loads=st.tuples(loads, loads).map(sorted), now=moments)
def test_a_busier_kitchen_never_promises_earlier(store, kind, loads, now):
    calm, busy = (promise(store, kind, waiting, now) for waiting in loads)
    assert calm.promised_at <= busy.promised_at
    assert calm.start_by <= busy.start_by


@given(store=stores, waiting=loads, now=moments)
def test_delivery_is_never_promised_before_takeaway(store, waiting, now):
    assert promise(store, "takeaway", waiting, now).promised_at <= promise(store, "delivery", waiting, now).promised_at


def test_only_pizzas_not_yet_in_the_oven_count_and_only_the_stores_own(rouen, sotteville):
    assert pizzas_waiting(rouen) == 0
    ordered(rouen, basket={"reine-m": 3, "cola": 5})
    at(Status.IN_PREPARATION, rouen)
    at(Status.IN_OVEN, rouen)
    at(Status.CANCELLED, rouen)
    ordered(sotteville, basket={"reine-m": 7})
    assert pizzas_waiting(rouen) == 4


def test_a_recall_from_the_oven_counts_again(rouen):
    order = at(Status.IN_OVEN, rouen)
    actions.recall(order.reference, actor("bruno"), seq=order.seq)
    assert pizzas_waiting(rouen) == 1


@pytest.mark.parametrize(("before", "minutes"), [(0, 30), (10, 40), (11, 45)])
def test_an_order_carries_the_promise_of_its_moment(before, minutes, rouen):
    if before:
        ordered(rouen, basket={"reine-m": before})
    order = ordered(rouen)
    assert timedelta(minutes=minutes) <= order.promised_at - order.placed_at < timedelta(minutes=minutes + 5)
