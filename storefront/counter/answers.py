"""How a view of the counter acts on an order of its store: in which capacity, and what it answers."""

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from ocpizza.accounts import gates
from ocpizza.accounts.models import Role
from ocpizza.live.http import changed, refused
from ocpizza.orders.actions import Actor, Outcome
from ocpizza.orders.flow import By
from ocpizza.orders.models import Order
from ocpizza.orders.refusals import Refusal

CAPACITIES: Mapping[Role, By] = {
    Role.COUNTER: By.COUNTER,
    Role.MANAGER: By.MANAGER,
    Role.DIRECTION: By.MANAGER,
    Role.COOK: By.COOK,
}
"""In which capacity someone acts, by the first of these roles held."""


def answer(request: HttpRequest, store: str, reference: str, act: Callable[[Order, Actor], Outcome]) -> HttpResponse:
    """Act on the order and say what changed, or why not; an order of another store is not found."""
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
