"""The basket: add from the menu, change quantities, take out and put back."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from ocpizza.catalog import compositions
from ocpizza.catalog.compositions import Impossible
from ocpizza.live.http import by_htmx, refused
from ocpizza.orders.refusals import Invalid
from ocpizza.stock.feasible import shelf
from ocpizza.stores.models import Store
from storefront.basket import SKU, Basket, quantity_in, recap

SEE_OTHER = 303
REMOVED = "removed"


@require_safe
@cache_control(private=True, no_cache=True)
def basket(request: HttpRequest) -> HttpResponse:
    """Show the basket."""
    return render(request, "storefront/basket.html", picture(request))


def picture(request: HttpRequest) -> dict[str, object]:
    """Return what the basket page shows; what was just taken out is offered once."""
    kept = Basket(request.session)
    store = Store.objects.filter(slug=kept.store).first()
    shown = recap(kept, store)
    return {"recap": shown, "store": store, "basket_count": shown.count, "removed": request.session.pop(REMOVED, None)}


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put one more of a composition into the basket, if the store can make it."""
    store = get_object_or_404(Store, slug=_slug(request.POST.get("store", "")))
    try:
        chosen = compositions.compose(request.POST.get("add", ""))
    except Impossible as impossible:
        return _refused(request, impossible.sentence, 404)
    kept = Basket(request.session)
    kept.choose(store)
    wanted = kept.lines.get(chosen.spec, 0) + 1
    if shelf(store).pieces(chosen) < wanted:
        words = {"product": chosen.label, "store": store.name}
        return _refused(request, _("%(product)s : plus assez d’ingrédients à %(store)s pour le moment.") % words, 409)
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


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Set the quantity of a composition that is in the basket; zero takes it out, and offers to put it back."""
    kept, spec = Basket(request.session), request.POST.get("sku", "")
    try:
        quantity = quantity_in(request.POST.get("quantity", ""))
        chosen = compositions.compose(spec)
    except Invalid as refusal:
        return _refused(request, refusal.sentence, refusal.status)
    except Impossible as impossible:
        return _refused(request, impossible.sentence, 404)
    if not quantity and spec in kept.lines:
        request.session[REMOVED] = {"sku": spec, "quantity": kept.lines[spec], "label": chosen.label}
    kept.put(spec, quantity)
    if by_htmx(request):
        return render(request, "storefront/basket.html#basket", picture(request) | {"afterwards": True})
    return HttpResponseRedirect(reverse("storefront:basket"), status=SEE_OTHER)


def _refused(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """The basket has not changed, and is where one goes on."""
    return refused(request, sentence, reverse("storefront:basket"), status)


def _slug(typed: str) -> str:
    return typed if SKU.fullmatch(typed) else ""
