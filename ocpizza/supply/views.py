"""What to buy, the lots of a store and one of them, and what each product brings."""

import re
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ocpizza.accounts import gates
from ocpizza.stock.models import Lot
from ocpizza.stores.models import Store
from ocpizza.supply import margins as reckoned
from ocpizza.supply import purchases as buying
from ocpizza.supply import shelves

DAYS_AHEAD = 7
LONGEST_SEARCH = 60
_PERCENT = re.compile(r"[0-9]{1,2}", re.ASCII)


@require_GET
@never_cache
@gates.manager
def purchases(request: HttpRequest, store: str) -> HttpResponse:
    """Propose what to buy for a day of this week or the next."""
    place, day = get_object_or_404(Store, slug=store), asked_day(request)
    days = [timezone.localdate() + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)]
    shown = buying.suggestion(place, day, timezone.now()) | {"days": days, "iso": day.isoformat(), "tab": "purchases"}
    return render(request, "supply/purchases.html", shown)


@require_GET
@never_cache
@gates.manager
def lots(request: HttpRequest, store: str) -> HttpResponse:
    """List the lots of the store, what keeps least first."""
    shown = shelves.of_store(get_object_or_404(Store, slug=store), asked_words(request))
    return render(request, "supply/lots.html", shown | {"tab": "lots"})


@require_GET
@never_cache
@gates.manager
def lot(request: HttpRequest, store: str, reference: str) -> HttpResponse:
    """Show one lot of this store: what is left, and which orders used it."""
    found = get_object_or_404(
        Lot.objects.select_related("store", "ingredient", "supplier", "who"), store__slug=store, reference=reference
    )
    return render(request, "supply/lot.html", shelves.of_lot(found) | {"tab": "lots"})


@require_GET
@never_cache
@gates.manager
def margins(request: HttpRequest, store: str) -> HttpResponse:
    """Show the margin of everything on the menu, the thinnest first."""
    shown = reckoned.margins(get_object_or_404(Store, slug=store), asked_percent(request))
    return render(request, "supply/margins.html", shown | {"tab": "margins"})


def asked_day(request: HttpRequest) -> date:
    """Return the day asked for, today by default; what is no day of the next ones is not found."""
    said, today = request.GET.get("jour", ""), timezone.localdate()
    try:
        day = date.fromisoformat(said) if said else today
    except ValueError:
        raise Http404 from None
    if not today <= day < today + timedelta(days=DAYS_AHEAD):
        raise Http404
    return day


def asked_words(request: HttpRequest) -> str:
    """Return what to search for, without what no database takes."""
    return request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]


def asked_percent(request: HttpRequest) -> int:
    """Return the least margin asked for; anything that is no share is the usual one."""
    said = request.GET.get("seuil", "")
    return int(said) if _PERCENT.fullmatch(said) else reckoned.LEAST
