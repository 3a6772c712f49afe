"""The pizzas go into the oven."""

import pytest

from ocpizza.orders import actions
from ocpizza.orders.flow import Status
from ocpizza.orders.refusals import Forbidden, Stale, WrongMoment
from tests.cast import actor, at, heard, nothing_changes, reread

OTHER_MOMENTS = sorted(set(Status) - {Status.IN_PREPARATION, Status.IN_OVEN})


def test_the_order_is_in_the_oven_and_the_history_says_who_put_it_there(rouen, bruno):
    order = at(Status.IN_PREPARATION, rouen)
    assert actions.to_oven(order.reference, actor("bruno"), seq=2).changed
    last = reread(order).changes.latest("seq")
    assert (last.source, last.target, last.by, last.who) == ("in_preparation", "in_oven", "cook", bruno)


def test_the_second_tap_changes_nothing(rouen):
    order = at(Status.IN_OVEN, rouen)
    with nothing_changes():
        assert not actions.to_oven(order.reference, actor("bruno"), seq=2).changed


@pytest.mark.parametrize("who", ["alice", "eric", "chloe"])
def test_only_the_kitchen_bakes(who, rouen):
    order, someone = at(Status.IN_PREPARATION, rouen), actor(who, rouen)
    with nothing_changes(), pytest.raises(Forbidden):
        actions.to_oven(order.reference, someone)


@pytest.mark.parametrize("status", OTHER_MOMENTS)
def test_no_other_status_goes_to_the_oven_not_even_one_a_recall_could_bring_back(status, rouen):
    order, bruno = at(status, rouen), actor("bruno")
    with nothing_changes(), pytest.raises(WrongMoment):
        actions.to_oven(order.reference, bruno)


def test_a_stale_screen_is_refused(rouen):
    order = at(Status.IN_PREPARATION, rouen)
    with nothing_changes(), pytest.raises(Stale):
        actions.to_oven(order.reference, actor("bruno"), seq=1)


def test_the_menu_is_told_too_because_the_wait_gets_shorter(rouen):
    order, bruno = at(Status.IN_PREPARATION, rouen), actor("bruno")
    with heard() as streams:
        actions.to_oven(order.reference, bruno)
    assert streams == {
        "kitchen.rouen-centre",
        "counter.rouen-centre",
        "board.rouen-centre",
        "delivery.rouen-centre",
        "menu.rouen-centre",
        f"order.{order.reference}",
    }
