"""What was lost and why, and the losses of the day, which can be taken back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ocpizza.accounts import gates
from ocpizza.catalog.models import Unit
from ocpizza.live import http
from ocpizza.look.refusals import Refused
from ocpizza.stock import keys, losses
from ocpizza.stock import lots as shelves
from ocpizza.stock.amounts import MEASURES, as_typed, said
from ocpizza.stock.losses import Loss
from ocpizza.stock.models import Cause, Lot, Movement
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
    lots = pages.lots(at)
    opening = {"key": keys.new()} | pages.opening(request, found) | _of_lot(request, lots)
    form = LossForm(request.POST or None, ingredients=found, lots=lots, initial=opening)
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


def _of_lot(request: HttpRequest, lots: list[Lot]) -> dict[str, str]:
    """Return what the form opens with when a link names a lot to take off the shelf: all that is left of it."""
    lot = next((one for one in lots if one.reference == request.GET.get("lot")), None)
    if lot is None:
        return {}
    measure = MEASURES[Unit(lot.ingredient.unit)][0]
    rest = as_typed(shelves.left(lot.store)[lot.pk], measure)
    opening = {"ingredient": lot.ingredient.slug, "lot": lot.reference, "measure": measure, "quantity": rest}
    expired = lot.use_by and lot.use_by < timezone.localdate()
    return opening | ({"cause": Cause.EXPIRED.value} if expired else {})


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
