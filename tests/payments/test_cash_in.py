"""Cashing in: the whole amount, once, by who stands before the customer."""

import pytest

from ocpizza.orders.flow import By, Status
from ocpizza.orders.models import PaymentState
from ocpizza.orders.refusals import Invalid, WrongMoment
from ocpizza.payments.actions import cash_in
from ocpizza.payments.models import Means, Payment
from tests import cast


@pytest.fixture
def out(rouen, chloe):
    return cast.at(Status.IN_DELIVERY, rouen)


@pytest.fixture
def courier(chloe, rouen):
    return cast.actor("chloe", rouen)


def test_the_amount_due_is_received_and_the_change_is_known(out, courier):
    outcome = cash_in(out.reference, Means.CASH, courier, 2000)
    payment, order = Payment.objects.get(), cast.reread(out)
    assert outcome.changed
    assert (payment.amount_cents, payment.tendered_cents, payment.change_cents) == (990, 2000, 1010)
    assert payment.taken_by == courier.who
    assert (order.due_cents, order.payment) == (0, PaymentState.PAID)


def test_the_screens_of_the_order_hear_it(out, courier):
    with cast.heard() as names:
        cash_in(out.reference, Means.CARD, courier, also=["courier.7"])
    store = out.store.slug
    assert names == {
        f"kitchen.{store}",
        f"board.{store}",
        f"counter.{store}",
        f"delivery.{store}",
        f"order.{out.reference}",
        "courier.7",
    }


def test_a_second_tap_finds_nothing_due(out, courier):
    cash_in(out.reference, Means.CASH, courier)
    with cast.nothing_changes():
        assert not cash_in(out.reference, Means.CASH, courier).changed


@pytest.mark.parametrize(
    ("means", "given"),
    [
        ("cash", 989),
        ("cash", 0),
        ("cash", -990),
        ("cash", 990 + 50_001),
        ("card", 1000),
        ("cheque", 989),
        ("sou", 990),
        ("", 990),
        ("cash\x00", 990),
    ],
)
def test_a_wrong_amount_or_means_is_refused_and_tells_nobody(out, courier, means, given):
    with cast.nothing_changes(), pytest.raises(Invalid):
        cash_in(out.reference, means, courier, given)


@pytest.mark.parametrize("status", [Status.AWAITING_PREPARATION, Status.AWAITING_DELIVERY, Status.DELIVERY_FAILED])
def test_nobody_cashes_in_away_from_the_customer(rouen, courier, status):
    order = cast.at(status, rouen)
    with cast.nothing_changes(), pytest.raises(WrongMoment):
        cash_in(order.reference, Means.CASH, courier)


def test_the_counter_cashes_in_what_is_collected_and_not_what_is_on_the_road(rouen, out, eric):
    collected = cast.at(Status.READY_FOR_COLLECTION, rouen)
    assert cash_in(collected.reference, Means.CHEQUE, cast.actor("eric")).changed
    with cast.nothing_changes(), pytest.raises(WrongMoment):
        cash_in(out.reference, Means.CASH, cast.actor("eric"))


def test_the_courier_does_not_cash_in_at_the_counter(rouen, courier):
    collected = cast.at(Status.READY_FOR_COLLECTION, rouen)
    assert courier.by == By.COURIER
    with cast.nothing_changes(), pytest.raises(WrongMoment):
        cash_in(collected.reference, Means.CASH, courier)
