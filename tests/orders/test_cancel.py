"""An order is cancelled: by whom, until when, and what comes back."""

import pytest

from ocpizza.orders import actions
from ocpizza.orders.flow import CANCELLABLE_BY_CUSTOMER, Status
from ocpizza.orders.refusals import Forbidden, Invalid, Refusal, Stale, WrongMoment
from tests.cast import actor, at, cashed, heard, left, nothing_changes, ordered, reread

BEFORE_PREPARATION = [Status.AWAITING_PAYMENT, Status.AWAITING_PREPARATION, Status.UNDER_MODIFICATION]
DURING_OR_AFTER = sorted(set(Status) - {*BEFORE_PREPARATION, Status.CANCELLED, Status.COMPLETED})


@pytest.mark.parametrize("status", BEFORE_PREPARATION)
@pytest.mark.parametrize("who", ["alice", "eric", "dina"])
def test_before_preparation_it_ends_and_all_its_stock_comes_back(status, who, rouen):
    before = dict(rouen.levels.values_list("ingredient__slug", "quantity"))
    order, someone = at(status, rouen, basket={"orientale-g": 2, "cola": 3}), actor(who, rouen)
    assert actions.cancel(order.reference, someone, "s'est trompée").order.status == Status.CANCELLED
    assert dict(rouen.levels.values_list("ingredient__slug", "quantity")) == before
    last = reread(order).changes.latest("seq")
    assert (last.source, last.target, last.who, last.why) == (status, "cancelled", someone.who, "s'est trompée")


def test_cancelling_twice_gives_the_stock_back_once(rouen):
    order = ordered(rouen)
    actions.cancel(order.reference, actor("alice"))
    with nothing_changes():
        assert not actions.cancel(order.reference, actor("alice")).changed


@pytest.mark.parametrize("status", DURING_OR_AFTER)
def test_a_customer_who_comes_too_late_is_told_so(status, rouen):
    order, alice = at(status, rouen), actor("alice")
    with nothing_changes(), pytest.raises(Refusal, match="la préparation a commencé"):
        actions.cancel(order.reference, alice)


def test_the_page_offers_exactly_what_the_action_allows():
    assert set(BEFORE_PREPARATION) - {Status.AWAITING_PAYMENT} == CANCELLABLE_BY_CUSTOMER


@pytest.mark.parametrize("status", [Status.READY_FOR_COLLECTION, Status.DELIVERY_FAILED])
def test_the_counter_ends_what_nobody_takes_and_its_stock_stays_used(status, rouen):
    order, eric = at(status, rouen), actor("eric", rouen)
    before = left(rouen, "mozzarella")
    assert actions.cancel(order.reference, eric, "jamais retirée").changed
    assert left(rouen, "mozzarella") == before


@pytest.mark.parametrize("status", [Status.READY_FOR_COLLECTION, Status.DELIVERY_FAILED])
def test_ending_what_was_made_needs_a_reason(status, rouen):
    order, eric = at(status, rouen), actor("eric", rouen)
    with nothing_changes(), pytest.raises(Invalid):
        actions.cancel(order.reference, eric, "  ")


@pytest.mark.parametrize(
    "status", [Status.IN_PREPARATION, Status.IN_OVEN, Status.AWAITING_DELIVERY, Status.IN_DELIVERY, Status.COMPLETED]
)
def test_not_even_the_manager_cancels_what_is_being_made_carried_or_done(status, rouen):
    order, dina = at(status, rouen), actor("dina", rouen)
    with nothing_changes(), pytest.raises(WrongMoment):
        actions.cancel(order.reference, dina)


@pytest.mark.parametrize("who", ["bruno", "chloe"])
def test_kitchen_and_couriers_do_not_cancel_what_waits(who, rouen):
    order, someone = ordered(rouen), actor(who, rouen)
    with nothing_changes(), pytest.raises(Forbidden):
        actions.cancel(order.reference, someone)


def test_what_is_paid_for_needs_a_refund_first(rouen):
    order = cashed(at(Status.READY_FOR_COLLECTION, rouen))
    with nothing_changes(), pytest.raises(Refusal, match="remboursement"):
        actions.cancel(order.reference, actor("eric"))


def test_a_stale_screen_is_refused(rouen):
    order = at(Status.IN_PREPARATION, rouen)
    actions.recall(order.reference, actor("bruno"), seq=2)
    with nothing_changes(), pytest.raises(Stale):
        actions.cancel(order.reference, actor("eric", rouen), seq=1)


def test_the_menu_is_told_because_something_is_back(rouen):
    order, alice = ordered(rouen), actor("alice")
    with heard() as streams:
        actions.cancel(order.reference, alice)
    assert streams == {
        "kitchen.rouen-centre",
        "counter.rouen-centre",
        "shelf.rouen-centre",
        "stock.rouen-centre",
        "board.rouen-centre",
        "delivery.rouen-centre",
        "menu.rouen-centre",
        f"order.{order.reference}",
    }
