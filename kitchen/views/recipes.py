"""The recipes: the sheet of a composition, the book of all of them, and that a cook has seen what changed."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from kitchen import book
from kitchen import recipe as recipes
from kitchen.forms import ReadForm, RecipeForm, SearchForm
from kitchen.versions import editions
from ocpizza.accounts import gates
from ocpizza.catalog import readings
from ocpizza.catalog.models import Category, Product
from ocpizza.live import http
from ocpizza.live.streams import spell
from ocpizza.orders.models import Order
from ocpizza.stores.models import Store


@require_GET
@gates.kitchen_side
def recipe(request: HttpRequest, store: str, sku: str) -> HttpResponse:
    """Show the doses of what was ordered, for its size and quantity: in the panel of the screen, or as a page."""
    form = RecipeForm(request.GET)
    if not form.is_valid():
        raise BadRequest
    asked = form.cleaned_data
    found = recipes.find(asked["composition"] or sku, asked["quantite"] or 1)
    if found.variant.sku != sku:
        raise Http404
    context = {
        "store": get_object_or_404(Store, slug=store),
        "recipe": found,
        "order": get_object_or_404(Order.objects.of(store), reference=asked["commande"]) if asked["commande"] else None,
        "editions": editions(found.products, _cook(request, store)),
        "sizes": [] if asked["commande"] or asked["composition"] else recipes.sizes(found.composition.product),
    }
    return _shown(request, "recipe", context)


@require_GET
@gates.kitchen_side
def find(request: HttpRequest, store: str) -> HttpResponse:
    """Show the recipes that answer to what is searched, all of them when nothing is."""
    form = SearchForm(request.GET)
    if not form.is_valid():
        raise BadRequest
    words = form.cleaned_data["q"]
    context = {"store": get_object_or_404(Store, slug=store), "words": words, "entries": book.entries(words)}
    return _shown(request, "recipes", context)


@require_POST
@gates.cook
def read(request: HttpRequest, store: str, product: str) -> HttpResponse:
    """Keep that this cook has seen a version; the mark on the lines goes with the next frame."""
    form = ReadForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    found = get_object_or_404(Product, slug=product, category=Category.PIZZA)
    here = get_object_or_404(Store, slug=store)
    versions = readings.acknowledge(gates.person(request), found, form.cleaned_data["version"], here)
    if not http.by_htmx(request):
        return http.changed(request, versions, reverse("kitchen:screen", args=[store]))
    answer = render(request, "kitchen/_recipe_seen.html", {"product": found})
    if versions:
        answer["OC-Version"] = spell(versions)
    return answer


def _cook(request: HttpRequest, store: str) -> int | None:
    """Return who cooks here, by id; to the others a changed recipe is no news."""
    person = gates.person(request)
    return person.pk if gates.held(person, store) & gates.COOKS else None


def _shown(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, f"kitchen/{'_' if http.by_htmx(request) else ''}{name}.html", context)
