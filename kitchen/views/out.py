"""What is out: pick it, say until when, bring it back; the answer offers to undo it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kitchen import out
from kitchen.forms import OutForm, SearchForm
from kitchen.offers import NEXT, offer
from kitchen.out import Out, Thing
from ocpizza.accounts import gates
from ocpizza.live import http
from ocpizza.look.refusals import Refused
from ocpizza.orders import shortages
from ocpizza.stock import outages
from ocpizza.stores.models import Store


@require_GET
@gates.cook
def panel(request: HttpRequest, store: str) -> HttpResponse:
    """Show what can be declared out: in the panel of the screen, or as a page with what is out now."""
    form = SearchForm(request.GET)
    if not form.is_valid():
        raise BadRequest
    here, words = get_object_or_404(Store, slug=store), form.cleaned_data["q"]
    used, others = out.picks(here, words)
    context = {"store": here, "words": words, "used": used, "others": others}
    if http.by_htmx(request):
        return render(request, "kitchen/_out_picks.html", context)
    return render(request, "kitchen/out.html", context | _now(here))


@require_http_methods(["GET", "POST"])
@gates.cook
def thing(request: HttpRequest, store: str, kind: str, slug: str) -> HttpResponse:
    """Show what goes with it and until when it may be out; a POST declares it."""
    here, now = get_object_or_404(Store, slug=store), timezone.now()
    found = out.find(here, kind, slug)
    if request.method == "GET":
        return _sheet(request, here, found, OutForm(), now)
    form, before, goes = OutForm(request.POST), _declared(here, found), out.gone_with(here, found)
    try:
        moment = _moment(form, here, now)
        why = form.cleaned_data["pourquoi"]
        versions = outages.declare_out(here, found, gates.person(request), until=moment, why=why)
    except Refused as refusal:
        return _refused(request, here, found, form, refusal)
    answer = http.changed(request, versions, reverse("kitchen:out", args=[store]))
    if before and out.is_until(before.outage, moment):
        return answer  # the second tap: what the first one offered to undo stands
    undo = out.address(here, found, "thing" if before else "back")
    fields = out.fields_of(before.outage) if before else {}
    answer[NEXT] = offer(_said(found, len(goes)), _("Annuler"), undo, fields, undo=True)
    return answer


@require_POST
@gates.cook
def back(request: HttpRequest, store: str, kind: str, slug: str) -> HttpResponse:
    """Sell it again; what is not out is no error."""
    here = get_object_or_404(Store, slug=store)
    found = out.find(here, kind, slug)
    before = _declared(here, found)
    try:
        versions = outages.bring_back(here, found, gates.person(request))
    except Refused as refusal:
        return http.refused(request, refusal.sentence, out.address(here, found), 409)
    answer = http.changed(request, versions, reverse("kitchen:out", args=[store]))
    if before:
        said = _("%(thing)s : de retour") % {"thing": found.label}
        fields = out.fields_of(before.outage)
        answer[NEXT] = offer(said, _("Annuler"), out.address(here, found), fields, undo=True)
    return answer


def _declared(store: Store, found: Thing) -> Out | None:
    """Return it as it is out now, None when it is not."""
    return next((one for one in out.shown(shortages.declared(store)) if one.thing == found), None)


def _moment(form: OutForm, store: Store, now: datetime) -> datetime | None:
    """Return until when, as the form says; raises Refused with what to write instead."""
    if not form.is_valid():
        raise Refused(str(next(iter(form.errors.values()))[0]))
    if "jusqua" not in form.data:  # nobody chose an end: a second tap, whose button htmx does not send
        raise Refused(_("Choisissez jusqu’à quand, ou écrivez l’heure."))
    said = form.cleaned_data
    try:
        return out.until(store, said["jusqua"], said["instant"] or said["heure"], now)
    except KeyError:
        raise Refused(_("Choisissez jusqu’à quand, ou écrivez l’heure.")) from None


def _refused(request: HttpRequest, store: Store, found: Thing, form: OutForm, refusal: Refused) -> HttpResponse:
    if http.by_htmx(request):
        return http.refused(request, refusal.sentence, out.address(store, found), refusal.status)
    answer = _sheet(request, store, found, form, timezone.now(), refusal.sentence)
    answer.status_code = refusal.status
    return answer


def _sheet(
    request: HttpRequest, store: Store, found: Thing, form: OutForm, now: datetime, refusal: str = ""
) -> HttpResponse:
    context = {
        "store": store,
        "thing": found,
        "address": out.address(store, found),
        "back": out.address(store, found, "back"),
        "declared": _declared(store, found),
        "gone_with": out.gone_with(store, found),
        "over": out.over(store, found),
        "waiting": out.waiting_for(store, found),
        "ends": out.ends(store, now),
        "form": form,
        "refusal": refusal,
    }
    return render(request, f"kitchen/{'_' if http.by_htmx(request) else ''}out_thing.html", context)


def _now(store: Store) -> dict[str, Any]:
    """Return what is out and which orders need it, for a page without the live screen around it."""
    return {"outages": out.shown(shortages.declared(store)), "shortages": shortages.needing(store), "may_cook": True}


def _said(found: Thing, pizzas: int) -> str:
    if not pizzas:
        return _("%(thing)s : en rupture") % {"thing": found.label}
    words = {"thing": found.label, "count": pizzas}
    return (
        ngettext(
            "%(thing)s : en rupture, %(count)s pizza disparaît",
            "%(thing)s : en rupture, %(count)s pizzas disparaissent",
            pizzas,
        )
        % words
    )
