"""The recall of a lot: starts one, shows whom to call, takes what is left off the shelf."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ocpizza.accounts import gates
from ocpizza.accounts.models import Role, User
from ocpizza.catalog.models import Ingredient
from ocpizza.live import http
from ocpizza.look.csv import download
from ocpizza.look.refusals import Refused
from ocpizza.stock import recalls as stock
from ocpizza.stock.models import LotRecall
from ocpizza.stores.models import Store
from ocpizza.supply import recalled, sheets

LONGEST_CODE = 40


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@gates.manager
def recalls(request: HttpRequest, store: str) -> HttpResponse:
    """List the recalls of the store, and start one from a form that keeps what was typed."""
    place = get_object_or_404(Store, slug=store)
    if request.method != "POST":
        return _listed(request, place, {"code": request.GET.get("lot", ""), "why": ""}, "", 200)
    typed = {name: request.POST.get(name, "") for name in ("ingredient", "code", "why")}
    try:
        found = stock.start(_ingredient(request, place, typed), typed["code"], typed["why"], gates.person(request))
    except Refused as refused:
        return _listed(request, place, typed, refused.sentence, refused.status)
    return HttpResponseRedirect(
        _address(place, found.recall) + ("" if found.new else "?ouvert=1"), status=http.STATUS_OF_SEE_OTHER
    )


@require_GET
@never_cache
@gates.manager
def recall(request: HttpRequest, store: str, reference: str) -> HttpResponse:
    """Show the recall store by store: what is left, and the orders that used the lot."""
    place, found = _found(store, reference)
    shown = recalled.picture(found, led_by(gates.person(request)))
    if all(one.store != place for one in shown["places"]):
        raise Http404
    again = "ouvert" in request.GET and found.closed_at is None
    return render(request, "supply/recall.html", shown | {"store": place, "tab": "lots", "again": again})


@require_POST
@gates.manager
def remove(request: HttpRequest, store: str, reference: str) -> HttpResponse:
    """The lot is off the shelf of this store: book it as lost, and sell the ingredient again."""
    place, found = _found(store, reference)
    if not stock.holders(found.ingredient, found.code).filter(pk=place.pk).exists():
        raise Http404
    seen_from = request.POST.get("depuis", store)
    back = seen_from if seen_from in led_by(gates.person(request)) else store
    address = reverse("supply:recall", args=[back, found.reference])
    try:
        stock.remove(found, place, gates.person(request))
    except Refused as refused:
        return http.refused(request, refused.sentence, address, refused.status)
    return HttpResponseRedirect(address, status=http.STATUS_OF_SEE_OTHER)


@require_GET
@never_cache
@gates.manager
def csv(request: HttpRequest, store: str, reference: str) -> HttpResponse:
    """Download whom the recall concerns."""
    place, found = _found(store, reference)
    places = recalled.picture(found, led_by(gates.person(request)))["places"]
    if all(one.store != place for one in places):
        raise Http404
    return download(f"rappel-{found.ingredient.slug}-{found.code}", sheets.recalled(places))


def led_by(person: User) -> Collection[str]:
    """Return the slugs of the stores that this person leads."""
    if person.leads_everywhere():
        return list(Store.objects.values_list("slug", flat=True))
    return person.store_slugs([Role.MANAGER])


def _found(store: str, reference: str) -> tuple[Store, LotRecall]:
    place = get_object_or_404(Store, slug=store)
    return place, get_object_or_404(LotRecall.objects.select_related("ingredient", "who"), reference=reference)


def _ingredient(request: HttpRequest, place: Store, typed: dict[str, str]) -> Ingredient:
    """Return the ingredient chosen, when the lot is this store's, or the person leads them all. Raises Refused."""
    slug, code = typed["ingredient"], typed["code"].strip()
    found = Ingredient.objects.filter(slug=slug).first() if "\x00" not in slug else None
    if found is None:
        raise Refused(_("Choisissez l’ingrédient."))
    if not code or "\x00" in code or len(code) > LONGEST_CODE:
        raise Refused(_("Écrivez le numéro du lot, comme sur l’emballage."))
    everywhere = gates.person(request).leads_everywhere()
    if not everywhere and not stock.holders(found, code).filter(pk=place.pk).exists():
        raise Refused(_("Votre magasin n’a pas reçu ce lot. Vérifiez l’ingrédient et le numéro."))
    return found


def _address(place: Store, found: LotRecall) -> str:
    """Return the page of the recall in this store, or in the first one that received the lot."""
    holders = stock.holders(found.ingredient, found.code)
    seen_from = holders.filter(pk=place.pk).first() or holders.first()
    if seen_from is None:
        raise PermissionDenied
    return reverse("supply:recall", args=[seen_from.slug, found.reference])


def _listed(request: HttpRequest, place: Store, typed: dict[str, Any], wrong: str, status: int) -> HttpResponse:
    shown = {
        "store": place,
        "tab": "lots",
        "recalls": recalled.of_store(place),
        "ingredients": Ingredient.objects.filter(lots__isnull=False).distinct(),
        "typed": typed,
        "wrong": wrong,
    }
    return render(request, "supply/recalls.html", shown, status=status)
