"""A kitchen bump is taken back, shortly after the slip."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ocpizza.orders import actions
from ocpizza.orders.flow import Status
from ocpizza.orders.models import Order
from ocpizza.orders.refusals import Forbidden, Refusal, Stale, WrongMoment
from tests.cast import actor, at, cashed, heard, left, nothing_changes, ordered, reread

BACK = {
    Status.IN_PREPARATION: Status.AWAITING_PREPARATION,
    Status.IN_OVEN: Status.IN_PREPARATION,
    Status.AWAITING_DELIVERY: Status.IN_OVEN,
    Status.READY_FOR_COLLECTION: Status.IN_OVEN,
}


@pytest.mark.parametrize(("source", "target"), BACK.items())
def test_each_bump_goes_back_one_step_and_is_a_row_of_the_history(source, target, rouen, bruno):
    order = at(source, rouen)
    assert actions.recall(order.reference, actor("bruno"), seq=order.seq).order.status == target
    last = reread(order).changes.latest("seq")
    assert (last.source, last.target, last.who, last.why) == (source, target, bruno, "rappel")


@pytest.mark.parametrize("source", BACK)
def test_the_second_tap_changes_nothing(source, rouen):
    order = at(source, rouen)
    actions.recall(order.reference, actor("bruno"), seq=order.seq)
    with nothing_changes():
        assert not actions.recall(order.reference, actor("bruno"), seq=order.seq).changed


def test_two_slips_can_be_taken_back_one_after_the_other(rouen):
    order = at(Status.AWAITING_DELIVERY, rouen)
    actions.recall(order.reference, actor("bruno"), seq=4)
    assert actions.recall(order.reference, actor("bruno"), seq=5).order.status == Status.IN_PREPARATION


def test_a_screen_that_did_not_see_the_last_bump_is_stale(rouen):
    order = at(Status.IN_OVEN, rouen)
    with nothing_changes(), pytest.raises(Stale):
        actions.recall(order.reference, actor("bruno"), seq=2)


@pytest.mark.parametrize("who", ["alice", "eric", "chloe"])
def test_only_the_kitchen_recalls(who, rouen):
    order, someone = at(Status.IN_PREPARATION, rouen), actor(who, rouen)
    with nothing_changes(), pytest.raises(Forbidden):
        actions.recall(order.reference, someone, seq=order.seq)


@pytest.mark.parametrize("status", sorted(set(Status) - set(BACK)))
def test_nothing_else_can_be_recalled(status, rouen):
    order, bruno = at(status, rouen), actor("bruno")
    with nothing_changes(), pytest.raises(WrongMoment):
        actions.recall(order.reference, bruno, seq=order.seq)


@pytest.mark.parametrize(("seconds", "refused"), [(599, False), (601, True)])
def test_the_window_closes_after_ten_minutes(seconds, refused, rouen):
    order = at(Status.IN_OVEN, rouen)
    Order.objects.filter(pk=order.pk).update(status_at=timezone.now() - timedelta(seconds=seconds))
    if refused:
        with nothing_changes(), pytest.raises(WrongMoment):
            actions.recall(order.reference, actor("bruno"), seq=order.seq)
    else:
        assert actions.recall(order.reference, actor("bruno"), seq=order.seq).changed


def test_a_delivery_tried_again_is_no_kitchen_bump(rouen):
    order = at(Status.DELIVERY_FAILED, rouen)
    actions.retry(order.reference, actor("eric"))
    with nothing_changes(), pytest.raises(WrongMoment):
        actions.recall(order.reference, actor("bruno"), seq=reread(order).seq)


def test_what_is_paid_for_does_not_go_back_into_the_oven(rouen):
    order = cashed(at(Status.READY_FOR_COLLECTION, rouen))
    with nothing_changes(), pytest.raises(Refusal, match="encaissée"):
        actions.recall(order.reference, actor("bruno"), seq=order.seq)


def test_a_recall_does_not_touch_the_stock(rouen):
    order = at(Status.IN_PREPARATION, rouen)
    before = left(rouen, "mozzarella")
    actions.recall(order.reference, actor("bruno"), seq=order.seq)
    assert left(rouen, "mozzarella") == before


def test_after_a_recall_to_the_queue_the_customer_may_cancel_again_and_the_stock_comes_back(rouen):
    before = left(rouen, "mozzarella")
    order = ordered(rouen)
    actions.start(order.reference, actor("bruno"))
    actions.recall(order.reference, actor("bruno"), seq=2)
    actions.cancel(order.reference, actor("alice"))
    assert left(rouen, "mozzarella") == before


def test_the_menu_is_told_because_the_wait_changes(rouen):
    order, bruno = at(Status.IN_OVEN, rouen), actor("bruno")
    with heard() as streams:
        actions.recall(order.reference, bruno, seq=order.seq)
    assert streams == {
        "kitchen.rouen-centre",
        "counter.rouen-centre",
        "board.rouen-centre",
        "delivery.rouen-centre",
        "menu.rouen-centre",
        f"order.{order.reference}",
    }
