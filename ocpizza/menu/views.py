"""The menu by families, and what may happen to a product there: made, moved, archived, brought back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ocpizza.accounts import gates
from ocpizza.catalog import products
from ocpizza.catalog.models import Product
from ocpizza.look.refusals import Refused
from ocpizza.menu import pictures
from ocpizza.menu.forms import ProductForm
from ocpizza.stores.models import Store


@require_GET
@never_cache
@gates.direction
def menu(request: HttpRequest) -> HttpResponse:
    """Show the menu: products with sizes, prices and margins, what is archived, and the prices to come."""
    return render(request, "menu/menu.html", pictures.menu() | {"stores": Store.objects.order_by("name")})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@gates.direction
def new(request: HttpRequest) -> HttpResponse:
    """Write a new product; it stays off the menu until its recipe is there and somebody puts it on."""
    form = ProductForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = products.create(form.wish())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("%(product)s est noté, hors carte pour l’instant.") % {"product": made.label})
            return redirect("menu:menu") if made.recipe.exists() else redirect("menu:recipe", product=made.slug)
    return render(request, "menu/product.html", {"form": form}, status=400 if form.is_bound else 200)


@require_POST
@gates.direction
def archive(request: HttpRequest, product: str) -> HttpResponse:
    """Take a product off every menu."""
    sentence = _("%(product)s n’est plus à la carte. Il reste plus bas, à remettre quand vous voulez.")
    return _done(request, product, products.archive, sentence)


@require_POST
@gates.direction
def bring_back(request: HttpRequest, product: str) -> HttpResponse:
    """Put a product on every menu."""
    return _done(request, product, products.bring_back, _("%(product)s est à la carte."))


@require_POST
@gates.direction
def move(request: HttpRequest, product: str) -> HttpResponse:
    """Move a product one place up or down in its family."""
    to = request.POST.get("to")
    return _done(request, product, lambda found: to in {"up", "down"} and products.move(found, up=to == "up"), "")


def _done(request: HttpRequest, slug: str, act: Callable[[Product], bool], sentence: str) -> HttpResponse:
    found = get_object_or_404(Product, slug=slug)
    try:
        if act(found) and sentence:
            messages.success(request, sentence % {"product": found.label})
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("menu:menu")
