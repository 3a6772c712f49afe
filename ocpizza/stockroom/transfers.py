"""What goes to another store and what comes from one."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ocpizza.accounts import gates
from ocpizza.live import http, screens
from ocpizza.look.refusals import Refused
from ocpizza.stock import keys, transfers
from ocpizza.stock.amounts import said
from ocpizza.stock.models import Cause, Transfer
from ocpizza.stock.transfers import Parcel
from ocpizza.stockroom import pages
from ocpizza.stockroom.forms import ArrivedForm, ParcelForm
from ocpizza.stores.models import Store

MOST_SHOWN = 20


@require_http_methods(["GET", "HEAD"])
@never_cache
@gates.cook
def shown(request: HttpRequest, store: str) -> HttpResponse:
    """Show what is on its way, live, and what was; the manager also gets the form."""
    return _page(request, pages.store_of(store))


@require_POST
@gates.manager
def send(request: HttpRequest, store: str) -> HttpResponse:
    """Send something to another store."""
    at = pages.store_of(store)
    form = _form(request, at)
    if form.is_valid():
        data = form.cleaned_data
        parcel = Parcel(data["key"], data["receiver"], data["ingredient"], data["thousandths"], data["lot"])
        try:
            sent = transfers.send(at, parcel, gates.person(request))
        except Refused as refusal:
            form.add_error("quantity", refusal.sentence)
        else:
            words = {
                "quantity": said(parcel.quantity, parcel.ingredient.unit),
                "ingredient": parcel.ingredient.label,
                "store": parcel.receiver.name,
            }
            done = _("En route vers %(store)s : %(quantity)s de %(ingredient)s.") % words
            messages.success(request, done if sent else _("Cet envoi était déjà enregistré."))
            return redirect("stockroom:transfers", store=store)
    return _page(request, at, form)


@require_POST
@gates.manager
def receive(request: HttpRequest, store: str, reference: str) -> HttpResponse:
    """Say what arrived of a transfer to this store."""
    transfer = get_object_or_404(
        Transfer.objects.select_related("ingredient"), receiver__slug=store, reference=reference
    )
    home, form = reverse("stockroom:transfers", args=[store]), ArrivedForm(request.POST)
    arrived = _arrived(form, transfer)
    if arrived is None:
        sentences = [str(text) for texts in form.errors.values() for text in texts]
        return http.refused(request, " ".join(sentences), home, 400)
    cause = Cause(form.cleaned_data["cause"]) if form.cleaned_data["cause"] else None
    try:
        versions = transfers.receive(reference, arrived, cause, gates.person(request))
    except Refused as refusal:
        return http.refused(request, refusal.sentence, home, 409)
    return http.changed(request, versions, home)


def _arrived(form: ArrivedForm, transfer: Transfer) -> int | None:
    """Return what arrived in thousandths, all of it when nothing was typed; None after noting on the form why not."""
    if not form.is_valid():
        return None
    return form.read_amount(transfer.ingredient) if form.cleaned_data["quantity"] else transfer.quantity


@require_POST
@gates.manager
def cancel(request: HttpRequest, store: str, reference: str) -> HttpResponse:
    """Take back what this store sent and nobody has received."""
    if not Transfer.objects.filter(sender__slug=store, reference=reference).exists():
        raise Http404
    home = reverse("stockroom:transfers", args=[store])
    try:
        versions = transfers.cancel(reference, gates.person(request))
    except Refused as refusal:
        return http.refused(request, refusal.sentence, home, 409)
    return http.changed(request, versions, home)


def _form(request: HttpRequest, store: Store) -> ParcelForm:
    found = pages.ingredients()
    opening = {"key": keys.new()} | pages.opening(request, found)
    receivers = list(Store.objects.exclude(pk=store.pk))
    return ParcelForm(
        request.POST or None, ingredients=found, lots=pages.lots(store), receivers=receivers, initial=opening
    )


def _page(request: HttpRequest, store: Store, form: ParcelForm | None = None) -> HttpResponse:
    context = screens.page(request, [("stock", [store.slug])]).context
    if context["may_lead"]:
        context["form"] = form or _form(request, store)
    context["done"] = _done(store)
    return pages.show(request, store, "transfers", context, status=400 if form else 200)


def _done(store: Store) -> list[tuple[Transfer, str, str]]:
    """Return the transfers that are over, the newest first, with what was sent and what arrived."""
    over = Transfer.objects.filter(Q(sender=store) | Q(receiver=store)).filter(
        Q(received_at__isnull=False) | Q(cancelled_at__isnull=False)
    )
    rows = over.select_related("sender", "receiver", "ingredient", "lot", "received_by").order_by("-sent_at", "-pk")
    return [
        (one, said(one.quantity, one.ingredient.unit), said(one.received or 0, one.ingredient.unit))
        for one in rows[:MOST_SHOWN]
    ]
