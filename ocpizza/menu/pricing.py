"""Prices on one screen: all sizes of a product, or a whole family, from now or from a moment."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ocpizza.accounts import gates
from ocpizza.catalog import prices
from ocpizza.look.refusals import Refused, Unreadable
from ocpizza.menu import pictures, typed
from ocpizza.menu.pictures import Priced, Row

LATER = "later"


@dataclass(frozen=True)
class Field:
    """A price in its field: what is typed, what is wrong with it, and the cents it showed when it was painted."""

    priced: Priced
    typed: str
    wrong: str
    was: str


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@gates.direction
def of_product(request: HttpRequest, product: str) -> HttpResponse:
    """Show the prices of all sizes of a product, and change them."""
    found = pictures.rows(pictures.products().filter(slug=product))
    if not found:
        raise Http404
    return _page(request, found, found[0].product.label)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@gates.direction
def of_family(request: HttpRequest, family: str) -> HttpResponse:
    """Show the prices of a family, and change them."""
    every = pictures.rows(pictures.products().filter(archived=False))
    found = [row for row in every if row.product.heading.code == family]
    if not found:
        raise Http404
    return _page(request, found, found[0].product.heading.label)


@require_POST
@gates.direction
def cancel(request: HttpRequest, sku: str) -> HttpResponse:
    """Forget a coming price."""
    said = request.POST.get("starts_at", "")
    try:
        prices.cancel(sku, typed.instant(said))
    except Unreadable:
        messages.error(request, _("Ce prix n’est plus prévu."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Le prix prévu est annulé."))
    return redirect("menu:menu")


def _page(request: HttpRequest, rows: list[Row], title: str) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    fields = [(row.product, [_field(one, sent) for one in row.sizes]) for row in rows]
    wrong = ""
    if sent is not None:
        try:
            count = _change(request, [one for _product, sizes in fields for one in sizes], _start(sent))
        except Refused as refusal:
            wrong = refusal.sentence
        else:
            _say(request, count, later=sent.get("when") == LATER)
            return redirect(request.path)
    shown = {
        "title": title,
        "products": fields,
        "wrong": wrong,
        "later": sent is not None and sent.get("when") == LATER,
        "day": typed.clean(sent.get("day", "")) if sent else "",
        "hour": typed.clean(sent.get("hour", "")) if sent else "",
    }
    return render(request, "menu/prices.html", shown, status=400 if wrong else 200)


def _field(priced: Priced, sent: QueryDict | None) -> Field:
    cents = priced.variant.price_cents
    now = typed.written(cents, 2)
    if sent is None:
        return Field(priced, now, "", str(cents))
    said = typed.clean(sent.get(f"price-{priced.variant.sku}", now))
    was = typed.clean(sent.get(f"was-{priced.variant.sku}", ""))
    try:
        return Field(priced, said, prices.fault(typed.price(said)), was)
    except Unreadable as error:
        return Field(priced, said, error.sentence, was)


def _change(request: HttpRequest, fields: list[Field], starts_at: datetime | None) -> int:
    """Change what was touched: a field that says what it said when the page was painted is nobody's wish.

    With a moment and no field touched the page as it stands is the wish: so a promotion ends at today's prices.
    """
    if any(one.wrong for one in fields):
        raise Refused(_("Aucun prix n’est changé : corrigez ce qui est signalé."))
    asked = {one.priced.variant.sku: typed.price(one.typed) for one in fields}
    seen = {one.priced.variant.sku: one.was for one in fields}
    touched = {sku: cents for sku, cents in asked.items() if seen[sku] != str(cents)}
    wanted = asked if starts_at is not None and not touched else touched
    return prices.change(wanted, gates.person(request), starts_at)


def _start(sent: QueryDict) -> datetime | None:
    if sent.get("when") != LATER:
        return None
    return typed.moment(typed.clean(sent.get("day", "")), typed.clean(sent.get("hour", "")))


def _say(request: HttpRequest, count: int, *, later: bool) -> None:
    if not count:
        messages.info(request, _("Aucun prix n’a changé."))
    elif later:
        said = ngettext("%(count)s prix prévu.", "%(count)s prix prévus.", count)
        messages.success(request, said % {"count": count})
    else:
        said = ngettext("%(count)s prix changé.", "%(count)s prix changés.", count)
        messages.success(request, said % {"count": count})
