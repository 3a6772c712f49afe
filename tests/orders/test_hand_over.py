"""The customer has it: delivered at the door, or collected at the counter."""

import pytest

from ocpizza.orders import actions
from ocpizza.orders.actions import Actor
from ocpizza.orders.flow import By, Status
from ocpizza.orders.refusals import Forbidden, StillDue, WrongMoment
from tests.cast import actor, at, cashed, heard, nothing_changes, reread

OTHER_MOMENTS = sorted(set(Status) - {Status.IN_DELIVERY, Status.READY_FOR_COLLECTION, Status.COMPLETED})


@pytest.mark.parametrize("who", ["eric", "bruno", "dina"])
def test_counter_kitchen_and_manager_hand_over_what_is_collected(who, rouen):
    order, someone = cashed(at(Status.READY_FOR_COLLECTION, rouen)), actor(who, rouen)
    assert actions.hand_over(order.reference, someone, seq=order.seq).order.status == Status.COMPLETED
    assert reread(order).changes.latest("seq").who == someone.who


def test_the_second_tap_changes_nothing(rouen):
    order = at(Status.COMPLETED, rouen, fulfilment="takeaway")
    with nothing_changes():
        assert not actions.hand_over(order.reference, actor("eric"), seq=4).changed


@pytest.mark.parametrize("status", [Status.READY_FOR_COLLECTION, Status.IN_DELIVERY])
def test_nothing_is_handed_over_while_money_is_owed(status, rouen):
    order = at(status, rouen)
    who = actor("chloe" if order.is_delivery else "eric")
    with nothing_changes(), pytest.raises(StillDue):
        actions.hand_over(order.reference, who)


@pytest.mark.parametrize("who", ["alice", "chloe"])
def test_customers_and_couriers_do_not_collect(who, rouen):
    order, someone = cashed(at(Status.READY_FOR_COLLECTION, rouen)), actor(who, rouen)
    with nothing_changes(), pytest.raises(Forbidden):
        actions.hand_over(order.reference, someone)


@pytest.mark.parametrize("who", ["eric", "bruno", "dina"])
def test_what_is_on_the_road_is_not_handed_over_at_the_counter(who, rouen):
    order, someone = cashed(at(Status.IN_DELIVERY, rouen)), actor(who, rouen)
    with nothing_changes(), pytest.raises(Forbidden):
        actions.hand_over(order.reference, someone)


@pytest.mark.parametrize("status", OTHER_MOMENTS)
def test_no_other_status_is_handed_over(status, rouen):
    order, courier = at(status, rouen), actor("chloe", rouen)
    with nothing_changes(), pytest.raises(WrongMoment):
        actions.hand_over(order.reference, courier)


def test_the_streams_named_along_are_told_too(rouen):
    order = cashed(at(Status.IN_DELIVERY, rouen))
    with heard() as streams:
        actions.hand_over(order.reference, Actor(By.COURIER), also=["courier.7"])
    assert streams == {
        "kitchen.rouen-centre",
        "counter.rouen-centre",
        "board.rouen-centre",
        "delivery.rouen-centre",
        f"order.{order.reference}",
        "courier.7",
    }
