"""What every page of the stock starts from: its store, its ingredients, its lots, and what a form opens with."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ocpizza.catalog.models import Ingredient, Unit
from ocpizza.stock import lots as shelves
from ocpizza.stock.amounts import MEASURES
from ocpizza.stock.models import Lot
from ocpizza.stockroom.larder import spelled
from ocpizza.stores.models import Store


def store_of(slug: str) -> Store:
    """Return the store of this slug, or raise Http404."""
    return get_object_or_404(Store, slug=slug)


def ingredients() -> list[Ingredient]:
    """Return all ingredients, by name in the reader's language."""
    return sorted(Ingredient.objects.all(), key=lambda one: spelled(one.label))


def lots(store: Store) -> list[Lot]:
    """Return the lots of the store that have a code and of which something is left, by ingredient, oldest first."""
    coded = (
        Lot.objects.filter(store=store, pk__in=shelves.left(store))
        .exclude(code="")
        .select_related("ingredient", "store")
    )
    return sorted(coded, key=lambda lot: (spelled(lot.ingredient.label), lot.received_at))


def opening(request: HttpRequest, found: list[Ingredient]) -> dict[str, str]:
    """Return what a form opens with: the ingredient of a link, and how it is measured."""
    chosen = next((one for one in found if one.slug == request.GET.get("ingredient")), None)
    return {"ingredient": chosen.slug, "measure": MEASURES[Unit(chosen.unit)][0]} if chosen else {"measure": "kg"}


def show(request: HttpRequest, store: Store, tab: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Render the page of a tab."""
    return render(request, f"stockroom/{tab}.html", {"store": store, "tab": tab} | context, status=status)
