"""Who sees a stream's version sees every change up to it: versions and commits have one order."""

import threading

import pytest
from django.db import connection, connections

from ocpizza.live import streams
from ocpizza.live.models import Stream
from ocpizza.orders import actions, placing
from ocpizza.orders.actions import Actor
from ocpizza.orders.flow import By
from tests.cast import wish
from tests.races.threads import PATIENCE, after, first_waits_for, kinds, together

pytestmark = pytest.mark.django_db(transaction=True)
APART = [{"cola": 1}, {"biere": 1}, {"tiramisu": 1}]  # no common ingredient: the stock's locks keep nobody apart
ONE_LOOK = """
    SELECT (SELECT version FROM live_stream WHERE name = 'kitchen.rouen-centre'), (SELECT count(*) FROM orders_order)
"""


@pytest.fixture
def looks(rouen):
    """Look at version and orders in one statement, again and again; returns what was seen."""
    seen, enough = set(), threading.Event()

    def look():
        try:
            with connection.cursor() as cursor:
                while not enough.is_set():
                    cursor.execute(ONE_LOOK)
                    seen.add(cursor.fetchone())
        finally:
            connections.close_all()

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    yield seen
    enough.set()
    watcher.join(PATIENCE)


def customers(store):
    wishes = [wish(store, basket=basket, fulfilment="takeaway") for basket in APART * 4]
    return [lambda one=one: placing.place(one, Actor(By.CUSTOMER)) for one in wishes]


RECEIPTS = 1  # the store's first stock was announced too


def shift(seen) -> set[int]:
    """Return by how much the version was ahead of the orders, over all looks."""
    return {version - RECEIPTS - orders for version, orders in seen}


def test_no_version_is_ever_seen_before_its_order_or_without_it(rouen, looks):
    answers = together(*customers(rouen))
    assert kinds(answers) == ["done"] * 12
    assert shift(looks) == {0}
    numbers = [one.versions["kitchen.rouen-centre"] for one in answers]
    assert sorted(numbers) == list(range(2, 14))


def test_the_fault_is_real_a_version_counted_outside_the_transaction_is_seen_too_early(rouen, monkeypatch):
    def outside(names):
        answer = []
        thread = threading.Thread(target=lambda: (answer.append(streams.bump(names)), connections.close_all()))
        thread.start()
        thread.join(PATIENCE)
        seen.append(_from_outside())
        return answer[0]

    seen = []
    monkeypatch.setattr(placing.streams, "announce", outside)
    placing.place(wish(rouen), Actor(By.CUSTOMER))
    assert shift(seen) == {1}


def _from_outside():
    looked = []

    def look():
        with connection.cursor() as cursor:
            cursor.execute(ONE_LOOK)
            looked.append(cursor.fetchone())
        connections.close_all()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join(PATIENCE)
    return looked[0]


def test_a_bump_keeps_the_next_one_waiting_until_it_is_committed(rouen, monkeypatch):
    orders = [placing.place(wish(rouen), Actor(By.CUSTOMER)).order for _ in range(2)]
    before = Stream.objects.get(name="kitchen.rouen-centre").version
    there = first_waits_for(monkeypatch, actions.Outcome, "__init__", others=1)
    cook = Actor(By.COOK)
    first, second = together(
        lambda: actions.start(orders[0].reference, cook),
        after(there, lambda: actions.start(orders[1].reference, cook)),
    )
    assert first.versions["kitchen.rouen-centre"] == before + 1
    assert second.versions["kitchen.rouen-centre"] == before + 2
