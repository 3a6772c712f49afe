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

    Two couriers, one order: the row lock lets one through, the other is told who was faster. Every action here locks
    in the same order: orders, stops, round. Raises Refusal, Invalid.
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
        new.sort(key=lambda order: (order.promised_at, order.pk))
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
        stop = _own_stop(store, courier, reference)
        _require_open(stop)
        if stop.arrived_at:
            return Outcome(stop.order, changed=False)
        stop.arrived_at = timezone.now()
        stop.save(update_fields=["arrived_at"])
        Round.objects.filter(pk=stop.round_id, left_at=None).update(left_at=stop.arrived_at)
        return _repaint([stop], courier)


def deliver(store: Store, courier: User, reference: str, seq: int | None = None) -> Outcome:
    """Handed over; the amount due must have been cashed in. Delivering twice changes nothing."""
    with transaction.atomic():
        stop = _own_stop(store, courier, reference)
        if stop.order.status == Status.COMPLETED:
            return Outcome(stop.order, changed=False)
        _require_open(stop)
        _end(stop)
        return orders.hand_over(reference, Actor(By.COURIER, courier), seq, [stream_of(courier)])


def fail(store: Store, courier: User, reference: str, reason: str, seq: int | None = None) -> Outcome:
    """Not handed over, for one of FAILURES; counter or manager decide what follows."""
    if reason not in FAILURES:
        raise Invalid(_("Choisissez un motif."))
    with transaction.atomic():
        stop = _own_stop(store, courier, reference)
        if stop.order.status == Status.DELIVERY_FAILED:
            return Outcome(stop.order, changed=False)
        _require_open(stop)
        if stop.order.payment == PaymentState.PAID:
            raise Refusal(_("Déjà encaissée : remettez la commande, ou appelez le magasin."))
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
    """Return the courier's round, locked; two first taps at once find the same one."""
    rounds = Round.objects.select_for_update().filter(courier=courier, ended_at=None)
    while (found := rounds.first()) is None:
        Round.objects.bulk_create([Round(store=store, courier=courier, taken_at=timezone.now())], ignore_conflicts=True)
    if found.store_id != store.pk:
        raise Refusal(_("Une tournée d'un autre magasin est en cours."))
    return found


def _locked_round(store: Store, courier: User) -> Round:
    found = Round.objects.select_for_update().filter(courier=courier, store=store, ended_at=None).first()
    if found is None:
        raise Refusal(_("Aucune tournée en cours."))
    return found


def _own_stop(store: Store, courier: User, reference: str) -> Stop:
    """Return the courier's last stop for this order, order and stop locked. Raises Order.DoesNotExist."""
    order = Order.objects.locked().get(store=store, reference=reference)
    stops = Stop.objects.select_for_update(of=("self",)).filter(order=order, round__courier=courier)
    stop = stops.order_by("pk").last()
    if stop is None:
        raise Order.DoesNotExist
    stop.order = order
    return stop


def _require_open(stop: Stop) -> None:
    if stop.ended_at:
        raise WrongMoment(stop.order.get_status_display())


def _end(stop: Stop) -> None:
    """End the stop, and the round with its last one: locked, so that of two last stops at once one sees the other."""
    under_way = Round.objects.select_for_update().get(pk=stop.round_id)
    stop.ended_at = timezone.now()
    stop.save(update_fields=["ended_at"])
    if not under_way.stops.filter(ended_at=None).exists():
        under_way.ended_at = stop.ended_at
        under_way.save(update_fields=["ended_at"])


def _last_order(under_way: Round) -> Order:
    return Order.objects.select_related("store").filter(stops__round=under_way).latest("stops__position")


def _repaint(stops: Sequence[Stop], courier: User) -> Outcome:
    names = [f"order.{stop.order.reference}" for stop in stops]
    return orders.touch(stops[0].order, [stream_of(courier), *names])
