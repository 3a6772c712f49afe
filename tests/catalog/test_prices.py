"""Prices: changed now, or planned and applied once when their moment comes; the menus are told, absurd ones refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ocpizza.catalog import actions, prices
from ocpizza.catalog.models import PlannedPrice, Variant
from tests import cast

TOLD = {f"{room}.rouen-centre" for room in actions.ROOMS}


def price(sku="reine-m"):
    return Variant.objects.get(sku=sku).price_cents


def test_a_price_changes_now_and_every_menu_is_told(rouen, farida):
    with cast.heard() as names:
        assert prices.change({"reine-m": 1250, "reine-g": 1600}, farida) == 2
    assert names == TOLD
    assert (price(), price("reine-g"), price("reine-p")) == (1250, 1600, 990)
    assert set(PlannedPrice.objects.values_list("variant__sku", "who", "price_cents")) == {
        ("reine-m", farida.pk, 1250),
        ("reine-g", farida.pk, 1600),
    }, "who set it is kept"


def test_the_price_it_has_already_changes_nothing(rouen, farida):
    with cast.nothing_changes():
        assert prices.change({"reine-m": price()}, farida) == 0


@pytest.mark.parametrize("cents", [0, -100, 49, 20_001, 100_000])
def test_an_absurd_price_is_refused_and_the_good_one_beside_it_too(rouen, farida, cents):
    with cast.nothing_changes(), pytest.raises(prices.Refused, match="Un prix va de 0,50"):
        prices.change({"reine-g": 1600, "reine-m": cents}, farida)


def test_a_planned_price_waits_for_its_moment_and_is_applied_once(rouen, farida):
    start = timezone.now() + timedelta(hours=2)
    prices.change({"reine-m": 1290}, farida, start)
    with cast.nothing_changes():
        assert prices.apply_due(start - timedelta(seconds=1)) == 0
    with cast.heard() as names:
        assert prices.apply_due(start) == 1
    assert names == TOLD
    assert price() == 1290
    prices.change({"reine-m": 1190}, farida)
    with cast.nothing_changes():
        assert prices.apply_due(start + timedelta(days=1)) == 0


def test_after_a_long_pause_the_latest_of_several_prices_holds(rouen, farida):
    start = timezone.now() + timedelta(hours=1)
    for hours, cents in ((2, 1400), (0, 990), (1, 1300)):  # planned in any order
        prices.change({"reine-m": cents}, farida, start + timedelta(hours=hours))
    assert prices.apply_due(start + timedelta(days=1)) == 3
    assert price() == 1400


def test_a_promotion_can_end_at_the_price_of_today(rouen, farida):
    start = timezone.now() + timedelta(hours=1)
    assert prices.change({"reine-m": 1190}, farida, start) == 0, "it costs that already"
    assert prices.change({"reine-m": 990}, farida, start) == 1
    assert prices.change({"reine-m": 1190}, farida, start + timedelta(days=2)) == 1
    prices.apply_due(start)
    assert price() == 990
    prices.apply_due(start + timedelta(days=2))
    assert price() == 1190


def test_planning_the_same_moment_again_replaces_the_price(rouen, farida):
    start = timezone.now() + timedelta(hours=1)
    for cents in (1250, 1300, 1300):
        prices.change({"reine-m": cents}, farida, start)
    assert PlannedPrice.objects.get().price_cents == 1300
    prices.change({"reine-m": 1190}, farida, start)
    assert not PlannedPrice.objects.exists(), "back to what it costs anyway"


@pytest.mark.parametrize("away", [timedelta(0), timedelta(days=-1), timedelta(days=400)])
def test_a_price_does_not_start_in_the_past_nor_in_another_age(rouen, farida, away):
    with cast.nothing_changes(), pytest.raises(prices.Refused):
        prices.change({"reine-m": 1290}, farida, timezone.now() + away)


def test_a_coming_price_is_cancelled_but_not_one_that_came(rouen, farida):
    start = timezone.now() + timedelta(hours=1)
    prices.change({"reine-m": 1290}, farida, start)
    assert prices.cancel("reine-m", start)
    assert not prices.cancel("reine-m", start), "twice is once"
    prices.change({"reine-m": 1290}, farida, start)
    prices.apply_due(start)
    with cast.nothing_changes(), pytest.raises(prices.Refused, match="déjà appliqué"):
        prices.cancel("reine-m", start)
