"""What a courier does: take orders, leave, arrive, hand over or say why not."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocpizza.accounts.models import User
from ocpizza.orders import actions as orders
from ocpizza.orders.actions import Actor, Outcome
from ocpizza.orders.flow import By, Status
from ocpizza.orders.models import Order, PaymentState
from ocpizza.orders.refusals import Invalid, Refusal, WrongMoment
from ocpizza.rounds.models import Round, Stop
from ocpizza.stores.models import Store

MOST_STOPS = 6
"""Orders in one round: what a delivery bag holds."""

FAILURES = {
    "absent": gettext_lazy("client absent"),
    "refused": gettext_lazy("commande refusée"),
    "cannot_pay": gettext_lazy("ne peut pas payer"),
    "wrong_address": gettext_lazy("adresse fausse"),
}


def stream_of(courier: User) -> str:
    """Return the name of the stream that shows a courier's round."""
    return f"courier.{courier.pk}"


def take(store: Store, courier: User, references: Sequence[str]) -> Outcome:
    """Put ready orders of the store into the courier's round, all or none; orders already in it are left alone.

    Two couriers, one order: the row lock lets one through, the other is told who was faster. Raises Refusal, Invalid.
    """
    with transaction.atomic():
        wanted = list(Order.objects.locked().filter(store=store, reference__in=references))
        if not wanted or len(wanted) != len(set(references)):
            raise Invalid(_("Choisissez au moins une commande de ce magasin."))
        under_way = _open_round(store, courier)
        mine = set(under_way.stops.filter(ended_at=None).values_list("order_id", flat=True))
        new = [order for order in wanted if order.pk not in mine]
        if not new:
            return Outcome(wanted[0], changed=False)
        _check_takable(under_way, new, len(mine))
        for position, order in enumerate(new, start=under_way.stops.count() + 1):
            Stop.objects.create(round=under_way, order=order, position=position)
        return orders.take_out(new, Actor(By.COURIER, courier), [stream_of(courier)])


def leave(store: Store, courier: User) -> Outcome:
    """The courier leaves the store with the round. Leaving twice changes nothing."""
    with transaction.atomic():
        under_way = _locked_round(store, courier)
        open_stops = list(under_way.stops.filter(ended_at=None).select_related("order__store"))
        if under_way.left_at or not open_stops:
            return Outcome(open_stops[0].order if open_stops else _last_order(under_way), changed=False)
        under_way.left_at = timezone.now()
        under_way.save(update_fields=["left_at"])
        return _repaint(open_stops, courier)


def arrive(store: Store, courier: User, reference: str) -> Outcome:
    """The courier is at the door; who arrives has left."""
    with transaction.atomic():
        stop = _open_stop(store, courier, reference)
        if stop.arrived_at:
            return Outcome(stop.order, changed=False)
        stop.arrived_at = timezone.now()
        stop.save(update_fields=["arrived_at"])
        Round.objects.filter(pk=stop.round_id, left_at=None).update(left_at=stop.arrived_at)
        return _repaint([stop], courier)


def deliver(store: Store, courier: User, reference: str, seq: int | None = None) -> Outcome:
    """Handed over; the amount due must have been cashed in. Delivering twice changes nothing."""
    with transaction.atomic():
        if (done := _already(store, courier, reference, Status.COMPLETED)) is not None:
            return done
        stop = _open_stop(store, courier, reference)
        _end(stop)
        return orders.hand_over(reference, Actor(By.COURIER, courier), seq, [stream_of(courier)])


def fail(store: Store, courier: User, reference: str, reason: str, seq: int | None = None) -> Outcome:
    """Not handed over, for one of FAILURES; counter or manager decide what follows."""
    if reason not in FAILURES:
        raise Invalid(_("Choisissez un motif."))
    with transaction.atomic():
        if (done := _already(store, courier, reference, Status.DELIVERY_FAILED)) is not None:
            return done
        stop = _open_stop(store, courier, reference)
        if stop.order.payment == PaymentState.PAID:
            raise Refusal(_("Déjà encaissée : remettez la commande, ou appelez le magasin."))
        _end(stop)
        return orders.fail(reference, Actor(By.COURIER, courier), reason, seq, [stream_of(courier)])


def _check_takable(under_way: Round, new: Sequence[Order], held: int) -> None:
    if under_way.left_at:
        raise Refusal(_("Finissez d'abord la tournée en cours."))
    if held + len(new) > MOST_STOPS:
        raise Refusal(_("Une tournée compte %(most)s commandes au plus.") % {"most": MOST_STOPS})
    for order in new:
        other = Stop.objects.filter(order=order, ended_at=None).select_related("round__courier").first()
        if other is not None:
            taken = {"number": order.number, "courier": other.round.courier}
            raise Refusal(_("La commande %(number)s est déjà prise par %(courier)s.") % taken)


def _open_round(store: Store, courier: User) -> Round:
    User.objects.select_for_update(no_key=True).get(pk=courier.pk)  # two first takes at once: one round
    found = Round.objects.select_for_update().filter(courier=courier, ended_at=None).first()
    if found is None:
        return Round.objects.create(store=store, courier=courier, taken_at=timezone.now())
    if found.store_id != store.pk:
        raise Refusal(_("Une tournée d'un autre magasin est en cours."))
    return found


def _locked_round(store: Store, courier: User) -> Round:
    found = Round.objects.select_for_update().filter(courier=courier, store=store, ended_at=None).first()
    if found is None:
        raise Refusal(_("Aucune tournée en cours."))
    return found


def _open_stop(store: Store, courier: User, reference: str) -> Stop:
    stops = Stop.objects.select_for_update(of=("self",)).select_related("order__store")
    mine = {"round__courier": courier, "round__store": store, "order__reference": reference}
    found = stops.filter(ended_at=None, **mine).first()
    if found is None:
        past = Order.objects.filter(stops__round__courier=courier, store=store, reference=reference).first()
        if past is None:
            raise Order.DoesNotExist
        raise WrongMoment(past.get_status_display())
    return found


def _already(store: Store, courier: User, reference: str, status: Status) -> Outcome | None:
    """Lock the order, before its stop and its round as `take` does, and say whether it is already there."""
    order = Order.objects.locked().filter(store=store, reference=reference).first()
    if order is None or order.status != status or not order.stops.filter(round__courier=courier).exists():
        return None
    return Outcome(order, changed=False)


def _end(stop: Stop) -> None:
    stop.ended_at = timezone.now()
    stop.save(update_fields=["ended_at"])
    if not Stop.objects.filter(round=stop.round_id, ended_at=None).exists():
        Round.objects.filter(pk=stop.round_id).update(ended_at=stop.ended_at)


def _last_order(under_way: Round) -> Order:
    return Order.objects.select_related("store").filter(stops__round=under_way).latest("stops__position")


def _repaint(stops: Sequence[Stop], courier: User) -> Outcome:
    names = [f"order.{stop.order.reference}" for stop in stops]
    return orders.touch(stops[0].order, [stream_of(courier), *names])
