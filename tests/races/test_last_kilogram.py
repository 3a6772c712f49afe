"""Two people at the last kilogram: one loses, sends or counts it, the other is told; two workers tell it once."""

import pytest
from django.core import mail
from django.db.models import QuerySet

from ocpizza.catalog.models import Ingredient
from ocpizza.stock import alerts, counts, ledger, losses, transfers
from ocpizza.stock.counts import Count
from ocpizza.stock.losses import Loss
from ocpizza.stock.models import Cause, LowAlert
from ocpizza.stock.transfers import Parcel
from tests.cast import leave, left
from tests.races.threads import first_waits_for, meet_at, together, without_constraints, without_locks

pytestmark = pytest.mark.django_db(transaction=True)
KILOGRAM = 1_000_000


@pytest.fixture
def ham(rouen, sotteville):
    leave(rouen, jambon=KILOGRAM)
    return Ingredient.objects.get(slug="jambon")


def ended(answers):
    """Return how each one ended, sorted."""
    return sorted(type(one).__name__ if isinstance(one, Exception) else "done" for one in answers)


def at_once(store, other, ham, who):
    """Two who want the whole kilogram: one drops it, one sends it away."""
    return together(
        lambda: losses.write_off(store, Loss("a", ham, KILOGRAM, Cause.DROPPED), who),
        lambda: transfers.send(store, Parcel("b", other, ham, KILOGRAM), who),
    )


def test_the_last_kilogram_leaves_once(rouen, sotteville, ham, bruno, monkeypatch):
    first_waits_for(monkeypatch, ledger, "amount_of", others=1)
    assert ended(at_once(rouen, sotteville, ham, bruno)) == ["Refused", "done"]
    assert left(rouen, "jambon") == 0


def test_the_race_is_real_without_lock_and_constraint_it_leaves_twice(rouen, sotteville, ham, bruno, monkeypatch):
    without_locks(monkeypatch)
    meet_at(monkeypatch, ledger, "amount_of", people=2)
    with without_constraints("stock_level", "level_never_below_zero"):
        assert ended(at_once(rouen, sotteville, ham, bruno)) == ["done", "done"]
        assert left(rouen, "jambon") == -KILOGRAM


def counted_at_once(store, ham, *people):
    """Each of them saw a kilogram and found 700 g."""
    return together(
        *[
            lambda who=who, name=name: counts.settle(store, Count(name, ham, 700_000, KILOGRAM, 0), who)
            for name, who in zip(("all-one", "all-two"), people, strict=True)
        ]
    )


def test_two_who_count_the_same_shelf_change_it_once(rouen, ham, bruno, dina, monkeypatch):
    first_waits_for(monkeypatch, ledger, "amount_of", others=1)
    assert ended(counted_at_once(rouen, ham, bruno, dina)) == ["CountedMeanwhile", "done"]
    assert left(rouen, "jambon") == 700_000


def test_without_the_turn_both_counts_are_taken_off(rouen, ham, bruno, dina, monkeypatch):
    monkeypatch.setattr(counts, "turn", lambda *_: 0)
    assert ended(counted_at_once(rouen, ham, bruno, dina)) == ["done", "done"]
    assert left(rouen, "jambon") == 400_000


@pytest.fixture
def crossed(rouen, ham, dina):
    """Rouen is under its threshold, and no sweep has seen it."""
    alerts.set_thresholds(rouen, {ham.pk: 2 * KILOGRAM})


def test_two_workers_write_one_alert_and_send_one_mail(crossed, monkeypatch):
    meet_at(monkeypatch, QuerySet, "update", people=2)
    assert ended(together(alerts.sweep, alerts.sweep)) == ["done", "done"]
    assert LowAlert.objects.count() == 1
    assert len(mail.outbox) == 1


def test_without_the_locks_two_workers_tell_it_twice(crossed, monkeypatch):
    without_locks(monkeypatch)
    meet_at(monkeypatch, QuerySet, "update", people=2)
    together(alerts.sweep, alerts.sweep)
    assert LowAlert.objects.count() == 2
