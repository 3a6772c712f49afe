"""The screen of a store, and the bumps of its tickets."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kitchen import out
from kitchen.forms import BumpForm
from kitchen.offers import NEXT, offer
from ocpizza.accounts import gates
from ocpizza.accounts.models import Role
from ocpizza.catalog.models import Ingredient
from ocpizza.live import http, screens
from ocpizza.orders import actions
from ocpizza.orders.actions import Actor, Outcome
from ocpizza.orders.flow import By
from ocpizza.orders.models import Order
from ocpizza.orders.refusals import Invalid, Refusal

Verb = Callable[[str, Actor, int | None, str], Outcome]


@require_GET
@gates.kitchen_side
def screen(request: HttpRequest, store: str) -> HttpResponse:
    """Show the grid, the oven and what is ready, and keep them live."""
    return render(request, "kitchen/screen.html", screens.page(request, [("kitchen", [store])]).context)


@require_POST
@gates.cook
def bump(request: HttpRequest, store: str, reference: str, verb: str) -> HttpResponse:
    """Move an order of this store; the answer says which versions of the screens contain it."""
    if verb not in VERBS:
        raise Http404
    get_object_or_404(Order.objects.of(store), reference=reference)
    home = reverse("kitchen:screen", args=[store])
    form = BumpForm(request.POST)
    try:
        lacking = _lacking(form)
        why = lacking.label if lacking else form.cleaned_data["why"]
        outcome = VERBS[verb](reference, _actor(request, store), form.cleaned_data["seq"], why)
    except Refusal as refusal:
        return http.refused(request, refusal.sentence, home, refusal.status)
    answer = http.changed(request, outcome.versions, home)
    if lacking and outcome.changed:
        answer[NEXT] = _declare_too(outcome.order, lacking)
    return answer


def _lacking(form: BumpForm) -> Ingredient | None:
    """Return the ingredient that is missing, when the form names one. Raises Invalid."""
    if not form.is_valid():
        raise Invalid(_("Formulaire illisible : rechargez l’écran."))
    slug = form.cleaned_data["lacking"]
    found = Ingredient.objects.filter(slug=slug, sold_as_is=False).first() if slug else None
    if slug and found is None:
        raise Invalid(_("Dites ce qui manque."))
    return found


def _declare_too(order: Order, lacking: Ingredient) -> str:
    """Offer to declare out what a ticket was sent back for: what misses here misses everywhere."""
    words = {"number": order.number, "thing": lacking.label}
    said = _("%(number)s renvoyée, il manque : %(thing)s") % words
    return offer(said, _("Déclarer en rupture"), out.address(order.store, lacking), {"jusqua": out.FOR_GOOD})


def _actor(request: HttpRequest, store: str) -> Actor:
    who = gates.person(request)
    return Actor(By.COOK if Role.COOK in gates.held(who, store) else By.MANAGER, who)


def _recall(reference: str, actor: Actor, seq: int | None, _why: str) -> Outcome:
    if seq is None:
        raise Invalid(_("Formulaire illisible : rechargez l’écran."))
    return actions.recall(reference, actor, seq)


VERBS: dict[str, Verb] = {
    "start": lambda reference, actor, seq, _why: actions.start(reference, actor, seq),
    "oven": lambda reference, actor, seq, _why: actions.to_oven(reference, actor, seq),
    "ready": lambda reference, actor, seq, _why: actions.mark_ready(reference, actor, seq),
    "recall": _recall,
    "send-back": lambda reference, actor, seq, why: actions.send_back(reference, actor, why, seq),
}
