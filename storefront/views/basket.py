"""The basket: add from the menu, change quantities, take out and put back, have something else instead."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ocpizza.catalog import compositions
from ocpizza.catalog.compositions import Composition, Impossible
from ocpizza.live.http import by_htmx, refused
from ocpizza.live.screens import page
from ocpizza.orders.refusals import Invalid
from ocpizza.stock.feasible import shelf
from ocpizza.stores.models import Store
from storefront.basket import SKU, Basket, quantity_in, recap, room_for
from storefront.picture import reason

SEE_OTHER = 303
REMOVED = "removed"


@require_safe
def basket(request: HttpRequest) -> HttpResponse:
    """Show the basket; to htmx its lines alone, as they stand now."""
    if by_htmx(request):
        return as_fragment(render(request, "storefront/basket.html#lines", picture(request)))
    context = picture(request) | {"removed": request.session.pop(REMOVED, None)}
    if context["store"] and context["recap"].rows:
        context |= page(request, [("shelf", [context["store"].slug])]).context
    response = render(request, "storefront/basket.html", context)
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["HX-Request"])
    return response


def picture(request: HttpRequest) -> dict[str, Any]:
    """Return what the basket page shows."""
    kept = Basket(request.session)
    store = Store.objects.filter(slug=kept.store).first()
    shown = recap(kept, store)
    return {"recap": shown, "store": store, "basket_count": shown.count, "gone": kept.told()}


def as_fragment(response: HttpResponse) -> HttpResponse:
    """Mark a part of a page: a browser must never keep it for the page of the same address."""
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put one more of a composition into the basket, if the store can make it beside the rest."""
    store = get_object_or_404(Store, slug=_slug(request.POST.get("store", "")))
    try:
        chosen = compositions.compose(request.POST.get("add", ""))
    except Impossible as impossible:
        return _refused(request, impossible.sentence, 404)
    kept = Basket(request.session)
    kept.choose(store)
    wanted = kept.lines.get(chosen.spec, 0) + 1
    if room_for(chosen, kept, store) < wanted:
        return _refused(request, not_enough(chosen, store), 409)
    try:
        kept.put(chosen.spec, wanted)
    except Invalid as refusal:
        return _refused(request, refusal.sentence, refusal.status)
    if by_htmx(request):
        shown = recap(kept, store=None)
        context = {"recap": shown, "basket_count": shown.count, "added": chosen.label}
        return render(request, "storefront/menu.html#basket_bar", context)
    return HttpResponseRedirect(
        f"{reverse('storefront:menu', args=[store.slug])}#{chosen.product.slug}", status=SEE_OTHER
    )


def not_enough(chosen: Composition, store: Store) -> str:
    """Return the sentence for what the store cannot make at all, and why, or not beside the rest of the basket."""
    can = shelf(store)
    why = "" if can.pieces(chosen) else reason(chosen, can)
    words = {"product": chosen.label, "store": store.name, "why": why}
    if why:
        return _("%(product)s : indisponible à %(store)s, %(why)s.") % words
    return _("%(product)s : plus assez d’ingrédients à %(store)s pour le moment.") % words


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Set the quantity of a line; zero takes it out, and offers to put it back. `instead` has another in its place."""
    kept, line = Basket(request.session), request.POST.get("sku", "")
    request.session.pop(REMOVED, None)
    try:
        quantity = quantity_in(request.POST.get("quantity", ""))
        if quantity or line not in kept.lines:
            _set(kept, line, request.POST.get("instead", ""), quantity)
        else:
            _take_out(request, kept, line)
    except Invalid as refusal:
        return _refused(request, refusal.sentence, refusal.status)
    except Impossible as impossible:
        return _refused(request, impossible.sentence, 404)
    if by_htmx(request):
        context = picture(request) | {"removed": request.session.get(REMOVED), "afterwards": True}
        return as_fragment(render(request, "storefront/basket.html#basket", context))
    return HttpResponseRedirect(reverse("storefront:basket"), status=SEE_OTHER)


def _set(kept: Basket, line: str, instead: str, quantity: int) -> None:
    spec = compositions.compose(instead or line).spec
    if not instead:
        kept.put(spec, quantity)
    elif line in kept.lines:  # a second tap finds it replaced
        kept.replace(line, spec, quantity)


def _take_out(request: HttpRequest, kept: Basket, line: str) -> None:
    """Take a line out, whatever became of it on the menu; what is still there can be put back."""
    found = compositions.resolve([line]).get(line)
    if found is not None:
        request.session[REMOVED] = {"sku": line, "quantity": kept.lines[line], "label": found.label}
    kept.put(line, 0)


def _refused(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """The basket has not changed, and is where one goes on."""
    return refused(request, sentence, reverse("storefront:basket"), status)


def _slug(typed: str) -> str:
    return typed if SKU.fullmatch(typed) else ""
