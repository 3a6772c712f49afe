"""A cook takes charge of an order."""

import pytest

from ocpizza.orders import actions
from ocpizza.orders.flow import Status
from ocpizza.orders.models import Order
from ocpizza.orders.refusals import Forbidden, Stale, WrongMoment
from tests.cast import actor, at, heard, nothing_changes, ordered, reread

OTHER_MOMENTS = sorted(set(Status) - {Status.AWAITING_PREPARATION, Status.IN_PREPARATION})


def test_the_order_is_in_preparation_and_the_history_says_who_took_charge(rouen, bruno):
    order = ordered(rouen)
    outcome = actions.start(order.reference, actor("bruno"))
    assert outcome.changed
    assert outcome.order.status == Status.IN_PREPARATION
    last = reread(order).changes.latest("seq")
    assert (last.source, last.target, last.by, last.who) == ("awaiting_preparation", "in_preparation", "cook", bruno)
    assert (last.seq, reread(order).seq) == (2, 2)
    assert last.at == reread(order).status_at


def test_the_second_tap_changes_nothing(rouen):
    order = at(Status.IN_PREPARATION, rouen)
    with nothing_changes():
        assert not actions.start(order.reference, actor("bruno"), seq=1).changed


@pytest.mark.parametrize("who", ["alice", "eric", "chloe"])
def test_only_the_kitchen_starts(who, rouen):
    order, someone = ordered(rouen), actor(who, rouen)
    with nothing_changes(), pytest.raises(Forbidden):
        actions.start(order.reference, someone)


def test_the_manager_can_stand_at_the_stove(rouen):
    assert actions.start(ordered(rouen).reference, actor("dina", rouen)).changed


@pytest.mark.parametrize("status", OTHER_MOMENTS)
def test_no_other_status_can_be_started_from(status, rouen):
    order, bruno = at(status, rouen), actor("bruno")
    with nothing_changes(), pytest.raises(WrongMoment):
        actions.start(order.reference, bruno)


def test_a_stale_screen_is_refused(rouen):
    order = ordered(rouen)
    actions.start(order.reference, actor("bruno"))
    actions.recall(order.reference, actor("bruno"), seq=2)
    with nothing_changes(), pytest.raises(Stale):
        actions.start(order.reference, actor("bruno"), seq=1)


def test_kitchen_board_customer_and_couriers_are_told(rouen):
    order, bruno = ordered(rouen), actor("bruno")
    with heard() as streams:
        outcome = actions.start(order.reference, bruno)
    assert streams == {
        "kitchen.rouen-centre",
        "counter.rouen-centre",
        "board.rouen-centre",
        "delivery.rouen-centre",
        f"order.{order.reference}",
    }
    assert outcome.versions.keys() == streams


def test_a_takeaway_order_does_not_disturb_the_couriers(rouen):
    order, bruno = ordered(rouen, fulfilment="takeaway"), actor("bruno")
    with heard() as streams:
        actions.start(order.reference, bruno)
    assert "delivery.rouen-centre" not in streams


def test_an_unknown_order_is_not_found(rouen):
    bruno = actor("bruno")
    with nothing_changes(), pytest.raises(Order.DoesNotExist):
        actions.start("nobody-has-this", bruno)
