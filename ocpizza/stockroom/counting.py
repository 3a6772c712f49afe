"""The pages of a count: begin or go on, one ingredient at a time, and what it comes to."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ocpizza.accounts import gates
from ocpizza.catalog.models import Unit
from ocpizza.live import http
from ocpizza.look.formats import euros
from ocpizza.look.refusals import Refused
from ocpizza.stock import counts
from ocpizza.stock.amounts import MEASURES, measure_label, said
from ocpizza.stock.counts import Count, Counted
from ocpizza.stockroom import pages, tally, waiting
from ocpizza.stockroom.forms import CountForm
from ocpizza.stockroom.larder import Item
from ocpizza.stockroom.tally import Round
from ocpizza.stores.models import Store

LARGE = 10**6


@require_GET
@never_cache
@gates.cook
def overview(request: HttpRequest, store: str) -> HttpResponse:
    """Offer a new count, and the ones of the last day to go on with."""
    at = pages.store_of(store)
    return pages.show(request, at, "counts", {"scopes": tally.SCOPES.items(), "begun": tally.begun(at)})


@require_POST
@gates.cook
def begin(request: HttpRequest, store: str) -> HttpResponse:
    """Begin a count of everything, or of a part."""
    scope = request.POST.get("scope", "")
    if scope not in tally.SCOPES:
        home = reverse("stockroom:counts", args=[store])
        return http.refused(request, _("Formulaire illisible : rechargez l’écran."), home, 400)
    return redirect("stockroom:go-on", store=store, reference=tally.begin(scope))


@require_GET
@gates.cook
def count_one(request: HttpRequest, store: str, ingredient: str) -> HttpResponse:
    """Lead to a count of this ingredient alone."""
    return redirect("stockroom:count", store=store, reference=tally.begin(tally.ONE), ingredient=ingredient)


@require_GET
@never_cache
@gates.cook
def go_on(request: HttpRequest, store: str, reference: str) -> HttpResponse:
    """Lead to the first ingredient that is not counted yet."""
    return _next(store, _round(pages.store_of(store), reference), -1)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@gates.cook
def count(request: HttpRequest, store: str, reference: str, ingredient: str) -> HttpResponse:
    """Ask for one ingredient, or take what was counted and go on to the next."""
    at = pages.store_of(store)
    current = _round(at, reference, ingredient)
    rank = current.at(ingredient)
    if rank is None:
        raise Http404
    if request.method != "POST":
        return _ask(request, at, current, rank)
    item = current.plan[rank]
    form = CountForm(request.POST, ingredient=item.ingredient)
    if not form.is_valid():
        return _ask(request, at, current, rank, form)
    wanted = Count(
        reference, item.ingredient, form.cleaned_data["found"], form.cleaned_data["seen"], form.cleaned_data["turn"]
    )
    try:
        _not_moved(at, wanted)
        done = counts.settle(at, wanted, gates.person(request))
    except Refused as refusal:
        form.add_error("quantity", refusal.sentence)
        return _ask(request, at, _round(at, reference, ingredient), rank, form, status=refusal.status)
    _tell(request, at, wanted, done)
    return _next(store, _round(at, reference, ingredient), rank)


@require_GET
@never_cache
@gates.cook
def outcome(request: HttpRequest, store: str, reference: str) -> HttpResponse:
    """Show the variances of a count, in quantities and in money."""
    at = pages.store_of(store)
    return pages.show(request, at, "outcome", {"tab": "counts", "round": _round(at, reference)})


class MovedMeanwhile(Refused):
    """What should lie on the shelf is not what it was when this page was made."""

    status = 409


def _not_moved(store: Store, count: Count) -> None:
    """Refuse a count made against a shelf that has changed since: its variance would count the change twice.

    What an order reserves stays on the shelf and is no change; a delivery, a loss or an order that the kitchen began
    is one. A count that came already is left to be recognised.
    """
    now = waiting.on_shelf(store, count.ingredient)
    if now != count.seen and counts.turn(store, count.ingredient) == count.turn:
        unit = count.ingredient.unit
        words = {"before": said(count.seen, unit), "now": said(now, unit)}
        raise MovedMeanwhile(
            _("Le stock a bougé entre-temps : attendu %(now)s, non plus %(before)s. Vérifiez, puis envoyez de nouveau.")
            % words
        )


def _round(store: Store, reference: str, ingredient: str = "") -> Round:
    if not tally.is_reference(reference):
        raise Http404
    return tally.read(store, reference, ingredient)


def _next(store: str, current: Round, rank: int) -> HttpResponseRedirect:
    item = current.following(rank)
    if item is None:
        return redirect("stockroom:outcome", store=store, reference=current.reference)
    return redirect("stockroom:count", store=store, reference=current.reference, ingredient=item.ingredient.slug)


def _ask(
    request: HttpRequest, store: Store, current: Round, rank: int, form: CountForm | None = None, status: int = 400
) -> HttpResponse:
    """Show the page of one ingredient: what should be there now, whatever the form that came back was made from."""
    item = current.plan[rank]
    found = item.ingredient
    turn = counts.turn(store, found)  # before the shelf: a count between the two is then noticed
    now = {"turn": turn, "seen": waiting.on_shelf(store, found)}
    if form is None:
        form, status = CountForm(ingredient=found, initial={"measure": _measure(item)}), 200
    skipped = current.following(rank)
    context = {
        "tab": "counts",
        "round": current,
        "item": item,
        "rank": rank + 1,
        "now": now,
        "shelf": said(now["seen"], found.unit),
        "form": form,
        "measures": [(one, measure_label(one, 2000)) for one in MEASURES[_unit(item)]],
        "measure": form["measure"].value() or _measure(item),
        "before": current.before(rank),
        "skip": skipped if skipped and skipped.ingredient != found else None,
        "already": current.results.get(found.pk),
    }
    return pages.show(request, store, "count", context, status=status)


def _tell(request: HttpRequest, store: Store, wanted: Count, done: Counted) -> None:
    """Say what was counted, the variance, and what it is worth."""
    one = wanted.ingredient
    found, variance = tally.spoken(wanted.found, done.variance, one)
    words = {"ingredient": one.label, "found": found, "variance": variance}
    if not done.variance:
        messages.success(request, _("%(ingredient)s : %(found)s, le compte est juste.") % words)
        return
    words["money"] = euros(tally.value(store, one, done.variance))
    messages.success(request, _("%(ingredient)s : %(found)s, écart %(variance)s (%(money)s).") % words)
    if done.applied != done.variance:
        words["missing"] = said(done.applied - done.variance, one.unit)
        messages.warning(
            request,
            _("Il manque %(missing)s de %(ingredient)s pour les commandes acceptées : prévenez le comptoir.") % words,
        )


def _measure(item: Item) -> str:
    """Return the measure that suits what should be there."""
    large, small = MEASURES[_unit(item)][0], MEASURES[_unit(item)][-1]
    return large if item.on_shelf >= LARGE else small


def _unit(item: Item) -> Unit:
    return Unit(item.ingredient.unit)
