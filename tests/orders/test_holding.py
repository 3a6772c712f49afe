"""An order that is being paid for online holds its stock for ten minutes: paid, refused, cancelled, or over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kitchen.picture import newest
from ocpizza.board import figures
from ocpizza.operations import sweeps
from ocpizza.orders import actions, holding
from ocpizza.orders.flow import By, Status
from ocpizza.orders.models import Order, PaymentState
from ocpizza.orders.promise import pizzas_waiting
from ocpizza.payments import online
from tests.cast import actor, at, heard, left, nothing_changes, ordered, reread

LATER = timedelta(minutes=11)


@pytest.fixture
def held(rouen):
    return at(Status.AWAITING_PAYMENT, rouen, basket={"reine-m": 2})


def over(order):
    """Let its ten minutes pass."""
    Order.objects.filter(pk=order.pk).update(held_until=timezone.now() - timedelta(seconds=1))


def test_it_takes_its_stock_for_ten_minutes_and_nobody_cooks_it(held, rouen):
    assert (held.payment, held.due_cents) == (PaymentState.AWAITING, 2380)
    assert held.held_until - held.placed_at == timedelta(minutes=10)
    assert left(rouen, "jambon") == 10**12 - 120_000
    assert newest("rouen-centre") is None
    assert pizzas_waiting(rouen) == 0
    read = figures.read(["rouen-centre"])
    assert (read.totals.revenue_cents, sum(read.pace[rouen.pk]), read.orders) == (0, 0, {})


def test_paid_it_goes_to_the_kitchen_with_a_promise_that_starts_now(held, rouen):
    early = timezone.now() - timedelta(minutes=9)
    Order.objects.filter(pk=held.pk).update(placed_at=early, start_by=early, promised_at=early)
    with heard() as streams:
        assert online.authorise(held.reference).changed
    now = reread(held)
    assert (now.status, now.payment, now.due_cents, now.total_cents) == ("awaiting_preparation", "authorised", 0, 2380)
    assert now.promised_at > timezone.now()
    assert newest("rouen-centre") == held, "the kitchen hears it as a new one"
    assert held.changes.latest("seq").by == By.SYSTEM
    assert {"kitchen.rouen-centre", "menu.rouen-centre", f"order.{held.reference}"} <= streams
    with nothing_changes():
        assert not online.authorise(held.reference).changed


def test_refused_it_ends_and_its_stock_is_free(held, rouen):
    with heard() as streams:
        assert online.refuse(held.reference).changed
    now = reread(held)
    assert (now.status, now.payment, now.changes.latest("seq").why) == ("cancelled", "failed", "paiement refusé")
    assert left(rouen, "jambon") == 10**12
    assert {"menu.rouen-centre", "shelf.rouen-centre", f"order.{held.reference}"} <= streams
    with nothing_changes():
        assert not online.refuse(held.reference).changed


def test_over_its_stock_goes_back_once_and_the_others_stay(held, rouen):
    paid, waiting = at(Status.AWAITING_PAYMENT, rouen), at(Status.AWAITING_PAYMENT, rouen)
    online.authorise(paid.reference)
    over(held)
    Order.objects.filter(pk=paid.pk).update(held_until=timezone.now() - LATER)
    assert holding.expire_due() == 1
    now = reread(held)
    assert (now.status, now.payment) == ("cancelled", "released")
    assert now.changes.latest("seq").why == "paiement non reçu à temps"
    assert left(rouen, "jambon") == 10**12
    assert (reread(paid).status, reread(waiting).status) == ("awaiting_preparation", "awaiting_payment")
    with nothing_changes():
        assert holding.expire_due() == 0


def test_the_worker_sweeps_it(held):
    over(held)
    for sweep in sweeps._SWEEPS.values():
        sweep.due = None
    assert sweeps.run_due(timezone.now())["holds_over"] == 1


@pytest.mark.parametrize("swept", [False, True])
def test_money_that_comes_too_late_is_not_taken_and_revives_nothing(held, swept):
    over(held)
    if swept:
        holding.expire_due()
    with nothing_changes(), pytest.raises(holding.TooLate, match="rien n’est débité"):
        online.authorise(held.reference)


@pytest.mark.parametrize("who", ["alice", "eric", "dina"])
def test_given_up_nothing_is_debited_and_the_stock_is_free(held, rouen, who):
    actions.cancel(held.reference, actor(who, rouen), "demande du client")
    assert reread(held).payment == PaymentState.RELEASED
    assert left(rouen, "jambon") == 10**12


def test_paid_for_and_cancelled_before_preparation_the_money_is_released(held, rouen):
    online.authorise(held.reference)
    actions.cancel(held.reference, actor("alice"))
    assert (reread(held).payment, left(rouen, "jambon")) == (PaymentState.RELEASED, 10**12)


def test_handed_over_the_money_is_taken_once(rouen):
    order = ordered(rouen, pay_online=True, fulfilment="takeaway", basket={"reine-m": 1})
    online.authorise(order.reference)
    bruno, eric = actor("bruno", rouen), actor("eric", rouen)
    for verb in (actions.start, actions.to_oven, actions.mark_ready):
        verb(order.reference, bruno)
    actions.recall(order.reference, bruno, reread(order).seq)
    actions.mark_ready(order.reference, bruno)
    assert online.capture_due() == 0
    actions.hand_over(order.reference, eric)
    assert reread(order).payment == PaymentState.PAID
    assert (online.capture_due(), online.capture_due()) == (1, 0)
    payment = order.payments.get()
    assert (payment.means, payment.amount_cents, payment.taken_by) == ("online", 1190, None)
