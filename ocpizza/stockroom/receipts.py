"""What a supplier brought, on one form of several lines; nothing typed is lost, and nothing is booked twice."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ocpizza.accounts import gates
from ocpizza.catalog.models import Ingredient
from ocpizza.look.refusals import Refused
from ocpizza.stock import deliveries, keys
from ocpizza.stock.amounts import said
from ocpizza.stock.deliveries import Arrival, Delivery
from ocpizza.stock.models import Supplier
from ocpizza.stockroom import pages
from ocpizza.stockroom.delivery_forms import ARRIVALS, MOST_LINES, ArrivalForm, DeliveryForm
from ocpizza.stores.models import Store

FIRST_LINES = 3
LINE = ("ingredient", "quantity", "measure", "code", "use_by", "price")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@gates.cook
def receipt(request: HttpRequest, store: str) -> HttpResponse:
    """Show an empty delivery, or book the one that was filled in."""
    at, found = pages.store_of(store), pages.ingredients()
    if request.method != "POST":
        return pages.show(request, at, "receipt", _empty(request, at, found))
    if "more" in request.POST:
        return pages.show(request, at, "receipt", _one_more(request.POST, at, found))
    form = DeliveryForm(request.POST, suppliers=_suppliers(at))
    lines = ARRIVALS(request.POST, form_kwargs={"ingredients": found})
    sentence = ""
    if form.is_valid() and lines.is_valid():
        sentence = _booked(request, at, form, _arrivals(lines))
        if not sentence:
            return redirect("stockroom:receipt", store=store)
    context = {"form": form, "lines": lines, "sentence": sentence, "unusual": _unusual(form, lines)}
    return pages.show(request, at, "receipt", context, status=400)


def _empty(request: HttpRequest, store: Store, found: list[Ingredient]) -> dict[str, Any]:
    first = pages.opening(request, found)
    return _opened(store, found, {"key": keys.new()}, [first, *[{"measure": "kg"}] * (FIRST_LINES - 1)])


def _one_more(data: QueryDict, store: Store, found: list[Ingredient]) -> dict[str, Any]:
    """Return the lines as they were typed, and an empty one below."""
    typed = [{name: data.get(f"form-{rank}-{name}", "") for name in LINE} for rank in range(MOST_LINES)]
    filled = [line for line in typed if any(value for name, value in line.items() if name != "measure")]
    empty = {"measure": "kg"}
    lines = [*filled, *[empty] * max(1, FIRST_LINES - len(filled))][:MOST_LINES]
    return _opened(store, found, {name: data.get(name, "") for name in ("key", "supplier")}, lines)


def _opened(store: Store, found: list[Ingredient], head: dict[str, str], lines: list[dict[str, str]]) -> dict[str, Any]:
    """Return the forms of a delivery that is still being written."""
    shown = ARRIVALS(initial=lines, form_kwargs={"ingredients": found})
    shown.extra = len(lines)
    return {"form": DeliveryForm(suppliers=_suppliers(store), initial=head), "lines": shown}


def _suppliers(store: Store) -> Sequence[Supplier]:
    return list(store.suppliers.filter(archived=False))


def _arrivals(lines: "BaseFormSet[ArrivalForm]") -> list[Arrival]:
    return [line.arrival for line in lines if line.has_changed()]


def _unusual(form: DeliveryForm, lines: "BaseFormSet[ArrivalForm]") -> list[str]:
    """Return what should be looked at twice, as sentences."""
    if not lines.is_valid() or (form.is_valid() and form.cleaned_data["confirmed"]):
        return []
    found = deliveries.unusual(_arrivals(lines))
    return [f"{one.ingredient.label} : {said(one.quantity, one.ingredient.unit)}" for one in found]


def _booked(request: HttpRequest, store: Store, form: DeliveryForm, arrivals: list[Arrival]) -> str:
    """Book the delivery, or return why not."""
    if not form.cleaned_data["confirmed"] and deliveries.unusual(arrivals):
        return _("Cette quantité est très inhabituelle. Vérifiez l’unité, puis confirmez.")
    delivery = Delivery(form.cleaned_data["key"], arrivals, form.cleaned_data["supplier"])
    try:
        versions = deliveries.book(store, delivery, gates.person(request))
    except Refused as refusal:
        return refusal.sentence
    count = len(arrivals)
    done = ngettext("Réception enregistrée : %(n)s ligne.", "Réception enregistrée : %(n)s lignes.", count)
    messages.success(request, done % {"n": count} if versions else _("Cette réception était déjà enregistrée."))
    return ""
