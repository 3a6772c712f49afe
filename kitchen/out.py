"""Declaring out from the kitchen: what there is to pick, what goes with it, until when, and what is out now."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kitchen.search import found_in
from ocpizza.catalog.models import Ingredient, Product, Variant
from ocpizza.orders import flow, shortages
from ocpizza.orders.models import Order
from ocpizza.orders.shortages import Shortage
from ocpizza.stock.feasible import shelf
from ocpizza.stock.models import Outage
from ocpizza.stores.hours import openings
from ocpizza.stores.models import Store

Thing = Ingredient | Product
INGREDIENT, PRODUCT = "ingredient", "produit"  # as addresses name them
MINUTES = (15, 30, 60)
SERVICE = "service"
REMEMBERED = 3
TWO_TAPS = timedelta(seconds=10)
FOR_GOOD = ""
TYPED = "heure"
EXACTLY = "instant"


@dataclass(frozen=True)
class Out:
    """Something that is out now."""

    outage: Outage
    thing: Thing

    @property
    def kind(self) -> str:
        return kind_of(self.thing)

    @property
    def is_recalled(self) -> bool:
        """Whether a lot is being withdrawn: by hand it does not come back before that is over."""
        return self.outage.recall is not None and self.outage.recall.closed_at is None


class Pick(NamedTuple):
    """A thing to tap; `uses` counts the lines of open tickets that need it."""

    kind: str
    thing: Thing
    uses: int
    is_out: bool


class End(NamedTuple):
    """A moment at which something may be back: its value in the form, and in words."""

    value: str
    label: str
    at: datetime | None


def shown(outages: Iterable[Outage]) -> list[Out]:
    """Return what is out, each with its thing."""
    return [Out(one, thing) for one in outages if (thing := one.ingredient or one.product)]


def kind_of(thing: Thing) -> str:
    """Return what addresses call it: `ingredient` or `produit`."""
    return INGREDIENT if isinstance(thing, Ingredient) else PRODUCT


def address(store: Store, thing: Thing, verb: str = "thing") -> str:
    """Return the address of its sheet, where it is declared out; `back` is where it comes back."""
    return reverse(f"kitchen:out-{verb}", args=[store.slug, kind_of(thing), thing.slug])


def find(store: Store, kind: str, slug: str) -> Thing:
    """Return what an address names, or raise Http404: an article is switched off as a product, not as an ingredient.

    What is out is found in any case: a recalled article, a product that was archived since, can be brought back.
    """
    if kind == INGREDIENT:
        return _kept(store, Ingredient.objects.filter(slug=slug), sold_as_is=False)
    if kind == PRODUCT:
        return _kept(store, Product.objects.filter(slug=slug), archived=False)
    raise Http404


def _kept(store: Store, named: QuerySet[Any], **usual: bool) -> Thing:
    is_out = Q(outages__store=store, outages__ended_at=None)
    found: Thing = get_object_or_404(named.filter(Q(**usual) | is_out).distinct())
    return found


def picks(store: Store, words: str) -> tuple[list[Pick], list[Pick]]:
    """Return what can be declared out and answers to `words`: what the open tickets use, most used first, and the rest.

    Six queries.
    """
    uses = _uses(store)
    gone = {(one.kind, one.thing.pk) for one in shown(shortages.declared(store))}
    things: list[Thing] = [*Ingredient.objects.filter(sold_as_is=False), *Product.objects.filter(archived=False)]
    found = [
        Pick(kind_of(one), one, uses[kind_of(one), one.slug], (kind_of(one), one.pk) in gone)
        for one in things
        if found_in(words, one.name, one.name_en)
    ]
    found.sort(key=lambda one: (one.kind != INGREDIENT, -one.uses, one.thing.label))
    return [one for one in found if one.uses], [one for one in found if not one.uses]


def _uses(store: Store) -> Counter[tuple[str, str]]:
    """Count the lines of the orders in the kitchen that need each ingredient and each product."""
    orders = Order.objects.filter(store=store, status__in=flow.IN_KITCHEN).with_lines()
    lines = [line for order in orders for line in order.lines.all() if line.refunded_at is None]
    shortages.fetch_recipes(lines)
    found: Counter[tuple[str, str]] = Counter()
    for line in lines:
        found.update((PRODUCT, half.slug) for half in shortages.halves(line))
        found.update((INGREDIENT, slug) for slug in shortages.ingredients_on(line))
    return found


def gone_with(store: Store, thing: Thing) -> list[Product]:
    """Return the products that can be made now and could not without this ingredient: three queries at most."""
    if isinstance(thing, Product):
        return []
    needing = Variant.objects.for_order().filter(product__recipe__ingredient=thing).order_by("product__position")
    now = shelf(store)
    sizes = [one for one in needing if now.pieces(one)]
    return list({one.product_id: one.product for one in sizes}.values())


def waiting_for(store: Store, thing: Thing) -> list[Shortage]:
    """Return the accepted orders that need it: what the counter will have to settle."""
    as_if = Outage(ingredient=thing) if isinstance(thing, Ingredient) else Outage(product=thing)
    orders = list(Order.objects.filter(store=store, status__in=shortages.NOT_BAKED).order_by("start_by").with_lines())
    shortages.fetch_recipes(line for order in orders for line in order.lines.all())
    return shortages.among(orders, [as_if])


def over(store: Store, thing: Thing) -> list[Outage]:
    """Return the last times that it was out, latest first, with who and how it came back: one query."""
    named = {"ingredient": thing} if isinstance(thing, Ingredient) else {"product": thing}
    ended = Outage.objects.filter(store=store, ended_at__isnull=False, **named).select_related("who")
    return list(ended.order_by("-ended_at")[:REMEMBERED])


def ends(store: Store, now: datetime) -> list[End]:
    """Return until when something may be out, besides an hour that is typed; the first is until somebody says so."""
    return [
        End(FOR_GOOD, _("Jusqu’à nouvel ordre"), None),
        *(End(str(one), _minutes(one), now + timedelta(minutes=one)) for one in MINUTES),
        *_service(store, now),
    ]


def until(store: Store, value: str, typed: time | datetime | None, now: datetime) -> datetime | None:
    """Return the moment that a form means, None for "until somebody says so". Raises KeyError for another value."""
    if value == TYPED and isinstance(typed, time):
        return _next(typed, now)
    if value == EXACTLY and isinstance(typed, datetime):
        return typed
    return {one.value: one.at for one in ends(store, now)}[value]


def is_until(outage: Outage, moment: datetime | None) -> bool:
    """Say whether it was out until then already, give or take the time between two taps."""
    if outage.out_until is None or moment is None:
        return outage.out_until is moment
    return abs(outage.out_until - moment) < TWO_TAPS


def fields_of(outage: Outage) -> dict[str, str]:
    """Return what a form says to have something out as it was: to the second, and for the same reason."""
    if outage.out_until is None:
        return {"jusqua": FOR_GOOD, "pourquoi": outage.why}
    return {"jusqua": EXACTLY, "instant": outage.out_until.isoformat(), "pourquoi": outage.why}


def _minutes(minutes: int) -> str:
    return _("1 heure") if minutes == 60 else _("%(count)s minutes") % {"count": minutes}


def _service(store: Store, now: datetime) -> list[End]:
    """Return the end of the service: the next closing of today; of the day, for a store that never closes."""
    if store.round_the_clock:
        return [End(SERVICE, _("Fin de la journée"), _next(time(0), now))]
    closings = [closes for _opens, closes in openings(store, now, 1) if closes > now]
    return [End(SERVICE, _("Fin de service"), closings[0])] if closings else []


def _next(hour: time, now: datetime) -> datetime:
    """Return the next moment at which clocks in Paris show this hour."""
    local = timezone.localtime(now)
    today = datetime.combine(local.date(), hour, tzinfo=timezone.get_current_timezone())
    return today if today > now else today + timedelta(days=1)
