"""What the live screens of customers show, read for the page and for the socket alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format

from ocpizza.catalog.models import Allergen, Category, Product, Variant
from ocpizza.orders.flow import Fulfilment, Status
from ocpizza.orders.models import Order
from ocpizza.orders.pricing import vat_split
from ocpizza.orders.promise import pizzas_waiting, wait_minutes
from ocpizza.rounds.models import Stop
from ocpizza.stock.feasible import levels, pieces
from ocpizza.stores.models import Store
from storefront.drawings import address_of
from storefront.steps import FAILURES, outcome_of, steps_of
from storefront.wording import opening, telephone

FEW = 5
"""Pieces left from which the menu says how many."""

EVENING = 15  # o'clock: from here what cannot be made is out "tonight"
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
    """A product as the menu shows it; `lacking` names what is missing when it cannot be made."""

    slug: str
    label: str
    drawing: str
    ingredients: str
    allergens: list[str]
    choices: list[Choice]
    left: int
    lacking: str

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
    waiting, left = pizzas_waiting(store), levels(store)
    dishes = [(product.category, _dish(product, left)) for product in Product.objects.for_menu()]
    return {
        "store": store,
        "opening": opening(store, now),
        "delivery_minutes": wait_minutes(store, Fulfilment.DELIVERY, waiting),
        "takeaway_minutes": wait_minutes(store, Fulfilment.TAKEAWAY, waiting),
        "postcodes": [area.postcode for area in store.areas.all()],
        "evening": timezone.localtime(now).hour >= EVENING,
        "sections": [
            (category, [dish for family, dish in dishes if family == category])
            for category in Category
            if any(family == category for family, _dish in dishes)
        ],
    }


def _dish(product: Product, left: Mapping[int, int]) -> Dish:
    variants = list(product.variants.all())
    choices = [_choice(product, variant, left) for variant in variants]
    most = max((choice.left for choice in choices), default=0)
    return Dish(
        slug=product.slug,
        label=product.label,
        drawing=address_of(product),
        ingredients=ingredients_of(product),
        allergens=[str(Allergen(code).label) for code in product.allergens()],
        choices=choices,
        left=most,
        lacking="" if most or not variants else lacking(product, variants[0], left),
    )


def _choice(product: Product, variant: Variant, left: Mapping[int, int]) -> Choice:
    # The recipe was fetched with the product: let the variant ask that one, not the database.
    variant.product = product
    size = variant.size
    return Choice(
        sku=variant.sku,
        label=size.label if size else product.label,
        diameter_cm=size.diameter_cm if size else 0,
        price_cents=variant.price_cents,
        left=pieces(variant, left),
    )


def ingredients_of(product: Product) -> str:
    """Return what is on the product, in words and without quantities; empty for an article sold as it is bought."""
    if not product.has_recipe:
        return ""
    doses = product.recipe.all()
    return ", ".join(dose.ingredient.label for dose in doses if dose.ingredient.slug != BASE)


def lacking(product: Product, variant: Variant, left: Mapping[int, int]) -> str:
    """Return the ingredients of which there is not enough for one piece; empty when the article itself is out."""
    short = {one for one, dose in variant.needs().items() if left.get(one, 0) < dose}
    doses = [dose for dose in product.recipe.all() if dose.ingredient_id in short]
    return ", ".join(dose.ingredient.label for dose in doses if not dose.ingredient.sold_as_is)


def order_picture(reference: str) -> dict[str, Any]:
    """Return one order as its customer follows it: four queries."""
    order = Order.objects.select_related("store").with_lines().with_changes().get(reference=reference)
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
        "late": not order.is_over and timezone.now() > order.promised_at,
        "courier": stop.round.courier.first_name if stop and on_the_road else "",
        "stop": stop if on_the_road else None,
        "why": FAILURES.get(changes[-1].why, changes[-1].why) if changes else "",
        "vat": [(_percent(share.rate), share.vat_cents) for share in vat_split(order.lines.all(), order.fee_cents)],
    }


def _percent(basis_points: int) -> str:
    """Write a rate as people read it: `10`, `5,5`."""
    return number_format(basis_points / 100, decimal_pos=1 if basis_points % 100 else 0)
