"""What the live screens of customers show, read for the page and for the socket alike."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ocpizza.catalog.compositions import MEDIUM, Composition
from ocpizza.catalog.models import Allergen, Daypart, Dose, Heading, Ingredient, Product, Variant
from ocpizza.look.formats import clock_long
from ocpizza.orders.flow import Fulfilment, Status
from ocpizza.orders.models import Order, PaymentState
from ocpizza.orders.placing import MOST_OF_A_LINE
from ocpizza.orders.pricing import vat_split
from ocpizza.orders.promise import pizzas_waiting, wait_minutes
from ocpizza.rounds.models import Stop
from ocpizza.stock.feasible import Shelf, shelf
from ocpizza.stores.models import Store
from storefront.drawings import address_of
from storefront.steps import outcome_of, steps_of, why_of
from storefront.wording import opening, telephone

FEW = 5
"""Pieces left from which the menu says how many."""

EVENING = 15  # o'clock: from here what cannot be made is out "tonight"
SOLD = ("sku", "size__coefficient_tenths", "price_cents", "product__halves", "product__most_extras", "product__name")
"""What of a size decides whether, and for how much, it is sold."""

BASE = "dough"  # every pizza has it: not worth a word in the list of ingredients


@dataclass(frozen=True)
class Choice:
    """One size of a dish: what is added to the basket."""

    sku: str
    label: str
    diameter_cm: int
    price_cents: int
    left: int


@dataclass(frozen=True)
class Dish:
    """A product as the menu shows it; `why` says what stands against it when it cannot be sold."""

    slug: str
    label: str
    drawing: str
    ingredients: str
    allergens: list[str]
    choices: list[Choice]
    left: int
    why: str
    can_change: bool

    @property
    def available(self) -> bool:
        return self.left > 0

    @property
    def few(self) -> bool:
        return 0 < self.left <= FEW

    @property
    def only(self) -> Choice | None:
        """The one choice of a dish without sizes."""
        return self.choices[0] if len(self.choices) == 1 else None

    @property
    def from_cents(self) -> int:
        return min((choice.price_cents for choice in self.choices), default=0)


def menu_picture(slug: str) -> dict[str, Any]:
    """Return the menu of a store as it stands: eight queries."""
    now = timezone.now()
    store = Store.objects.with_hours().get(slug=slug)
    waiting, can = pizzas_waiting(store), shelf(store)
    return {
        "store": store,
        "opening": opening(store, now),
        "delivery_minutes": wait_minutes(store, Fulfilment.DELIVERY, waiting),
        "takeaway_minutes": wait_minutes(store, Fulfilment.TAKEAWAY, waiting),
        "postcodes": [area.postcode for area in store.areas.all()],
        "evening": timezone.localtime(now).hour >= EVENING,
        "sections": sections(can),
    }


@dataclass(frozen=True)
class Section:
    """A chapter of the menu and its dishes."""

    code: str
    label: str
    dishes: list[Dish]


def sections(can: Shelf) -> list[Section]:
    """Return the menu by chapters: a product without a family stands in its category's. Three queries."""
    found: dict[Heading, Section] = {}
    for product in Product.objects.for_menu():
        head = product.heading
        found.setdefault(head, Section(head.code, head.label, [])).dishes.append(_dish(product, can))
    return [found[head] for head in sorted(found)]


def _dish(product: Product, can: Shelf) -> Dish:
    variants = list(product.variants.all())
    choices = [_choice(product, variant, can) for variant in variants]
    most = max((choice.left for choice in choices), default=0)
    return Dish(
        slug=product.slug,
        label=product.label,
        drawing=address_of(product),
        ingredients=ingredients_of(product),
        allergens=[str(Allergen(code).label) for code in product.allergens()],
        choices=choices,
        left=most,
        why="" if most or not variants else reason(Composition(variants[0]), can),
        can_change=product.has_recipe,
    )


def _choice(product: Product, variant: Variant, can: Shelf) -> Choice:
    size = variant.size
    return Choice(
        sku=variant.sku,
        label=size.label if size else product.label,
        diameter_cm=size.diameter_cm if size else 0,
        price_cents=variant.price_cents,
        left=can.pieces(variant),
    )


