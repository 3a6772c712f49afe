"""Under the threshold: one alert for each crossing, one e-mail for each store and sweep, tried until it leaves."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from ocpizza.catalog.models import Ingredient
from ocpizza.stock import alerts
from ocpizza.stock.models import Level, LowAlert
from tests.cast import heard, leave, nothing_changes


@pytest.fixture
def watched(rouen, dina):
    """Rouen wants to be told under a kilogram of ham and five eggs; it has two and ten."""
    leave(rouen, jambon=2_000_000, oeuf=10_000)
    ids = dict(Ingredient.objects.values_list("slug", "pk"))
    alerts.set_thresholds(rouen, {ids["jambon"]: 1_000_000, ids["oeuf"]: 5000})
    return rouen


def test_above_the_threshold_nobody_hears_anything(watched):
    with nothing_changes():
        assert alerts.sweep() == 0
    assert mail.outbox == []


def test_one_mail_tells_all_that_a_store_crossed_and_only_once(watched):
    leave(watched, jambon=999_999, oeuf=4000)
    with heard() as names:
        alerts.sweep()
    assert "board.rouen-centre" in names
    (sent,) = mail.outbox
    assert sent.to == ["dina@example.com"]
    assert sent.subject == "Rouen Centre\xa0: 2 ingrédients sous le seuil"
    assert "- oeuf\xa0: 4\xa0pièces (seuil 5\xa0pièces)" in sent.body
    with nothing_changes():
        alerts.sweep()
    assert len(mail.outbox) == 1


def test_exactly_at_the_threshold_is_enough(watched):
    leave(watched, jambon=1_000_000)
    assert alerts.sweep() == 0


def test_back_above_it_is_over_and_the_next_crossing_is_told_again(watched):
    leave(watched, jambon=1000)
    alerts.sweep()
    leave(watched, jambon=3_000_000)
    alerts.sweep()
    assert LowAlert.objects.get().over_at
    assert Level.objects.filter(low_since__isnull=False).count() == 0
    leave(watched, jambon=1000)
    alerts.sweep()
    assert len(mail.outbox) == 2


def test_a_threshold_that_is_taken_away_is_over_too(watched):
    leave(watched, jambon=1000)
    alerts.sweep()
    alerts.set_thresholds(watched, {Ingredient.objects.get(slug="jambon").pk: None})
    alerts.sweep()
    assert LowAlert.objects.get().over_at


def test_a_mail_that_fails_is_sent_after_the_loan(watched, monkeypatch):
    def fail(*_args):
        raise ConnectionRefusedError

    leave(watched, jambon=1000)
    with monkeypatch.context() as broken:
        broken.setattr(alerts, "send_mail", fail)
        alerts.sweep()
    assert LowAlert.objects.get().sent_at is None
    alerts.sweep()
    assert mail.outbox == [], "the row is still on loan"
    LowAlert.objects.update(claimed_at=timezone.now() - alerts.LOAN - timedelta(seconds=1))
    alerts.sweep()
    assert len(mail.outbox) == 1
    assert LowAlert.objects.get().sent_at


def test_a_store_without_a_manager_is_not_tried_for_ever(sotteville):
    leave(sotteville, jambon=1000)
    alerts.set_thresholds(sotteville, {Ingredient.objects.get(slug="jambon").pk: 5000})
    alerts.sweep()
    assert mail.outbox == []
    assert LowAlert.objects.get().sent_at


def test_setting_no_threshold_tells_nobody(rouen):
    with nothing_changes():
        assert alerts.set_thresholds(rouen, {}) == {}
