"""The kitchen's pages: the screen of a store, a recipe, and the bumps."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kitchen import recipe as recipes
from kitchen.forms import BumpForm, RecipeForm
from ocpizza.accounts import gates
from ocpizza.accounts.models import Role
from ocpizza.live import http, screens
from ocpizza.orders import actions
from ocpizza.orders.actions import Actor, Outcome
from ocpizza.orders.flow import By
from ocpizza.orders.models import Order
from ocpizza.orders.refusals import Invalid, Refusal
from ocpizza.stores.models import Store

Verb = Callable[[str, Actor, int | None, str], Outcome]


@require_GET
@gates.kitchen_side
def screen(request: HttpRequest, store: str) -> HttpResponse:
    """Show the grid, the oven and what is ready, and keep them live."""
    return render(request, "kitchen/screen.html", screens.page(request, [("kitchen", [store])]).context)


@require_GET
@gates.kitchen_side
def recipe(request: HttpRequest, store: str, sku: str) -> HttpResponse:
    """Show the doses for the ordered size and quantity: in the panel of the screen, or as a page."""
    form = RecipeForm(request.GET)
    if not form.is_valid():
        raise BadRequest
    context = {
        "store": get_object_or_404(Store, slug=store),
        "recipe": recipes.find(sku, form.cleaned_data["quantite"] or 1),
        "order": _order(store, form.cleaned_data["commande"]) if form.cleaned_data["commande"] else None,
    }
    template = "kitchen/_recipe.html" if request.headers.get("HX-Request") == "true" else "kitchen/recipe.html"
    return render(request, template, context)


@require_POST
@gates.cook
def bump(request: HttpRequest, store: str, reference: str, verb: str) -> HttpResponse:
    """Move an order of this store; the answer says which versions of the screens contain it."""
    if verb not in VERBS:
        raise Http404
    _order(store, reference)
    home = reverse("kitchen:screen", args=[store])
    try:
        outcome = _move(request, store, reference, VERBS[verb])
    except Refusal as refusal:
        return http.refused(request, refusal.sentence, home, refusal.status)
    return http.changed(request, outcome.versions, home)


def _move(request: HttpRequest, store: str, reference: str, verb: Verb) -> Outcome:
    form = BumpForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Formulaire illisible : rechargez l’écran."))
    return verb(reference, _actor(request, store), form.cleaned_data["seq"], form.cleaned_data["why"])


def _actor(request: HttpRequest, store: str) -> Actor:
    who = gates.person(request)
    return Actor(By.COOK if Role.COOK in gates.held(who, store) else By.MANAGER, who)


def _order(store: str, reference: str) -> Order:
    return get_object_or_404(Order.objects.of(store), reference=reference)


def _recall(reference: str, actor: Actor, seq: int | None, _why: str) -> Outcome:
    if seq is None:
        raise Invalid(_("Formulaire illisible : rechargez l’écran."))
    return actions.recall(reference, actor, seq)


VERBS: dict[str, Verb] = {
    "start": lambda reference, actor, seq, _why: actions.start(reference, actor, seq),
    "oven": lambda reference, actor, seq, _why: actions.to_oven(reference, actor, seq),
    "ready": lambda reference, actor, seq, _why: actions.mark_ready(reference, actor, seq),
    "recall": _recall,
    "send-back": lambda reference, actor, seq, why: actions.send_back(reference, actor, why, seq),
}
