"""What the counter settles with a customer when something is out: swap, remove or refund, one line at a time."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from ocpizza.accounts import gates
from ocpizza.orders import amending, typed
from ocpizza.orders.actions import Actor, Outcome
from ocpizza.orders.models import Order
from storefront.counter.answers import answer


@require_POST
@gates.counter
def swap_ingredient(request: HttpRequest, store: str, reference: str, rank: int) -> HttpResponse:
    """Put the ingredient `instead` in the place of the `missing` one."""

    def act(order: Order, actor: Actor) -> Outcome:
        missing, instead = request.POST.get("missing", ""), request.POST.get("instead", "")
        return amending.swap_ingredient(order.reference, rank, missing, instead, actor, typed.seq(request.POST))

    return answer(request, store, reference, act)


@require_POST
@gates.counter
def swap_product(request: HttpRequest, store: str, reference: str, rank: int) -> HttpResponse:
    """Make what is sold as `instead` in the place of the line."""

    def act(order: Order, actor: Actor) -> Outcome:
        return amending.swap_product(
            order.reference, rank, request.POST.get("instead", ""), actor, typed.seq(request.POST)
        )

    return answer(request, store, reference, act)


@require_POST
@gates.counter
def remove_ingredient(request: HttpRequest, store: str, reference: str, rank: int) -> HttpResponse:
    """Leave the `missing` ingredient off."""

    def act(order: Order, actor: Actor) -> Outcome:
        return amending.remove_ingredient(
            order.reference, rank, request.POST.get("missing", ""), actor, typed.seq(request.POST)
        )

    return answer(request, store, reference, act)


@require_POST
@gates.counter
def refund_line(request: HttpRequest, store: str, reference: str, rank: int) -> HttpResponse:
    """Take the line off the order."""

    def act(order: Order, actor: Actor) -> Outcome:
        return amending.refund_line(order.reference, rank, actor, typed.seq(request.POST))

    return answer(request, store, reference, act)
