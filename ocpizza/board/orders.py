"""The orders of a day, one order with its history, and the two decisions that it can ask for."""

from collections.abc import Callable
from datetime import date, timedelta

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ocpizza.accounts import gates
from ocpizza.board import history
from ocpizza.live import http
from ocpizza.orders import actions, typed
from ocpizza.orders.actions import Actor, Outcome
from ocpizza.orders.flow import By
from ocpizza.orders.models import Order
from ocpizza.orders.refusals import Invalid, Refusal
from ocpizza.stores.models import Store

ROWS = 25
FIRST_DAY = date(2020, 1, 1)


@require_GET
@never_cache
@gates.manager
def of_the_day(request: HttpRequest, store: str) -> HttpResponse:
    """List the orders of a day, the last one first."""
    place = get_object_or_404(Store, slug=store)
    day = _day(request.GET.get("jour", ""))
    pages = Paginator(Order.objects.filter(store=place, day=day).order_by("-number"), ROWS)
    shown = {
        "store": place,
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1) if day < timezone.localdate() else None,
        "page": pages.get_page(request.GET.get("page")),
    }
    return render(request, "board/day.html", shown)


@require_GET
@never_cache
def order(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one order: what was ordered, the money, and every step with who took it and why."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    found, by = _seen(request, reference)
    return render(request, "board/order.html", history.of(found, by))


@require_POST
def retry(request: HttpRequest, reference: str) -> HttpResponse:
    """After a failed delivery: it waits for a courier again."""
    found, by = _seen(request, reference)
    actor = Actor(by, gates.person(request))
    return _answer(request, found, lambda: actions.retry(found.reference, actor, typed.seq(request.POST)))


@require_POST
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    """End the order, and say why."""
    found, by = _seen(request, reference)
    actor = Actor(by, gates.person(request))
    return _answer(
        request, found, lambda: actions.cancel(found.reference, actor, _why(request), typed.seq(request.POST))
    )


def _seen(request: HttpRequest, reference: str) -> tuple[Order, By]:
    """Return the order and the capacity in which this person may see it; another store's does not exist."""
    person = gates.person(request)
    found = get_object_or_404(Order.objects.select_related("store"), reference=reference)
    roles = gates.held(person, found.store.slug)
    if not roles:
        raise Http404
    if roles & gates.LEADERS:
        return found, By.MANAGER
    if roles & gates.COUNTERS:
        return found, By.COUNTER
    raise PermissionDenied


def _answer(request: HttpRequest, found: Order, act: Callable[[], Outcome]) -> HttpResponse:
    back = reverse("board:order", args=[found.reference])
    try:
        return http.changed(request, act().versions, back)
    except Refusal as refusal:
        return http.refused(request, refusal.sentence, back, refusal.status)


def _why(request: HttpRequest) -> str:
    why = request.POST.get("why", "").strip()
    if not why or "\x00" in why:
        raise Invalid(_("Dites pourquoi la commande est annulée."))
    return why


def _day(said: str) -> date:
    """Return the day asked for, today by default; what is no day, or no day of ours, is not found."""
    today = timezone.localdate()
    try:
        day = date.fromisoformat(said) if said else today
    except ValueError:
        raise Http404 from None
    if not FIRST_DAY <= day <= today:
        raise Http404
    return day
