"""A count brings the level to the shelf, whatever was ordered between looking and sending."""

import pytest

from ocpizza.catalog.models import Ingredient
from ocpizza.look.refusals import Refused
from ocpizza.orders import actions
from ocpizza.stock import counts
from ocpizza.stock.counts import Count, CountedMeanwhile
from ocpizza.stock.models import Movement
from ocpizza.stockroom.waiting import held, on_shelf
from tests.cast import actor, leave, left, nothing_changes, ordered

REINE_HAM = 60_000


@pytest.fixture
def ham(rouen):
    leave(rouen, jambon=1_000_000)
    return Ingredient.objects.get(slug="jambon")


def looked(store, one, reference="all-count"):
    """What a page shows: what should be on the shelf, and how often it was counted."""
    seen = on_shelf(store, one)
    turn = counts.turn(store, one)
    return lambda found: Count(reference, one, found, seen, turn)


def test_the_variance_changes_the_level_and_says_what_was_seen(rouen, ham, bruno):
    done = counts.settle(rouen, looked(rouen, ham)(700_000), bruno)
    assert (done.variance, done.applied, left(rouen, "jambon")) == (-300_000, -300_000, 700_000)
    row = Movement.objects.latest("pk")
    assert (row.reason, row.quantity, row.reference, row.who) == ("count", -300_000, "all-count", bruno)
    assert row.note == "compté 700\xa0g, attendu 1\xa0kg"


def test_a_right_count_is_noted_without_moving_anything(rouen, ham, bruno):
    counts.settle(rouen, looked(rouen, ham)(1_000_000), bruno)
    assert left(rouen, "jambon") == 1_000_000
    assert Movement.objects.latest("pk").quantity == 0


def test_what_waiting_orders_hold_still_lies_on_the_shelf(rouen, ham, bruno):
    order = ordered(rouen, basket={"reine-m": 2})
    assert held(rouen)[ham.pk] == (2 * REINE_HAM, 1)
    done = counts.settle(rouen, looked(rouen, ham)(1_000_000), bruno)
    assert (done.variance, left(rouen, "jambon")) == (0, 1_000_000 - 2 * REINE_HAM)
    actions.start(order.reference, actor("bruno", rouen))
    assert ham.pk not in held(rouen), "what the kitchen started has left the shelf"


def test_an_order_placed_between_looking_and_sending_distorts_nothing(rouen, ham, bruno):
    count = looked(rouen, ham)
    ordered(rouen, basket={"reine-m": 1})
    counts.settle(rouen, count(900_000), bruno)
    assert left(rouen, "jambon") == 900_000 - REINE_HAM
    order = ordered(rouen, basket={"reine-m": 1})
    count = looked(rouen, ham)
    actions.cancel(order.reference, actor("alice"))
    counts.settle(rouen, count(900_000), bruno)
    assert left(rouen, "jambon") == 900_000 - REINE_HAM, "nor does one that was cancelled"


def test_a_level_never_falls_below_zero_and_what_orders_miss_is_said(rouen, ham, bruno):
    leave(rouen, jambon=REINE_HAM)
    ordered(rouen, basket={"reine-m": 1})
    done = counts.settle(rouen, looked(rouen, ham)(10_000), bruno)
    assert (done.variance, done.applied, left(rouen, "jambon")) == (-50_000, 0, 0)


def test_a_double_tap_counts_once(rouen, ham, bruno):
    count = looked(rouen, ham)(700_000)
    counts.settle(rouen, count, bruno)
    with nothing_changes():
        assert counts.settle(rouen, count, bruno).applied == -300_000


def test_two_people_who_looked_at_the_same_shelf_count_it_once(rouen, ham, bruno, dina):
    hers, his = looked(rouen, ham)(700_000), looked(rouen, ham, "all-other")(700_000)
    counts.settle(rouen, his, bruno)
    with nothing_changes(), pytest.raises(CountedMeanwhile, match="Bruno"):
        counts.settle(rouen, hers, dina)


def test_what_the_store_never_had_can_be_counted(rouen, bruno):
    new = Ingredient.objects.create(slug="truffe", name="truffe", name_en="truffle", unit="g")
    counts.settle(rouen, Count("all-count", new, 5000, 0, 0), bruno)
    assert left(rouen, "truffe") == 5000


def test_a_negative_count_is_refused(rouen, ham, bruno):
    with nothing_changes(), pytest.raises(Refused):
        counts.settle(rouen, looked(rouen, ham)(-1), bruno)
