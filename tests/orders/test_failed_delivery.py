"""A delivery that failed: said by the courier, decided by counter or manager."""

import pytest

from ocpizza.orders import actions
from ocpizza.orders.actions import Actor
from ocpizza.orders.flow import By, Status
from ocpizza.orders.refusals import Forbidden, WrongMoment
from tests.cast import actor, at, heard, left, nothing_changes, reread


def test_the_reason_is_kept(rouen, chloe):
    order = at(Status.IN_DELIVERY, rouen)
    assert actions.fail(order.reference, actor("chloe"), "absent").changed
    last = reread(order).changes.latest("seq")
    assert (last.target, last.by, last.who, last.why) == (Status.DELIVERY_FAILED, "courier", chloe, "absent")


@pytest.mark.parametrize("who", ["alice", "eric", "bruno"])
def test_only_the_courier_says_that_it_failed(who, rouen):
    order, someone = at(Status.IN_DELIVERY, rouen), actor(who, rouen)
    with nothing_changes(), pytest.raises(Forbidden):
        actions.fail(order.reference, someone, "absent")


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.IN_DELIVERY, Status.DELIVERY_FAILED}))
def test_what_is_not_on_the_road_cannot_fail(status, rouen):
    order = at(status, rouen)
    with nothing_changes(), pytest.raises(WrongMoment):
        actions.fail(order.reference, Actor(By.COURIER), "absent")


@pytest.mark.parametrize("who", ["eric", "dina"])
def test_counter_and_manager_send_it_out_again(who, rouen):
    order, someone = at(Status.DELIVERY_FAILED, rouen), actor(who, rouen)
    assert actions.retry(order.reference, someone, seq=order.seq).order.status == Status.AWAITING_DELIVERY
    assert reread(order).changes.latest("seq").who == someone.who


def test_sending_it_out_twice_is_once(rouen):
    order, eric = at(Status.DELIVERY_FAILED, rouen), actor("eric", rouen)
    actions.retry(order.reference, eric, seq=order.seq)
    with nothing_changes():
        assert not actions.retry(order.reference, eric, seq=order.seq).changed


@pytest.mark.parametrize("who", ["alice", "bruno", "chloe"])
def test_nobody_else_decides(who, rouen):
    order, someone = at(Status.DELIVERY_FAILED, rouen), actor(who, rouen)
    with nothing_changes(), pytest.raises(Forbidden):
        actions.retry(order.reference, someone)


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.DELIVERY_FAILED, Status.AWAITING_DELIVERY}))
def test_only_a_failed_delivery_is_tried_again_not_even_what_is_in_the_oven(status, rouen):
    order, dina = at(status, rouen), actor("dina", rouen)
    with nothing_changes(), pytest.raises(WrongMoment):
        actions.retry(order.reference, dina)


def test_couriers_and_customer_are_told_that_it_waits_again(rouen):
    order, eric = at(Status.DELIVERY_FAILED, rouen), actor("eric", rouen)
    with heard() as streams:
        actions.retry(order.reference, eric)
    assert {"delivery.rouen-centre", f"order.{order.reference}"} < streams


def test_cancelling_it_gives_nothing_back_to_the_stock(rouen):
    order, eric = at(Status.DELIVERY_FAILED, rouen), actor("eric", rouen)
    before = left(rouen, "mozzarella")
    assert actions.cancel(order.reference, eric, "client injoignable").changed
    assert left(rouen, "mozzarella") == before
