"""The counter's live screen: what can be sold now, and the orders that something declared out concerns."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ocpizza.accounts import gates
from ocpizza.live import screens
from ocpizza.live.screens import Region, Screen, Viewer
from ocpizza.orders import shortages
from ocpizza.stores import watching
from ocpizza.stores.models import Store
from storefront.counter.picture import picture

LONGEST_SEARCH = 40
BY_THE_CLOCK = 30
"""Seconds: hours of service begin and end without anyone changing anything."""


@require_GET
@never_cache
@gates.counter
def show(request: HttpRequest, store: str) -> HttpResponse:
    """Show the screen; what was searched for stays in its field, and the browser marks what it finds."""
    context = screens.page(request, [("counter", [store])]).context
    searched = request.GET.get("q", "").replace("\0", "")[:LONGEST_SEARCH]
    return render(request, "counter/screen.html", context | {"searched": searched})


def _authorise(viewer: Viewer, store: str) -> str:
    watching.roles(viewer, store, gates.COUNTERS)
    return ""


def _regions(stores: tuple[str, ...], _role: str) -> list[Region]:
    (store,) = stores
    context = picture(store)
    return [Region(name, f"counter/_{name}.html", context) for name in ("settle", "sell")]


def _say(stores: tuple[str, ...], _role: str) -> str:
    """Return the sentence about the order to settle that was placed last, "" when there is none."""
    (store,) = stores
    waiting = shortages.needing(Store.objects.get(slug=store))
    if not waiting:
        return ""
    last = max(waiting, key=lambda one: one.order.pk)
    missing = ", ".join(one.label for one in [*last.ingredients, *last.products])
    return _("À régler : commande %(number)s, %(missing)s") % {"number": last.order.number, "missing": missing}


COUNTER = Screen("counter", _authorise, _regions, staff=True, refresh=BY_THE_CLOCK, say=_say)
