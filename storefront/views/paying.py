"""The embedded provider's page: a pretended bank that says yes, no, or nothing; only in the demonstration."""

from collections import Counter
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from ocpizza.live.http import by_htmx, refused
from ocpizza.orders.flow import Status
from ocpizza.orders.line_changes import spec_of
from ocpizza.orders.models import Order, PaymentState
from ocpizza.orders.refusals import Invalid, Refusal
from ocpizza.payments import online
from storefront import memory
from storefront.basket import Basket
from storefront.views.basket import SEE_OTHER
from storefront.views.tracking import HEADERS, shown


@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, token: str) -> HttpResponse:
    """Ask what the bank says, as long as the stock is held; then the tracking page goes on."""
    if not settings.DEMO:
        raise Http404
    order = get_object_or_404(Order.objects.select_related("store"), reference=token)
    if request.method == "POST":
        answer = ANSWERS.get(request.POST.get("answer", ""))
        if answer is None:
            return refused(request, _("Demande illisible : rechargez la page."), request.path, 400)
        return answer(request, order)
    if not order.is_held or order.held_until is None or order.held_until <= timezone.now():
        return _to(order.get_absolute_url())
    response = render(request, "storefront/paying.html", {"order": order, "store": order.store})
    for name, value in HEADERS.items():
        response[name] = value
    return response


@require_POST
def again(request: HttpRequest, token: str) -> HttpResponse:
    """Fill the basket with what an order that ended unpaid asked for, and go to the checkout."""
    order = get_object_or_404(Order.objects.select_related("store"), reference=token, status=Status.CANCELLED)
    try:
        answer = _ordered_again(request, order)
    except Invalid as full:
        return refused(request, full.sentence, reverse("storefront:basket"), full.status)
    return HttpResponseClientRedirect(answer.url) if by_htmx(request) else answer


def _authorised(request: HttpRequest, order: Order) -> HttpResponse:
    try:
        online.authorise(order.reference)
    except Refusal as refusal:
        return shown(request, order.reference, refusal)
    return _to(order.get_absolute_url())


def _refused(request: HttpRequest, order: Order) -> HttpResponse:
    """Offer the other means to who ordered: the basket is as it was, and so is the form."""
    outcome = online.refuse(order.reference)
    mine = order.reference in memory.own_orders(request.session)
    if not mine or outcome.order.payment != PaymentState.FAILED:
        return _to(order.get_absolute_url())
    try:
        answer = _ordered_again(request, order)
    except Invalid as full:
        return shown(request, order.reference, full)
    messages.warning(
        request,
        _("Paiement refusé : rien n’est débité. Votre panier est comme avant : payez à la remise, ou réessayez."),
    )
    return answer


def _left_hanging(_request: HttpRequest, order: Order) -> HttpResponse:
    return _to(order.get_absolute_url())


ANSWERS: dict[str, Callable[[HttpRequest, Order], HttpResponse]] = {
    "yes": _authorised,
    "no": _refused,
    "nothing": _left_hanging,
}


def _ordered_again(request: HttpRequest, order: Order) -> HttpResponseRedirect:
    """Put the lines into the basket, beside what the visitor has chosen since; twice is once.

    Raises Invalid when there is no room for them: the basket stays as it was.
    """
    basket, wanted = Basket(request.session), Counter[str]()
    for line in order.lines.filter(refunded_at=None).select_related("variant").order_by("pk"):
        wanted[spec_of(line)] += line.quantity
    basket.fill(wanted)
    basket.choose(order.store)
    if order.reference in memory.own_orders(request.session):
        memory.keep_notes(request.session, order)
    return _to(f"{reverse('storefront:checkout')}?fulfilment={order.fulfilment}")


def _to(address: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(address, status=SEE_OTHER)
