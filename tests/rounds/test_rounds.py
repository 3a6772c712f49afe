"""The courier's verbs: take, leave, arrive, deliver, fail; each works, twice is once, and a refusal tells nobody."""

import pytest

from ocpizza.orders import actions as orders
from ocpizza.orders.flow import By, Fulfilment, Status
from ocpizza.orders.models import Order
from ocpizza.orders.refusals import Invalid, Refusal, Stale, StillDue, WrongMoment
from ocpizza.rounds import actions as rounds
from ocpizza.rounds.models import Round, Stop
from tests import cast


@pytest.fixture
def waiting(rouen):
    return cast.at(Status.AWAITING_DELIVERY, rouen)


@pytest.fixture
def out(rouen, chloe):
    """An order in Chloé's bag."""
    return cast.at(Status.IN_DELIVERY, rouen)


def streams(order, *more):
    store = order.store.slug
    return {
        f"kitchen.{store}",
        f"counter.{store}",
        f"board.{store}",
        f"delivery.{store}",
        f"order.{order.reference}",
        *more,
    }


# -- take


def test_a_courier_takes_a_ready_order_and_every_screen_hears_it(rouen, chloe, waiting):
    with cast.heard() as names:
        outcome = rounds.take(rouen, chloe, [waiting.reference])
    order = cast.reread(waiting)
    assert outcome.changed
    assert order.status == Status.IN_DELIVERY
    last = order.changes.order_by("seq").last()
    assert (last.by, last.who) == (By.COURIER, chloe)
    assert names == streams(order, f"courier.{chloe.pk}")
    assert outcome.versions.keys() == names


def test_taking_twice_is_taking_once(rouen, chloe, waiting):
    rounds.take(rouen, chloe, [waiting.reference])
    with cast.nothing_changes():
        assert not rounds.take(rouen, chloe, [waiting.reference]).changed


def test_several_orders_make_one_round_first_promised_first(rouen, chloe):
    late, early = cast.at(Status.AWAITING_DELIVERY, rouen), cast.at(Status.AWAITING_DELIVERY, rouen)
    Order.objects.filter(pk=early.pk).update(promised_at=late.promised_at.replace(year=2020))
    rounds.take(rouen, chloe, [late.reference, early.reference])
    assert [stop.order for stop in Round.objects.get().stops.all()] == [early, late]


def test_an_order_taken_later_joins_the_round_behind_the_others(rouen, chloe, waiting):
    rounds.take(rouen, chloe, [waiting.reference])
    second = cast.at(Status.AWAITING_DELIVERY, rouen)
    rounds.take(rouen, chloe, [waiting.reference, second.reference])
    assert list(Stop.objects.values_list("position", "order")) == [(1, waiting.pk), (2, second.pk)]


def test_the_second_courier_is_told_who_has_the_order_and_takes_none_of_the_others(rouen, chloe, karim, waiting):
    free = cast.at(Status.AWAITING_DELIVERY, rouen)
    rounds.take(rouen, chloe, [waiting.reference])
    with cast.nothing_changes(), pytest.raises(Refusal, match=f"commande {waiting.number} est déjà prise par Chloé"):
        rounds.take(rouen, karim, [free.reference, waiting.reference])


@pytest.mark.parametrize(
    "status", [Status.AWAITING_PREPARATION, Status.IN_PREPARATION, Status.IN_OVEN, Status.COMPLETED, Status.CANCELLED]
)
def test_an_order_that_is_not_ready_cannot_be_taken(rouen, karim, status):
    order = cast.at(status, rouen)
    with cast.nothing_changes(), pytest.raises(WrongMoment):
        rounds.take(rouen, karim, [order.reference])


def test_a_take_away_order_cannot_be_taken(rouen, karim):
    order = cast.at(Status.READY_FOR_COLLECTION, rouen, fulfilment=Fulfilment.TAKEAWAY)
    with cast.nothing_changes(), pytest.raises(WrongMoment):
        rounds.take(rouen, karim, [order.reference])


def test_an_order_of_another_store_cannot_be_taken(rouen, sotteville, chloe):
    order = cast.at(Status.AWAITING_DELIVERY, sotteville)
    with cast.nothing_changes(), pytest.raises(Invalid):
        rounds.take(rouen, chloe, [order.reference])


def test_nothing_chosen_is_nothing_taken(rouen, chloe):
    with cast.nothing_changes(), pytest.raises(Invalid):
        rounds.take(rouen, chloe, [])


def test_a_bag_holds_six_orders(rouen, chloe):
    held = [cast.at(Status.AWAITING_DELIVERY, rouen).reference for _ in range(7)]
    rounds.take(rouen, chloe, held[:6])
    with cast.nothing_changes(), pytest.raises(Refusal, match="6 commandes"):
        rounds.take(rouen, chloe, held[6:])


def test_who_is_on_the_road_takes_nothing_more(rouen, chloe, out):
    rounds.leave(rouen, chloe)
    waiting = cast.at(Status.AWAITING_DELIVERY, rouen)
    with cast.nothing_changes(), pytest.raises(Refusal, match="Finissez"):
        rounds.take(rouen, chloe, [waiting.reference])


def test_a_round_belongs_to_one_store(rouen, sotteville, chloe, out):
    waiting = cast.at(Status.AWAITING_DELIVERY, sotteville)
    with cast.nothing_changes(), pytest.raises(Refusal, match="autre magasin"):
        rounds.take(sotteville, chloe, [waiting.reference])


# -- leave


