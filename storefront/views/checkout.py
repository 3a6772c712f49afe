"""The checkout: one page, one form, one intention; whatever is refused leaves form and basket as they were."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ocpizza.live.http import by_htmx, refused
from ocpizza.live.screens import page
from ocpizza.orders.actions import Actor
from ocpizza.orders.flow import By, Fulfilment
from ocpizza.orders.models import Order
from ocpizza.orders.placing import Wish, place
from ocpizza.orders.refusals import Refusal
from ocpizza.stores.models import Store
from storefront import memory
from storefront.basket import Basket, Recap, recap
from storefront.bill import Bill, bill, stores_delivering_to
from storefront.forms import OFFERED, ONLINE, CheckoutForm
from storefront.views.basket import SEE_OTHER, as_fragment

NOTHING_NEW, STALE, UNFINISHED = 204, 409, 422


@dataclass
class Visit:
    """What one request to the checkout works with."""

    request: HttpRequest
    basket: Basket
    store: Store
    recap: Recap


@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    """Show the form, or place the order it asks for; to htmx the lines of the basket alone, as they stand now."""
    key, visit = _key(request), _visit(request)  # the basket first: who emptied it has made the order by then
    if request.method == "POST" and (made := Order.objects.filter(key=key).first()):
        # The second click, or the back button: this intention has become an order already.
        return HttpResponseRedirect(_next(made), status=SEE_OTHER)
    if visit is None:
        return _nothing_to_order(request)
    if request.method != "POST":
        return _lines(visit) if by_htmx(request) else _blank(visit, key)
    return _answer(visit, key)


@require_safe
def bill_of(request: HttpRequest) -> HttpResponse:
    """Return the recap for the fulfilment and postcode chosen so far; the page asks for it as they change."""
    visit = _visit(request)
    if visit is None:
        return refused(request, _("Le panier est vide."), reverse("storefront:basket"))
    shown = bill(visit.store, visit.recap, request.GET.get("fulfilment", ""), request.GET.get("postcode", ""))
    return render(request, "storefront/checkout.html#bill", {"bill": shown, "recap": visit.recap, "store": visit.store})


def _key(request: HttpRequest) -> str:
    """Return the intention's key as posted; a new one when there is none, or something else in its place."""
    try:
        return str(uuid.UUID(request.POST.get("key", "")))
    except ValueError:
        return str(uuid.uuid4())


def _visit(request: HttpRequest) -> Visit | None:
    """Return what there is to order; None for an empty basket. `?store=` lets another store make it."""
    basket = Basket(request.session)
    wanted = request.GET.get("store", "")
    stores = {store.slug: store for store in Store.objects.with_hours()}
    if wanted in stores:
        basket.choose(stores[wanted])
    store = stores.get(basket.store)
    shown = recap(basket, store)
    return Visit(request, basket, store, shown) if store and shown.rows else None


def _nothing_to_order(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return refused(request, _("Le panier est vide : rien n’a été commandé."), reverse("storefront:basket"), STALE)
    if by_htmx(request):
        return HttpResponse(status=NOTHING_NEW)  # the order was just sent, and the page is on its way to it
    return redirect("storefront:basket")


def _lines(visit: Visit) -> HttpResponse:
    return as_fragment(render(visit.request, "storefront/checkout.html#lines", {"recap": visit.recap}))


def _blank(visit: Visit, key: str) -> HttpResponse:
    known = memory.contact_of(visit.request)
    asked = visit.request.GET.get("fulfilment", "")
    delivered = {area.postcode for area in visit.store.areas.all()}
    usual = Fulfilment.DELIVERY if known["postcode"] in delivered | {""} else Fulfilment.TAKEAWAY
    known["fulfilment"] = asked if asked in dict(OFFERED) else usual.value
    return _shown(visit, key, CheckoutForm(initial=known, store=visit.store))


def _answer(visit: Visit, key: str) -> HttpResponse:
    form = CheckoutForm(visit.request.POST, store=visit.store)
    valid = form.is_valid()
    if visit.request.POST.get("basket") != visit.recap.fingerprint:
        return _shown(visit, key, form, _stale(), STALE)
    if not valid:
        memory.keep_contact(visit.request.session, form.cleaned_data)
        return _shown(visit, key, form, status=UNFINISHED)
    try:
        order = place(_wish(visit, key, form), Actor(By.CUSTOMER, memory.customer_of(visit.request))).order
    except Refusal as refusal:
        return _shown(visit, key, form, refusal.sentence, refusal.status)
    memory.keep_contact(visit.request.session, form.cleaned_data)
    memory.keep_order(visit.request.session, order.reference)
    visit.basket.empty()
    return HttpResponseRedirect(_next(order), status=SEE_OTHER)


def _next(order: Order) -> str:
    """Return where an order goes on: to its payment while its stock is held for one, else to its tracking."""
    return reverse("storefront:pay", args=[order.reference]) if order.is_held else order.get_absolute_url()


def _stale() -> str:
    return _("Le panier ou un prix a changé depuis l’affichage de cette page. Vérifiez le total, puis commandez.")


def _wish(visit: Visit, key: str, form: CheckoutForm) -> Wish:
    cleaned = dict(form.cleaned_data)
    fulfilment = Fulfilment(cleaned.pop("fulfilment"))
    if fulfilment != Fulfilment.DELIVERY:
        cleaned |= dict.fromkeys(("street", "postcode", "city", "door_code", "floor", "courier_note"), "")
    return Wish(
        store=visit.store,
        key=key,
        basket=visit.basket.lines,
        fulfilment=fulfilment,
        customer=memory.customer_of(visit.request),
        language=(get_language() or "fr")[:2],
        pay_online=cleaned.pop("pay") == ONLINE,
        **cleaned,
    )


def _shown(visit: Visit, key: str, form: CheckoutForm, sentence: str = "", status: int = 200) -> HttpResponse:
    fulfilment, postcode = str(form["fulfilment"].value() or ""), str(form["postcode"].value() or "")
    shown: Bill = bill(visit.store, visit.recap, fulfilment, postcode)
    context: dict[str, Any] = {
        "form": form,
        "key": key,
        "store": visit.store,
        "recap": visit.recap,
        "bill": shown,
        "sentence": sentence,
        "others": stores_delivering_to(form.outside_zone, visit.store) if form.outside_zone else [],
        "basket_count": visit.recap.count,
    }
    if visit.request.method != "POST":  # an answer that is loaded again would order again: it follows nothing
        context |= page(visit.request, [("shelf", [visit.store.slug])]).context
    response = render(visit.request, "storefront/checkout.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ["HX-Request"])
    return response
