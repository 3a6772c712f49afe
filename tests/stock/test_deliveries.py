"""What a supplier brings: lots, levels, outages that end; and a form that counts once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ocpizza.catalog.models import Ingredient
from ocpizza.look.refusals import Refused
from ocpizza.stock import deliveries, outages
from ocpizza.stock.deliveries import Arrival, Delivery
from ocpizza.stock.models import Lot, Movement
from tests.cast import heard, leave, left, nothing_changes


def bring(*arrivals, key="a-key"):
    return Delivery(key, [Arrival(Ingredient.objects.get(slug=slug), *rest) for slug, *rest in arrivals])


def test_each_line_is_a_lot_that_knows_the_level_it_found(rouen, dina):
    leave(rouen, jambon=400_000)
    day = timezone.localdate() + timedelta(days=9)
    with heard() as names:
        deliveries.book(rouen, bring(("jambon", 2_000_000, "J1", day, 950), ("jambon", 1_000_000, "J2")), dina)
    assert left(rouen, "jambon") == 3_400_000
    first, second = Lot.objects.order_by("pk")
    assert (first.code, first.before, first.quantity, first.use_by, first.cost_millicents) == (
        "J1",
        400_000,
        2_000_000,
        day,
        950,
    )
    assert (second.before, second.who) == (2_400_000, dina)
    assert [row.lot.code for row in Movement.objects.filter(lot__isnull=False).order_by("pk")] == ["J1", "J2"]
    assert {"menu.rouen-centre", "stock.rouen-centre"} <= names


def test_the_same_form_sent_twice_is_one_delivery(rouen, dina):
    delivery = bring(("jambon", 2_000_000, "J1"))
    assert deliveries.book(rouen, delivery, dina)
    with nothing_changes():
        assert deliveries.book(rouen, delivery, dina) == {}


def test_a_delivery_brings_back_what_was_declared_out(rouen, dina):
    ham = Ingredient.objects.get(slug="jambon")
    outages.declare_out(rouen, ham, dina)
    deliveries.book(rouen, bring(("jambon", 1000)), dina)
    assert rouen.levels.get(ingredient=ham).out_since is None


@pytest.mark.parametrize(
    "line",
    [("jambon", 0), ("jambon", -1), ("jambon", 1000, "J", timezone.localdate() - timedelta(days=1))],
)
def test_a_line_that_makes_no_sense_is_refused_and_the_others_with_it(rouen, dina, line):
    with nothing_changes(), pytest.raises(Refused):
        deliveries.book(rouen, bring(("cola", 24_000), line), dina)


def test_a_delivery_of_nothing_is_refused(rouen, dina):
    with nothing_changes(), pytest.raises(Refused):
        deliveries.book(rouen, bring(), dina)


def test_twenty_times_the_largest_delivery_is_unusual(rouen, dina):
    Movement.objects.filter(reason="receipt").update(quantity=10_000_000)
    within, beyond = bring(("jambon", 200_000_000)).arrivals, bring(("jambon", 200_000_001)).arrivals
    assert deliveries.unusual(within) == []
    assert deliveries.unusual(beyond) == list(beyond)
