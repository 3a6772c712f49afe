"""A courier's two last stops end at the same instant, on two tablets or by two replayed taps: the round ends too."""

import pytest

from ocpizza.orders.flow import Status
from ocpizza.rounds import actions as rounds
from ocpizza.rounds.models import Round
from tests.cast import at, person
from tests.races.threads import first_waits_for, kinds, meet_at, together, without_locks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def endings(rouen):
    """The ends of Chloé's two stops."""
    chloe = person("chloe", rouen)
    orders = [at(Status.IN_DELIVERY, rouen) for _ in range(2)]
    return [lambda one=one: rounds.fail(rouen, chloe, one.reference, "absent") for one in orders]


def test_of_two_last_stops_one_sees_the_other(endings, monkeypatch):
    first_waits_for(monkeypatch, rounds.orders, "fail", others=1)
    assert kinds(together(*endings)) == ["done", "done"]
    assert Round.objects.get().ended_at


def test_the_race_is_real_without_the_lock_the_round_never_ends(endings, monkeypatch):
    without_locks(monkeypatch)
    meet_at(monkeypatch, rounds.orders, "fail", people=2)
    assert kinds(together(*endings)) == ["done", "done"]
    assert Round.objects.get().ended_at is None
