"""What the counter does: cash in, hand over, cancel; reached from the take-away rail and the board."""

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from ocpizza.accounts import gates
from ocpizza.accounts.models import Role
from ocpizza.live.http import changed, refused
from ocpizza.orders import actions, typed
from ocpizza.orders.actions import Actor, Outcome
from ocpizza.orders.flow import By
from ocpizza.orders.models import Order
from ocpizza.orders.refusals import Refusal, WrongMoment
from ocpizza.payments.actions import cash_in

CAPACITIES: Mapping[Role, By] = {
    Role.COUNTER: By.COUNTER,
    Role.MANAGER: By.MANAGER,
    Role.DIRECTION: By.MANAGER,
    Role.COOK: By.COOK,
}
"""In which capacity someone acts, by the first of these roles held."""


@require_POST
@gates.kitchen_side
def cash(request: HttpRequest, store: str, reference: str) -> HttpResponse:
    """Record the amount due as received; `tendered` is what the customer gave, in euros."""

    def act(order: Order, actor: Actor) -> Outcome:
        if order.is_delivery:
            # Its money is in the courier's hands, and in the courier's account.
            raise WrongMoment(order.get_status_display())
        given = typed.cents(request.POST.get("tendered", ""))
        return cash_in(order.reference, request.POST.get("means", ""), actor, given)

    return _answer(request, store, reference, act)


@require_POST
@gates.kitchen_side
def collect(request: HttpRequest, store: str, reference: str) -> HttpResponse:
    """The customer takes the order away."""

    def act(order: Order, actor: Actor) -> Outcome:
        if order.is_delivery:
            raise WrongMoment(order.get_status_display())
        return actions.hand_over(order.reference, actor, typed.seq(request.POST))

    return _answer(request, store, reference, act)


@require_POST
@gates.counter
def cancel(request: HttpRequest, store: str, reference: str) -> HttpResponse:
    """End the order, with a reason."""

    def act(order: Order, actor: Actor) -> Outcome:
        why = request.POST.get("why", "").replace("\0", "").strip()
        return actions.cancel(order.reference, actor, why, typed.seq(request.POST))

    return _answer(request, store, reference, act)


def _answer(request: HttpRequest, store: str, reference: str, act: Callable[[Order, Actor], Outcome]) -> HttpResponse:
    order = Order.objects.of(store).filter(reference=reference).first()
    if order is None:
        raise Http404
    back = _back(request, store)
    try:
        outcome = act(order, _actor(request, store))
    except Refusal as refusal:
        return refused(request, refusal.sentence, back, refusal.status)
    return changed(request, outcome.versions, back)


def _actor(request: HttpRequest, store: str) -> Actor:
    held = gates.held(request.user, store)
    return Actor(next(by for role, by in CAPACITIES.items() if role in held), gates.person(request))


def _back(request: HttpRequest, store: str) -> str:
    """Return the screen the form was on, for a browser without JavaScript."""
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure()):
        return came_from
    return reverse("storefront:menu", args=[store])
