"""What a store sells: each product on or off, by its manager, at once everywhere."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ocpizza.accounts import gates
from ocpizza.catalog.models import Product
from ocpizza.live import http, screens
from ocpizza.live.streams import spell
from ocpizza.look.refusals import Refused, Unreadable
from ocpizza.menu import pictures, typed
from ocpizza.stock import outages
from ocpizza.stores.models import Store

LONGEST_WHY = 120


@require_GET
@never_cache
@gates.manager
def page(request: HttpRequest, store: str) -> HttpResponse:
    """Show the switches of a store, and keep them live."""
    return render(request, "menu/switches.html", screens.page(request, [("sales", [store])]).context)


@require_POST
@gates.manager
def turn(request: HttpRequest, store: str, product: str) -> HttpResponse:
    """Switch a product on or off; off may have an end, at a time of today or tomorrow."""
    place = get_object_or_404(Store, slug=store)
    found = get_object_or_404(Product, slug=product)
    on, back = request.POST.get("to") == "on", reverse("menu:switches", args=[store])
    before = pictures.switched_off(place).get(found.pk)
    try:
        versions = _turned(request, place, found)
    except Refused as refusal:
        return http.refused(request, refusal.sentence, back, 400)
    sentence = (_("%(product)s : en vente.") if on else _("%(product)s : plus en vente.")) % {"product": found.label}
    if not http.by_htmx(request):
        messages.success(request, sentence)
        return redirect(back)
    shown = {"sentence": sentence, "store": place, "product": found, "on": on, "before": before}
    undo = render_to_string("menu/_undo.html", shown)
    return HttpResponse(undo, headers={"OC-Version": spell(versions)})


def _turned(request: HttpRequest, place: Store, found: Product) -> dict[str, int]:
    to, who = request.POST.get("to"), gates.person(request)
    if to not in {"on", "off"}:
        raise Unreadable(_("Demande illisible : rechargez la page."))
    if to == "on":
        return outages.bring_back(place, found, who)
    until, why = _until(request.POST.get("until", "")), typed.clean(request.POST.get("why", ""))[:LONGEST_WHY]
    return outages.declare_out(place, found, who, until=until, why=why)


def _until(said: str) -> datetime | None:
    """Return the next moment at this time of day, None for nothing said. Raises Unreadable.

    An undo says the whole moment, as ISO 8601.
    """
    if not said.strip():
        return None
    if "T" in said:
        return typed.instant(said)
    now = timezone.localtime()
    moment = typed.moment(now.date().isoformat(), said.strip())
    return moment if moment > now else typed.moment((now.date() + timedelta(days=1)).isoformat(), said.strip())
