"""What the counter does with an order: cash in, hand over, cancel; reached from the take-away rail and the board."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from ocpizza.accounts import gates
from ocpizza.orders import actions, typed
from ocpizza.orders.actions import Actor, Outcome
from ocpizza.orders.models import Order
from ocpizza.orders.refusals import WrongMoment
from ocpizza.payments.actions import cash_in
from storefront.counter.answers import answer


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

    return answer(request, store, reference, act)


@require_POST
@gates.kitchen_side
def collect(request: HttpRequest, store: str, reference: str) -> HttpResponse:
    """The customer takes the order away."""

    def act(order: Order, actor: Actor) -> Outcome:
        if order.is_delivery:
            raise WrongMoment(order.get_status_display())
        return actions.hand_over(order.reference, actor, typed.seq(request.POST))

    return answer(request, store, reference, act)


@require_POST
@gates.counter
def cancel(request: HttpRequest, store: str, reference: str) -> HttpResponse:
    """End the order, with a reason."""

    def act(order: Order, actor: Actor) -> Outcome:
        why = request.POST.get("why", "").replace("\0", "").strip()
        return actions.cancel(order.reference, actor, why, typed.seq(request.POST))

    return answer(request, store, reference, act)