def ingredients_of(product: Product) -> str:
    """Return what is on the product, in words and without quantities; empty for an article sold as it is bought."""
    if not product.has_recipe:
        return ""
    doses = product.recipe.all()
    return ", ".join(dose.ingredient.label for dose in doses if dose.ingredient.slug != BASE)


def reason(composition: Composition, can: Shelf) -> str:
    """Return why not one piece can be sold, in words, of two halves which; empty when the article itself is out."""
    for product in composition.products:
        half = f"½ {product.label} " if composition.other else ""
        if product.pk in can.off:
            return half + _("retirée de la carte pour le moment")
        if product.daypart and not product.served(can.at):
            return half + hours_of(product.daypart)
    short = lacking(composition, can)
    return _("il manque : %(missing)s") % {"missing": ", ".join(short)} if short else ""


def hours_of(daypart: Daypart) -> str:
    """Return when its products are served: `servie de 11 h 30 à 14 h 00`, with the days when not on all of them."""
    words = {
        "from": clock_long(daypart.opens),
        "to": clock_long(daypart.closes),
        "days": ", ".join(str(WEEKDAYS[day]) for day in sorted(daypart.weekdays)),
    }
    return (_("servie de %(from)s à %(to)s, %(days)s") if words["days"] else _("servie de %(from)s à %(to)s")) % words


def lacking(composition: Composition, can: Shelf) -> list[str]:
    """Return the ingredients of which there is not enough for one piece; none when the article itself is out."""
    short = {one for one, dose in composition.needs().items() if can.left.get(one, 0) < dose}
    return [one.label for one in composition.ingredients if one.pk in short and not one.sold_as_is]


def shelf_picture(slug: str) -> dict[str, Any]:
    """Return the fingerprint of what a store can make of the menu as it is: six queries.

    It changes with everything that a basket or a customising page depends on: levels near their end, outages, hours,
    prices, recipes. While there is plenty for the most of a line, an order does not change it.
    """
    can = shelf(Store.objects.get(slug=slug))
    sizes = list(Variant.objects.filter(product__archived=False).values_list(*SOLD).order_by("sku"))
    extras = list(Ingredient.objects.values_list("pk", "removable", "extra_cents", "extra_dose").order_by("pk"))
    doses = list(Dose.objects.filter(product__archived=False).values_list("product", "ingredient", "quantity"))
    hours = sorted(part.pk for part in Daypart.objects.all() if part.covers(can.at))
    most = max((tenths or MEDIUM for _sku, tenths, *_rest in sizes), default=MEDIUM)
    plenty: dict[int, int] = {}
    for one, dose in [(one, dose) for _product, one, dose in doses] + [(pk, dose or 0) for pk, *_rest, dose in extras]:
        plenty[one] = max(plenty.get(one, 0), dose * most * MOST_OF_A_LINE // MEDIUM)
    left = [(one, min(amount, plenty.get(one, 0))) for one, amount in sorted(can.left.items())]
    facts = repr((left, sorted(can.off), hours, sizes, extras, sorted(doses)))
    return {"can_make": hashlib.sha256(facts.encode()).hexdigest()[:16]}


def order_picture(reference: str) -> dict[str, Any]:
    """Return one order as its customer follows it: five queries."""
    order = Order.objects.select_related("store").with_lines().with_amendments().with_changes().get(reference=reference)
    stops = Stop.objects.filter(order=order).select_related("round__courier").order_by("-pk")
    stop = stops.first()
    changes = list(order.changes.all())
    on_the_road = order.status == Status.IN_DELIVERY
    return {
        "order": order,
        "store": order.store,
        "call": telephone(order.store.phone),
        "steps": steps_of(order, changes),
        "outcome": outcome_of(order),
        "again": order.status == Status.CANCELLED and order.payment in {PaymentState.FAILED, PaymentState.RELEASED},
        "late": not order.is_over and not order.is_held and timezone.now() > order.promised_at,
        "courier": stop.round.courier.first_name if stop and on_the_road else "",
        "stop": stop if on_the_road else None,
        "why": why_of(changes),
        "vat": [(_percent(share.rate), share.vat_cents) for share in vat_split(order.lines.all(), order.fee_cents)],
    }


def _percent(basis_points: int) -> str:
    """Write a rate as people read it: `10`, `5,5`."""
    return number_format(basis_points / 100, decimal_pos=1 if basis_points % 100 else 0)
