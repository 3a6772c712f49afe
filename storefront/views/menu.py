"""The menu of a store, and the drawings of what is on it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from ocpizza.live.screens import page
from ocpizza.stores.models import Store
from storefront.basket import Basket, recap
from storefront.drawings import Unknown, composed, svg_of

FEATURED = "reine"


@require_safe
@cache_control(private=True, no_cache=True)
def menu(request: HttpRequest, store: str) -> HttpResponse:
    """Show what the store makes now; the store is remembered."""
    chosen = get_object_or_404(Store, slug=store)
    basket = Basket(request.session)
    basket.choose(chosen)
    context = page(request, [("menu", [store])]).context
    dishes = [dish for section in context["sections"] for dish in section.dishes]
    featured = next((dish for dish in dishes if dish.slug == FEATURED), None)
    shown = recap(basket, store=None)
    context |= {"featured": featured, "recap": shown, "basket_count": shown.count}
    return render(request, "storefront/menu.html", context)


@require_safe
def drawing(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """Serve the drawing with this fingerprint; whoever has it need never ask again."""
    spec = request.GET.get("choix", "")
    try:
        svg = composed(fingerprint, spec) if spec else svg_of(fingerprint)
    except Unknown:
        raise Http404 from None
    return HttpResponse(
        svg,
        content_type="image/svg+xml",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )
