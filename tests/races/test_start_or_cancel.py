"""The kitchen starts while the customer cancels: exactly one wins, and the stock agrees with the winner."""

import threading

import pytest
from django.db.models import Sum

from ocpizza.orders import actions
from ocpizza.orders.flow import Status
from ocpizza.stock.models import Movement
from tests.cast import actor, left, ordered, reread
from tests.races.threads import (
    PATIENCE,
    after,
    first_waits_for,
    kinds,
    meet_at,
    together,
    without_constraints,
    without_locks,
)

pytestmark = pytest.mark.django_db(transaction=True)


def tapped(order):
    cook, customer = actor("bruno", order.store), actor("alice")
    return {
        "start": lambda: actions.start(order.reference, cook),
        "cancel": lambda: actions.cancel(order.reference, customer),
    }


def one_after_the_other(monkeypatch, verbs, first):
    """Have `first` hold the order's lock until the other verb waits for it."""
    there = first_waits_for(monkeypatch, actions, "check", others=1)
    second = next(work for name, work in verbs.items() if name != first)
    return together(verbs[first], after(there, second))


def stock_agrees(order) -> bool:
    """Whether what the order holds of the stock is what its status says it holds."""
    held = Movement.objects.filter(reference=order.reference).aggregate(total=Sum("quantity"))["total"]
    return (held == 0) == (reread(order).status == Status.CANCELLED)


def test_the_kitchen_first_the_customer_is_told_and_the_stock_stays_taken(rouen, monkeypatch):
    order = ordered(rouen)
    before = left(rouen, "mozzarella")
    started, refused = one_after_the_other(monkeypatch, tapped(order), first="start")
    assert started.changed
    assert "la préparation a commencé" in str(refused)
    assert (reread(order).status, left(rouen, "mozzarella")) == (Status.IN_PREPARATION, before)


def test_the_customer_first_the_kitchen_is_told_and_the_stock_is_back(rouen, monkeypatch):
    before = left(rouen, "mozzarella")
    order = ordered(rouen)
    cancelled, refused = one_after_the_other(monkeypatch, tapped(order), first="cancel")
    assert cancelled.changed
    assert type(refused).__name__ == "WrongMoment"
    assert (reread(order).status, left(rouen, "mozzarella")) == (Status.CANCELLED, before)


def test_whoever_is_faster_exactly_one_wins(rouen):
    for _ in range(10):
        order = ordered(rouen)
        assert kinds(together(*tapped(order).values())) in (["Refusal", "done"], ["WrongMoment", "done"])
        assert stock_agrees(order)


def test_the_race_is_real_without_the_lock_both_win_and_the_stock_is_wrong(rouen, monkeypatch):
    order = ordered(rouen)
    without_locks(monkeypatch)
    meet_at(monkeypatch, actions, "check", people=2)
    _start_writes_last(monkeypatch)
    with without_constraints("orders_statuschange", "one_change_each_rank"):
        assert kinds(together(*tapped(order).values())) == ["done", "done"]
        assert not stock_agrees(order)


def _start_writes_last(monkeypatch):
    """Let the cancellation be written before the start."""
    original, cancelled = actions.write, threading.Event()

    def write(order, target, *rest):
        if target == Status.IN_PREPARATION:
            cancelled.wait(PATIENCE)
        original(order, target, *rest)
        if target == Status.CANCELLED:
            cancelled.set()

    monkeypatch.setattr(actions, "write", write)


def test_without_the_lock_the_history_holds_but_somebody_meets_an_error(rouen, monkeypatch):
    order = ordered(rouen)
    without_locks(monkeypatch)
    meet_at(monkeypatch, actions, "check", people=2)
    assert kinds(together(*tapped(order).values())) == ["IntegrityError", "done"]