def test_leaving_is_noted_once_and_told_to_the_customers_of_the_round(rouen, chloe, out):
    with cast.heard() as names:
        assert rounds.leave(rouen, chloe).changed
    assert Round.objects.get().left_at
    assert names == streams(out, f"courier.{chloe.pk}")
    with cast.nothing_changes():
        assert not rounds.leave(rouen, chloe).changed


def test_nobody_leaves_without_a_round(rouen, karim):
    with cast.nothing_changes(), pytest.raises(Refusal, match="Aucune tournée"):
        rounds.leave(rouen, karim)


# -- arrive


def test_arriving_is_noted_once_and_says_that_one_has_left(rouen, chloe, out):
    with cast.heard() as names:
        assert rounds.arrive(rouen, chloe, out.reference).changed
    stop = Stop.objects.select_related("round").get()
    assert stop.arrived_at
    assert stop.round.left_at == stop.arrived_at
    assert names == streams(out, f"courier.{chloe.pk}")
    with cast.nothing_changes():
        assert not rounds.arrive(rouen, chloe, out.reference).changed


def test_arriving_after_the_end_is_too_late(rouen, chloe, out):
    rounds.fail(rouen, chloe, out.reference, "absent")
    with cast.nothing_changes(), pytest.raises(WrongMoment):
        rounds.arrive(rouen, chloe, out.reference)


# -- deliver


def test_delivering_completes_the_order_and_ends_the_round_with_its_last_stop(rouen, chloe, out):
    cast.cashed(out)
    with cast.heard() as names:
        assert rounds.deliver(rouen, chloe, out.reference).changed
    assert cast.reread(out).status == Status.COMPLETED
    assert Round.objects.get().ended_at
    assert names == streams(out, f"courier.{chloe.pk}")


def test_the_round_goes_on_while_a_stop_is_left(rouen, chloe, out):
    other = cast.at(Status.AWAITING_DELIVERY, rouen)
    rounds.take(rouen, chloe, [other.reference])
    rounds.fail(rouen, chloe, out.reference, "refused")
    assert Round.objects.get().ended_at is None


def test_delivering_twice_is_delivering_once(rouen, chloe, out):
    cast.cashed(out)
    rounds.deliver(rouen, chloe, out.reference)
    with cast.nothing_changes():
        assert not rounds.deliver(rouen, chloe, out.reference).changed


def test_completion_is_refused_while_an_amount_is_due(rouen, chloe, out):
    with cast.nothing_changes(), pytest.raises(StillDue, match="montant reste dû"):
        rounds.deliver(rouen, chloe, out.reference)


def test_a_stale_screen_delivers_nothing(rouen, chloe, out):
    cast.cashed(out)
    with cast.nothing_changes(), pytest.raises(Stale):
        rounds.deliver(rouen, chloe, out.reference, seq=out.seq - 1)


@pytest.mark.parametrize("verb", [rounds.arrive, rounds.deliver])
def test_another_couriers_order_does_not_exist_for_oneself(rouen, karim, out, verb):
    with cast.nothing_changes(), pytest.raises(Order.DoesNotExist):
        verb(rouen, karim, out.reference)


@pytest.mark.parametrize("verb", [rounds.arrive, rounds.deliver])
def test_an_order_nobody_took_does_not_exist_for_the_road(rouen, karim, waiting, verb):
    with cast.nothing_changes(), pytest.raises(Order.DoesNotExist):
        verb(rouen, karim, waiting.reference)


def test_the_order_of_a_round_is_not_found_through_another_store(rouen, sotteville, chloe, out):
    with cast.nothing_changes(), pytest.raises(Order.DoesNotExist):
        rounds.arrive(sotteville, chloe, out.reference)


# -- fail


@pytest.mark.parametrize("reason", rounds.FAILURES)
def test_each_reason_is_kept_and_told(rouen, chloe, out, reason):
    with cast.heard() as names:
        assert rounds.fail(rouen, chloe, out.reference, reason).changed
    order = cast.reread(out)
    assert order.status == Status.DELIVERY_FAILED
    assert order.changes.order_by("seq").last().why == reason
    assert Round.objects.get().ended_at
    assert names == streams(out, f"courier.{chloe.pk}")


def test_failing_twice_is_failing_once(rouen, chloe, out):
    rounds.fail(rouen, chloe, out.reference, "absent")
    with cast.nothing_changes():
        assert not rounds.fail(rouen, chloe, out.reference, "absent").changed


@pytest.mark.parametrize("reason", ["", "pluie", "ABSENT", "absent\x00"])
def test_a_failure_needs_one_of_the_reasons(rouen, chloe, out, reason):
    with cast.nothing_changes(), pytest.raises(Invalid):
        rounds.fail(rouen, chloe, out.reference, reason)


def test_what_was_cashed_in_is_handed_over(rouen, chloe, out):
    cast.cashed(out)
    with cast.nothing_changes(), pytest.raises(Refusal, match="Déjà encaissée"):
        rounds.fail(rouen, chloe, out.reference, "absent")


def test_a_failed_order_goes_out_again_with_another_courier(rouen, chloe, karim, out):
    rounds.fail(rouen, chloe, out.reference, "absent")
    orders.retry(out.reference, cast.actor("dina", rouen))
    rounds.take(rouen, karim, [out.reference])
    with cast.nothing_changes(), pytest.raises(WrongMoment):
        rounds.deliver(rouen, chloe, out.reference)
    assert rounds.arrive(rouen, karim, out.reference).changed


def test_the_same_courier_may_try_again(rouen, chloe, out):
    rounds.fail(rouen, chloe, out.reference, "absent")
    orders.retry(out.reference, cast.actor("dina", rouen))
    rounds.take(rouen, chloe, [out.reference])
    cast.cashed(out)
    assert rounds.deliver(rouen, chloe, out.reference).changed
