"""The ledger of a store: every movement, filtered and paged, and the proof that they sum to the levels."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ocpizza.accounts import gates
from ocpizza.accounts.models import User
from ocpizza.stock.models import Movement, Reason
from ocpizza.stockroom import journal, pages
from ocpizza.stockroom.forms import MovementsForm
from ocpizza.stores.hours import midnight
from ocpizza.stores.models import Store

ON_A_PAGE = 50


@require_GET
@never_cache
@gates.cook
def movements(request: HttpRequest, store: str) -> HttpResponse:
    """List the movements that the filters ask for, the newest first."""
    at = pages.store_of(store)
    form = MovementsForm(request.GET, ingredients=pages.ingredients(), people=_people(at), reasons=Reason.choices)
    valid = form.is_valid()
    wanted: dict[str, Any] = form.cleaned_data if valid else {}
    rows = journal.running(_filtered(at, wanted)).select_related("ingredient", "who", "lot").order_by("-pk")
    page = Paginator(rows, ON_A_PAGE).get_page(wanted.get("page") or 1)
    checks = [one for one in journal.checks(at) if wanted.get("ingredient") in {None, one.level.ingredient}]
    context = {
        "form": form,
        "page": page,
        "entries": journal.written(page.object_list),
        "kept": _kept(request),
        "checks": checks,
        "wrong": [one for one in checks if not one.holds],
        "chosen": wanted.get("ingredient"),
    }
    return pages.show(request, at, "movements", context, status=200 if valid else 400)


def _filtered(store: Store, wanted: dict[str, Any]) -> QuerySet[Movement]:
    rows = Movement.objects.filter(store=store)
    exact = {name: wanted[name] for name in ("ingredient", "reason", "who") if wanted.get(name)}
    if start := wanted.get("start"):
        rows = rows.filter(at__gte=midnight(start))
    if end := wanted.get("end"):
        rows = rows.filter(at__lt=midnight(end + timedelta(days=1)))
    return rows.filter(**exact)


def _people(store: Store) -> dict[str, User]:
    """Return who moved anything in this store, by user name."""
    moved = Movement.objects.filter(store=store, who__isnull=False).order_by().values("who").distinct()
    return {one.username: one for one in User.objects.filter(pk__in=moved).order_by("first_name", "username")}


def _kept(request: HttpRequest) -> str:
    """Return the filters as an address carries them from page to page."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()
