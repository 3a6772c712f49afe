"""Out of the oven: ready for the courier or for the customer."""

import pytest

from ocpizza.orders import actions
from ocpizza.orders.flow import Status
from ocpizza.orders.models import Order
from ocpizza.orders.refusals import Forbidden, WrongMoment
from tests.cast import actor, at, heard, nothing_changes

OTHER_MOMENTS = sorted(set(Status) - {Status.IN_OVEN, Status.AWAITING_DELIVERY, Status.READY_FOR_COLLECTION})


@pytest.mark.parametrize(
    ("fulfilment", "status"),
    [
        ("delivery", Status.AWAITING_DELIVERY),
        ("takeaway", Status.READY_FOR_COLLECTION),
        ("on_site", Status.READY_FOR_COLLECTION),
    ],
)
def test_where_it_waits_depends_on_how_the_customer_gets_it(fulfilment, status, rouen):
    order = at(Status.IN_OVEN, rouen, fulfilment=fulfilment)
    assert actions.mark_ready(order.reference, actor("bruno"), seq=3).order.status == status


@pytest.mark.parametrize("status", [Status.AWAITING_DELIVERY, Status.READY_FOR_COLLECTION])
def test_the_second_tap_changes_nothing(status, rouen):
    order = at(status, rouen)
    with nothing_changes():
        assert not actions.mark_ready(order.reference, actor("bruno"), seq=3).changed


@pytest.mark.parametrize("who", ["alice", "eric", "chloe"])
def test_only_the_kitchen_says_ready(who, rouen):
    order, someone = at(Status.IN_OVEN, rouen), actor(who, rouen)
    with nothing_changes(), pytest.raises(Forbidden):
        actions.mark_ready(order.reference, someone)


@pytest.mark.parametrize("status", OTHER_MOMENTS)
@pytest.mark.parametrize("who", ["bruno", "dina"])
def test_no_other_status_becomes_ready_not_even_a_failed_delivery(status, who, rouen):
    order, someone = at(status, rouen), actor(who, rouen)
    with nothing_changes(), pytest.raises(WrongMoment):
        actions.mark_ready(order.reference, someone)


def test_couriers_are_told_of_a_delivery(rouen):
    order, bruno = at(Status.IN_OVEN, rouen), actor("bruno")
    with heard() as streams:
        actions.mark_ready(order.reference, bruno)
    assert streams == {
        "kitchen.rouen-centre",
        "counter.rouen-centre",
        "board.rouen-centre",
        "delivery.rouen-centre",
        f"order.{order.reference}",
    }


def test_an_unknown_order_is_not_found(rouen):
    with nothing_changes(), pytest.raises(Order.DoesNotExist):
        actions.mark_ready("nobody-has-this", actions.Actor(actions.By.COOK))
