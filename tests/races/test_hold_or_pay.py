"""The money and the time limit come at once; the cook bakes while the counter amends: exactly one of them wins."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ocpizza.orders import actions, amending, holding, line_changes
from ocpizza.orders.flow import Status
from ocpizza.payments import online
from ocpizza.stock import actions as stock
from tests.cast import actor, at, left, reread
from tests.races.threads import (
    after,
    first_waits_for,
    kinds,
    meet_at,
    together,
    without_constraints,
    without_locks,
)

pytestmark = pytest.mark.django_db(transaction=True)
PLENTY = 10**12


@pytest.fixture
def held(rouen):
    return at(Status.AWAITING_PAYMENT, rouen, basket={"reine-m": 1})


def expire():
    """Sweep as a worker whose clock is eleven minutes ahead: for it, the time is over."""
    return holding.expire_due(timezone.now() + timedelta(minutes=11))


def test_the_money_first_the_sweep_leaves_the_order_alone(held, rouen, monkeypatch):
    expired = []
    original = holding.check

    def paid_while_swept(*args):
        if not expired:
            expired.append("swept")
            expired[:] = together(expire)
        return original(*args)

    monkeypatch.setattr(holding, "check", paid_while_swept)
    assert online.authorise(held.reference).changed
    assert expired == [0], "the sweep neither waited nor ended it"
    assert (reread(held).status, left(rouen, "jambon")) == (Status.AWAITING_PREPARATION, PLENTY - 60_000)


def test_the_time_limit_first_the_money_is_told_so_and_not_taken(held, rouen, monkeypatch):
    there = first_waits_for(monkeypatch, holding, "check", others=1)
    swept, late = together(expire, after(there, lambda: online.authorise(held.reference)))
    assert (swept, type(late)) == (1, holding.TooLate)
    now = reread(held)
    assert (now.status, now.payment, left(rouen, "jambon")) == (Status.CANCELLED, "released", PLENTY)


def test_of_two_workers_one_gives_the_stock_back(held, rouen, monkeypatch):
    meet_at(monkeypatch, holding, "_expire", people=2)
    assert sorted(together(expire, expire)) == [0, 1]
    assert left(rouen, "jambon") == PLENTY


def test_the_race_is_real_without_the_lock_it_is_paid_for_and_its_stock_is_somebody_elses(held, rouen, monkeypatch):
    without_locks(monkeypatch)
    meet_at(monkeypatch, holding, "check", people=2)
    with without_constraints("orders_statuschange", "one_change_each_rank"):
        swept, paid = together(expire, lambda: online.authorise(held.reference))
        assert (swept, paid.changed) == (1, True)
        assert (reread(held).due_cents, left(rouen, "jambon")) == (0, PLENTY)


@pytest.fixture
def started(rouen):
    return at(Status.IN_PREPARATION, rouen, basket={"reine-m": 1, "cola": 1})


def tapped(order):
    cook, desk = actor("bruno", order.store), actor("eric", order.store)
    return {
        "bake": lambda: actions.to_oven(order.reference, cook),
        "amend": lambda: amending.swap_ingredient(order.reference, 1, "champignons", "oeuf", desk),
    }


def test_the_oven_first_the_counter_is_told_and_nothing_changes(started, monkeypatch):
    there, taps = first_waits_for(monkeypatch, actions, "check", others=1), tapped(started)
    baked, refused = together(taps["bake"], after(there, taps["amend"]))
    assert baked.changed
    assert "Au four" in str(refused)
    assert not started.amendments.exists()


def test_the_counter_first_the_cook_bakes_what_was_settled(started, monkeypatch):
    there, taps = first_waits_for(monkeypatch, line_changes, "_check", others=1), tapped(started)
    assert kinds(together(taps["amend"], after(there, taps["bake"]))) == ["done", "done"]
    now = reread(started)
    assert (now.status, now.amendments.count()) == (Status.IN_OVEN, 1)


def test_without_the_lock_what_is_in_the_oven_is_still_amended(started, monkeypatch):
    without_locks(monkeypatch)
    taps = tapped(started)
    original = line_changes._check

    def baked_meanwhile(*args):
        original(*args)
        together(taps["bake"])

    monkeypatch.setattr(line_changes, "_check", baked_meanwhile)
    assert taps["amend"]().changed
    now = reread(started)
    assert (now.status, now.amendments.count()) == (Status.IN_OVEN, 1), "the cook baked the pizza of before"


def test_two_settle_the_same_line_differently_and_one_is_told(started, rouen, monkeypatch):
    there, desk = first_waits_for(monkeypatch, line_changes, "_check", others=1), actor("eric", rouen)
    first, second = (
        lambda slug=slug: amending.swap_ingredient(started.reference, 1, "champignons", slug, desk)
        for slug in ("oeuf", "merguez")
    )
    assert kinds(together(first, after(there, second))) == ["Refusal", "done"]
    egg, merguez = (rouen.levels.get(ingredient__slug=slug).ingredient_id for slug in ("oeuf", "merguez"))
    holds = stock.held(rouen, started.reference)
    assert (holds.get(egg), holds.get(merguez)) == (1000, None)
