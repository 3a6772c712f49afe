"""The board itself, and the switch of each store on it."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ocpizza.accounts import gates
from ocpizza.accounts.models import Role, User
from ocpizza.live import http
from ocpizza.live.screens import page
from ocpizza.stores import actions
from ocpizza.stores.models import Store


@require_GET
@never_cache
def board(request: HttpRequest) -> HttpResponse:
    """Show the stores that the person leads: the direction sees them all."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    stores = led_by(gates.person(request))
    if not stores:
        raise PermissionDenied
    return render(request, "board/board.html", page(request, [("board", stores)]).context)


def led_by(person: User) -> list[str]:
    """Return the slugs of the stores that this person leads."""
    if person.leads_everywhere():
        return list(Store.objects.values_list("slug", flat=True))
    return person.store_slugs([Role.MANAGER])


@require_POST
@gates.manager
def pause(request: HttpRequest, store: str) -> HttpResponse:
    """The store takes no more orders until somebody says otherwise; those it has go on."""
    return _switch(request, store, taking=False)


@require_POST
@gates.manager
def resume(request: HttpRequest, store: str) -> HttpResponse:
    """The store takes orders again, in its opening hours."""
    return _switch(request, store, taking=True)


def _switch(request: HttpRequest, store: str, *, taking: bool) -> HttpResponse:
    versions = actions.take_orders(get_object_or_404(Store, slug=store), taking)
    return http.changed(request, versions, reverse("board:board"))
