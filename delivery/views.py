"""The courier's page and the taps on it."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from delivery import forms
from ocpizza.accounts import gates
from ocpizza.live import http
from ocpizza.live.screens import page
from ocpizza.orders import typed
from ocpizza.orders.actions import Actor, Outcome
from ocpizza.orders.flow import By
from ocpizza.orders.models import Order
from ocpizza.orders.refusals import Refusal
from ocpizza.payments import actions as payments
from ocpizza.payments.models import Means
from ocpizza.rounds import actions as rounds
from ocpizza.rounds.models import Stop
from ocpizza.stores.models import Store


@require_GET
@never_cache
@gates.courier
def screen(request: HttpRequest, store: str) -> HttpResponse:
    """Show the courier's own round and what is ready in the store."""
    courier = gates.person(request)
    shown = page(request, [("delivery", [store]), ("courier", [str(courier.pk)])])
    return render(request, "delivery/screen.html", shown.context)


@require_POST
@gates.courier
def take(request: HttpRequest, store: str) -> HttpResponse:
    """Take the chosen orders into one's round."""
    place, courier = _place(store), gates.person(request)
    return _answer(request, store, lambda: rounds.take(place, courier, forms.references(request.POST)))


@require_POST
@gates.courier
def leave(request: HttpRequest, store: str) -> HttpResponse:
    """Leave the store with the round."""
    place, courier = _place(store), gates.person(request)
    return _answer(request, store, lambda: rounds.leave(place, courier))


@require_POST
@gates.courier
def arrive(request: HttpRequest, store: str, reference: str) -> HttpResponse:
    """Stand at the customer's door."""
    place, courier = _place(store), gates.person(request)
    return _answer(request, store, lambda: rounds.arrive(place, courier, reference))


@require_POST
@gates.courier
def cash(request: HttpRequest, store: str, reference: str) -> HttpResponse:
    """Cash in what is due for a stop of one's own round."""
    place, courier = _place(store), gates.person(request)
    if not Stop.objects.is_last_of(courier, place, reference):
        raise Http404
    means, given = request.POST.get("means", ""), request.POST.get("given", "")

    def act() -> Outcome:
        tendered = typed.cents(given) if means == Means.CASH else None
        actor, also = Actor(By.COURIER, courier), [rounds.stream_of(courier)]
        return payments.cash_in(reference, means, actor, tendered, also)

    return _answer(request, store, act)


@require_POST
@gates.courier
def deliver(request: HttpRequest, store: str, reference: str) -> HttpResponse:
    """The customer has it."""
    place, courier = _place(store), gates.person(request)
    return _answer(request, store, lambda: rounds.deliver(place, courier, reference, typed.seq(request.POST)))


@require_POST
@gates.courier
def fail(request: HttpRequest, store: str, reference: str) -> HttpResponse:
    """It could not be handed over, and why."""
    place, courier, reason = _place(store), gates.person(request), request.POST.get("reason", "")
    return _answer(request, store, lambda: rounds.fail(place, courier, reference, reason, typed.seq(request.POST)))


def _place(store: str) -> Store:
    return get_object_or_404(Store, slug=store)


def _answer(request: HttpRequest, store: str, act: Callable[[], Outcome]) -> HttpResponse:
    """Act, and say what changed, or why nothing did."""
    back = reverse("delivery:screen", args=[store])
    try:
        return http.changed(request, act().versions, back)
    except Refusal as refusal:
        return http.refused(request, refusal.sentence, back, refusal.status)
    except Order.DoesNotExist:
        raise Http404 from None
