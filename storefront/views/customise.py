"""The customising page: a pizza as somebody wants it; whatever is refused leaves the selection as it was."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ocpizza.catalog.compositions import Impossible
from ocpizza.live.http import by_htmx
from ocpizza.live.screens import page
from ocpizza.orders.placing import MOST_OF_A_LINE
from ocpizza.orders.refusals import Invalid, Refusal
from ocpizza.stock.feasible import shelf
from ocpizza.stores.models import Store
from storefront.basket import Basket, room_for
from storefront.panel import Panel, panel, usual
from storefront.selection import address_of, choices_of, composed, read
from storefront.views.basket import SEE_OTHER, as_fragment, not_enough

NOT_ON_THE_MENU = 422


@dataclass(frozen=True)
class Visit:
    """What one request to the page works with; `problem` says what the menu did not allow of the selection."""

    request: HttpRequest
    basket: Basket
    store: Store
    panel: Panel
    problem: str


@require_http_methods(["GET", "HEAD", "POST"])
def customise(request: HttpRequest, store: str, product: str) -> HttpResponse:
    """Show the selection, priced and drawn; or put it into the basket, for good or in place of a line."""
    visit = _visit(request, store, product)
    if visit.problem:
        return _shown(visit, visit.problem, NOT_ON_THE_MENU)
    try:
        _check_quantity(visit)
        if request.method != "POST":
            return _shown(visit)
        _put(visit)
    except Refusal as refusal:
        return _shown(visit, refusal.sentence, refusal.status)
    if visit.panel.selection.line:
        return HttpResponseRedirect(reverse("storefront:basket"), status=SEE_OTHER)
    return HttpResponseRedirect(f"{reverse('storefront:menu', args=[store])}#{product}", status=SEE_OTHER)


def _visit(request: HttpRequest, store: str, product: str) -> Visit:
    found, choices = get_object_or_404(Store, slug=store), choices_of(product)
    if choices is None:
        raise Http404
    kept, can = Basket(request.session), shelf(found)
    kept.choose(found)
    first = usual(choices.product, can)
    said = request.POST if request.method == "POST" else request.GET
    selection = read(said, choices, first, kept.lines)
    try:
        composition, problem = composed(selection, choices, first)
    except Impossible:
        raise Http404 from None  # it left the menu this very moment
    return Visit(request, kept, found, panel(found, choices, composition, selection, can), problem)


def _check_quantity(visit: Visit) -> None:
    if not visit.panel.selection.pieces:
        raise Invalid(_("La quantité va de 1 à %(most)s.") % {"most": MOST_OF_A_LINE})


def _put(visit: Visit) -> None:
    chosen, selection = visit.panel.composition, visit.panel.selection
    lines = visit.basket.lines
    if selection.line and selection.line not in lines and chosen.spec in lines:
        return  # a second tap finds the line replaced
    already = 0 if chosen.spec == selection.line else lines.get(chosen.spec, 0)
    if room_for(chosen, visit.basket, visit.store, selection.line) < already + selection.pieces:
        raise Refusal(not_enough(chosen, visit.store))
    visit.basket.replace(selection.line, chosen.spec, selection.pieces)


def _shown(visit: Visit, sentence: str = "", status: int = 200) -> HttpResponse:
    address = address_of(visit.store.slug, visit.panel.composition, visit.panel.selection)
    context = {"panel": visit.panel, "store": visit.store, "sentence": sentence, "basket_count": visit.basket.count}
    if by_htmx(visit.request):
        answer = as_fragment(render(visit.request, "storefront/customise.html#panel", context, status=status))
        answer["HX-Replace-Url"] = address
        return answer
    context |= page(visit.request, [("shelf", [visit.store.slug])]).context
    answer = render(visit.request, "storefront/customise.html", context, status=status)
    answer["Cache-Control"] = "private, no-cache"
    patch_vary_headers(answer, ["HX-Request"])
    return answer
