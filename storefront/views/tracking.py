"""The page a customer follows the order on; whoever has its unguessable address may see it, and cancel."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ocpizza.live.http import by_htmx, changed, refused
from ocpizza.live.screens import page
from ocpizza.orders import actions, typed
from ocpizza.orders.actions import Actor
from ocpizza.orders.flow import By
from ocpizza.orders.models import Order
from ocpizza.orders.refusals import Refusal
from storefront.memory import customer_of

HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "same-origin",
}


@require_safe
def track(request: HttpRequest, token: str) -> HttpResponse:
    """Show where the order stands."""
    return shown(request, token)


def shown(request: HttpRequest, token: str, refusal: Refusal | None = None) -> HttpResponse:
    """Show the order as it is now; why something was refused comes on top."""
    context = page(request, [("order", [token])]).context | {"refusal": refusal}
    response = render(request, "storefront/tracking.html", context, status=refusal.status if refusal else 200)
    for name, value in HEADERS.items():
        response[name] = value
    return response


@require_POST
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Cancel, as long as the kitchen has not started."""
    try:
        outcome = actions.cancel(token, Actor(By.CUSTOMER, customer_of(request)), seq=typed.seq(request.POST))
    except Order.DoesNotExist:
        raise Http404 from None
    except Refusal as refusal:
        if by_htmx(request):
            return refused(request, refusal.sentence, reverse("storefront:track", args=[token]), refusal.status)
        return shown(request, token, refusal)
    return changed(request, outcome.versions, reverse("storefront:track", args=[token]))
