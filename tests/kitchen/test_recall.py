"""A cook takes the last bump back."""

from datetime import timedelta

import pytest

from ocpizza.orders.actions import RECALL_WINDOW
from ocpizza.orders.flow import Status
from ocpizza.orders.models import Order
from tests.cast import at, cashed, heard, nothing_changes, person, reread

STEPS = [
    (Status.IN_PREPARATION, Status.AWAITING_PREPARATION),
    (Status.IN_OVEN, Status.IN_PREPARATION),
    (Status.AWAITING_DELIVERY, Status.IN_OVEN),
    (Status.READY_FOR_COLLECTION, Status.IN_OVEN),
]


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_the_order_goes_one_step_back(before, after, tap, rouen, bruno):
    order = at(before, rouen)
    assert tap(bruno, order, "recall").status_code == 204
    assert reread(order).status == after


def test_twice_is_once(tap, rouen, bruno):
    order = at(Status.IN_OVEN, rouen)
    tap(bruno, order, "recall")
    with nothing_changes():
        assert tap(bruno, order, "recall").status_code == 204


def test_the_screens_are_told(tap, rouen, bruno):
    order = at(Status.IN_OVEN, rouen)
    with heard() as streams:
        tap(bruno, order, "recall")
    assert streams >= {"kitchen.rouen-centre", "menu.rouen-centre", f"order.{order.reference}"}


def test_after_the_window_it_is_too_late(tap, rouen, bruno):
    order = at(Status.IN_OVEN, rouen)
    Order.objects.filter(pk=order.pk).update(status_at=order.status_at - RECALL_WINDOW - timedelta(seconds=1))
    with nothing_changes():
        assert tap(bruno, order, "recall").status_code == 409


def test_what_is_cashed_in_stays(tap, rouen, bruno):
    order = cashed(at(Status.READY_FOR_COLLECTION, rouen))
    with nothing_changes():
        answer = tap(bruno, order, "recall")
    assert answer.status_code == 409
    assert "Déjà encaissée" in answer.content.decode()


def test_what_the_courier_took_is_out_of_reach(tap, rouen, bruno):
    order = at(Status.IN_DELIVERY, rouen)
    with nothing_changes():
        assert tap(bruno, order, "recall").status_code == 409


def test_a_recall_says_which_bump_it_means(tap, rouen, bruno):
    order = at(Status.IN_OVEN, rouen)
    with nothing_changes():
        assert tap(bruno, order, "recall", seq=None).status_code == 400


@pytest.mark.parametrize(("who", "status"), [("eric", 403), ("chloe", 403), ("alice", 404)])
def test_only_the_kitchen_recalls(who, status, tap, rouen):
    order, someone = at(Status.IN_OVEN, rouen), person(who, rouen)
    with nothing_changes():
        assert tap(someone, order, "recall").status_code == status
