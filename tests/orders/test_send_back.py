"""An ingredient is missing: the order goes back to the queue, with what is missing."""

import pytest

from ocpizza.orders import actions
from ocpizza.orders.flow import Status
from ocpizza.orders.refusals import Forbidden, Invalid, WrongMoment
from tests.cast import actor, at, heard, left, nothing_changes, reread

OTHER_MOMENTS = sorted(set(Status) - {Status.IN_PREPARATION, Status.AWAITING_PREPARATION})


def test_it_waits_again_and_the_history_says_what_is_missing(rouen, bruno):
    order = at(Status.IN_PREPARATION, rouen)
    assert actions.send_back(order.reference, actor("bruno"), "plus de basilic", seq=2).changed
    last = reread(order).changes.latest("seq")
    assert (last.target, last.who, last.why) == (Status.AWAITING_PREPARATION, bruno, "plus de basilic")


def test_twice_is_once(rouen):
    order = at(Status.IN_PREPARATION, rouen)
    actions.send_back(order.reference, actor("bruno"), "plus de basilic", seq=2)
    with nothing_changes():
        assert not actions.send_back(order.reference, actor("bruno"), "plus de basilic", seq=2).changed


@pytest.mark.parametrize("why", ["", "   "])
def test_a_reason_is_due(why, rouen):
    order = at(Status.IN_PREPARATION, rouen)
    with nothing_changes(), pytest.raises(Invalid):
        actions.send_back(order.reference, actor("bruno"), why)


def test_a_very_long_reason_is_kept_as_far_as_it_fits(rouen):
    order = at(Status.IN_PREPARATION, rouen)
    actions.send_back(order.reference, actor("bruno"), "x" * 500)
    assert len(reread(order).changes.latest("seq").why) == 200


@pytest.mark.parametrize("who", ["alice", "eric", "chloe"])
def test_only_the_kitchen_sends_back(who, rouen):
    order, someone = at(Status.IN_PREPARATION, rouen), actor(who, rouen)
    with nothing_changes(), pytest.raises(Forbidden):
        actions.send_back(order.reference, someone, "plus de basilic")


@pytest.mark.parametrize("status", OTHER_MOMENTS)
def test_no_other_status_is_sent_back_not_even_by_the_manager(status, rouen):
    order, dina = at(status, rouen), actor("dina", rouen)
    with nothing_changes(), pytest.raises(WrongMoment):
        actions.send_back(order.reference, dina, "plus de basilic")


def test_the_stock_stays_taken_and_the_menu_hears_of_the_longer_wait(rouen):
    order, bruno = at(Status.IN_PREPARATION, rouen), actor("bruno")
    before = left(rouen, "mozzarella")
    with heard() as streams:
        actions.send_back(order.reference, bruno, "plus de basilic")
    assert left(rouen, "mozzarella") == before
    assert "menu.rouen-centre" in streams
