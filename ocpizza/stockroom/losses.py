"""What was lost and why, and the losses of the day, which can be taken back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ocpizza.accounts import gates
from ocpizza.live import http
from ocpizza.stock import keys, losses
from ocpizza.stock.amounts import said
from ocpizza.stock.losses import Loss
from ocpizza.stock.models import Cause, Movement
from ocpizza.stock.outages import Refused
from ocpizza.stockroom import pages
from ocpizza.stockroom.forms import LossForm
from ocpizza.stockroom.journal import written
from ocpizza.stores.models import Store

MOST_SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@gates.cook
def loss(request: HttpRequest, store: str) -> HttpResponse:
    """Show the form and the losses of the last day, or write one off."""
    at, found = pages.store_of(store), pages.ingredients()
    opening = {"key": keys.new()} | pages.opening(request, found)
    form = LossForm(request.POST or None, ingredients=found, lots=pages.lots(at), initial=opening)
    if request.method == "POST" and form.is_valid():
        try:
            return _written_off(request, at, form)
        except Refused as refusal:
            form.add_error("quantity", refusal.sentence)
    context = {"form": form, "recent": written(losses.recent(at)[:MOST_SHOWN]), "undone": _undone(at)}
    return pages.show(request, at, "loss", context, status=400 if request.method == "POST" else 200)


@require_POST
@gates.cook
def take_back(request: HttpRequest, store: str, reference: str) -> HttpResponse:
    """Put a loss back; it stays in the ledger, with its opposite."""
    home = reverse("stockroom:loss", args=[store])
    try:
        versions = losses.take_back(pages.store_of(store), reference, gates.person(request))
    except Movement.DoesNotExist:
        raise Http404 from None
    except Refused as refusal:
        return http.refused(request, refusal.sentence, home)
    messages.success(request, _("Perte annulée : la quantité est de retour dans le stock."))
    return http.changed(request, versions, home)


def _written_off(request: HttpRequest, store: Store, form: LossForm) -> HttpResponse:
    data = form.cleaned_data
    one = data["ingredient"]
    lost = Loss(data["key"], one, data["thousandths"], Cause(data["cause"]), data["note"].strip(), data["lot"])
    fresh = losses.write_off(store, lost, gates.person(request))
    words = {"quantity": said(lost.quantity, one.unit), "ingredient": one.label}
    done = _("Perte enregistrée : %(quantity)s de %(ingredient)s.") % words
    messages.success(request, done if fresh else _("Cette perte était déjà enregistrée."))
    return redirect("stockroom:loss", store=store.slug)


def _undone(store: Store) -> set[str]:
    """Return the references of the losses that were taken back."""
    back = Movement.objects.filter(store=store, reference__in=losses.recent(store).values("reference"), quantity__gt=0)
    return set(back.values_list("reference", flat=True))
