"""Two couriers reach for the same order: one takes it, the other is told who has it."""

import threading

import pytest

from ocpizza.orders.flow import Status
from ocpizza.orders.refusals import Refusal
from ocpizza.rounds import actions as rounds
from ocpizza.rounds.models import Stop
from tests.cast import at, person, reread
from tests.races.threads import after, first_waits_for, kinds, meet_at, together, without_constraints, without_locks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting(rouen):
    return at(Status.AWAITING_DELIVERY, rouen)


def couriers(order):
    people = [person(name, order.store) for name in ("chloe", "karim")]
    return [lambda one=one: rounds.take(order.store, one, [order.reference]) for one in people]


def test_one_takes_it_and_the_other_is_told_who(waiting, monkeypatch):
    first_waits_for(monkeypatch, rounds, "_check_takable", others=1)
    answers = together(*couriers(waiting))
    assert kinds(answers) == ["Refusal", "done"]
    stop = Stop.objects.select_related("round__courier").get()
    assert str(stop.round.courier) in str(next(one for one in answers if isinstance(one, Refusal)))
    assert reread(waiting).changes.filter(target=Status.IN_DELIVERY).count() == 1


def test_one_courier_tapping_on_two_tablets_has_one_round(rouen, monkeypatch):
    chloe = person("chloe", rouen)
    orders = [at(Status.AWAITING_DELIVERY, rouen) for _ in range(2)]
    works = [lambda one=one: rounds.take(rouen, chloe, [one.reference]) for one in orders]
    meet_at(monkeypatch, rounds, "_open_round", people=2)
    assert kinds(together(*works)) == ["done", "done"]
    assert chloe.rounds.count() == 1
    assert Stop.objects.count() == 2


def test_taking_more_while_handing_over_does_not_lock_up(rouen, monkeypatch):
    chloe = person("chloe", rouen)
    mine, other = at(Status.IN_DELIVERY, rouen), at(Status.AWAITING_DELIVERY, rouen)
    taking = first_waits_for(monkeypatch, rounds, "_check_takable", others=1)
    answers = together(
        lambda: rounds.take(rouen, chloe, [mine.reference, other.reference]),
        after(taking, lambda: rounds.fail(rouen, chloe, mine.reference, "absent")),
    )
    assert kinds(answers) == ["done", "done"]
    assert [reread(mine).status, reread(other).status] == [Status.DELIVERY_FAILED, Status.IN_DELIVERY]


def test_the_race_is_real_without_lock_and_constraints_both_have_it(waiting, monkeypatch):
    without_locks(monkeypatch)
    monkeypatch.setattr(rounds, "_check_takable", _both_look_before_either_writes(rounds._check_takable))
    with (
        without_constraints("orders_statuschange", "one_change_each_rank"),
        without_constraints("rounds_stop", "one_open_stop_each_order"),
    ):
        assert kinds(together(*couriers(waiting))) == ["done", "done"]
        assert Stop.objects.filter(order=waiting, ended_at=None).count() == 2


def _both_look_before_either_writes(check):
    looked = threading.Barrier(2)

    def both(*args, **kwargs):
        check(*args, **kwargs)
        looked.wait(10)

    return both


def test_without_the_lock_the_constraints_hold_but_a_courier_meets_an_error(waiting, monkeypatch):
    without_locks(monkeypatch)
    monkeypatch.setattr(rounds, "_check_takable", _both_look_before_either_writes(rounds._check_takable))
    assert kinds(together(*couriers(waiting))) == ["IntegrityError", "done"]
