"""The levels of a store, kept live; what is declared out or back from there, and the thresholds."""

from datetime import datetime, time, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ocpizza.accounts import gates
from ocpizza.catalog.models import Ingredient
from ocpizza.live import http, screens
from ocpizza.look.refusals import Refused
from ocpizza.stock import alerts, outages
from ocpizza.stockroom import pages
from ocpizza.stockroom.forms import ThresholdsForm

NEXT_SERVICE = time(10, 0)
"""What is out until tomorrow is back before the lunch."""


@require_GET
@never_cache
@gates.cook
def levels(request: HttpRequest, store: str) -> HttpResponse:
    """Show what is left of everything, troubles first, and keep it live."""
    page = screens.page(request, [("stock", [store])])
    return pages.show(request, page.context["store"], "levels", page.context)


@require_POST
@gates.cook
def declare_out(request: HttpRequest, store: str, ingredient: str) -> HttpResponse:
    """Have nobody sell what needs it, for so long."""
    found = get_object_or_404(Ingredient, slug=ingredient)
    home = reverse("stockroom:levels", args=[store])
    until = request.POST.get("until")
    if until not in UNTIL:  # also when it is missing: a second tap, whose button htmx does not send
        return http.refused(request, _("Formulaire illisible : rechargez l’écran."), home, 400)
    moment = UNTIL[until](timezone.localtime())
    versions = outages.declare_out(pages.store_of(store), found, gates.person(request), until=moment)
    return http.changed(request, versions, home)


@require_POST
@gates.cook
def bring_back(request: HttpRequest, store: str, ingredient: str) -> HttpResponse:
    """Sell it again, by hand."""
    found = get_object_or_404(Ingredient, slug=ingredient)
    home = reverse("stockroom:levels", args=[store])
    try:
        versions = outages.bring_back(pages.store_of(store), found, gates.person(request))
    except Refused as refusal:
        return http.refused(request, refusal.sentence, home, 409)
    return http.changed(request, versions, home)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@gates.manager
def thresholds(request: HttpRequest, store: str) -> HttpResponse:
    """Show under which level of each ingredient the store wants to be told, and change it."""
    at = pages.store_of(store)
    found = pages.ingredients()
    known = {level.ingredient_id: level.threshold for level in at.levels.all()}
    initial = {f"t-{one.slug}": known.get(one.pk) for one in found}
    form = ThresholdsForm(request.POST or None, ingredients=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        alerts.set_thresholds(at, form.changed)
        messages.success(request, _("Seuils enregistrés."))
        return redirect("stockroom:levels", store=store)
    status = 400 if request.method == "POST" else 200
    return pages.show(request, at, "thresholds", {"form": form, "tab": "levels"}, status=status)


def _tomorrow(now: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(now.date() + timedelta(days=1), NEXT_SERVICE))


UNTIL = {
    "": lambda _now: None,
    "1h": lambda now: now + timedelta(hours=1),
    "2h": lambda now: now + timedelta(hours=2),
    "tomorrow": _tomorrow,
}
