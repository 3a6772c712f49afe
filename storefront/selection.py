"""What the form of the customising page says, and the composition it stands for."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from ocpizza.catalog import compositions
from ocpizza.catalog.compositions import Composition, Impossible, Spec
from ocpizza.catalog.models import Category, Ingredient, Product, Variant
from ocpizza.orders.refusals import Invalid
from storefront.basket import quantity_in

ONE = "1"


@dataclass(frozen=True)
class Choices:
    """What may go with a product: right halves, and extras with those the products refuse as (product, ingredient)."""

    product: Product
    others: list[Product]
    extras: list[Ingredient]
    refused: frozenset[tuple[int, int]]

    def sku(self, text: str) -> str:
        """Return a size of the product as posted. Raises Impossible for any other."""
        if not any(text == variant.sku for variant in self.product.variants.all()):
            raise Impossible(_("Cette taille n’est pas à la carte."))
        return text

    def half(self, slug: str, sku: str) -> str:
        """Return the right half of this size of the product. Raises Impossible when there is none."""
        size = next(one.size_id for one in self.product.variants.all() if one.sku == sku)
        right = next((one for one in self.others if one.slug == slug), None)
        found = in_size(right, size) if right else None
        if found is None:
            raise Impossible(_("Cette moitié n’est pas à la carte."))
        return found.sku

    def offered(self, composition: Composition) -> list[Ingredient]:
        """Return the extras that none of its halves refuses; none where the menu allows none."""
        if not most_extras(composition):
            return []
        halves = [product.pk for product in composition.products]
        return [one for one in self.extras if not any((half, one.pk) in self.refused for half in halves)]


@dataclass(frozen=True)
class Selection:
    """What is wanted: `wanted` is not checked yet, `line` is the basket's line that it replaces, if any.

    `quantity` is as typed; `problem` says what could not be read.
    """

    wanted: Spec
    quantity: str = ONE
    line: str = ""
    problem: str = ""

    @property
    def pieces(self) -> int:
        """How many; none for what makes no sense."""
        try:
            return quantity_in(self.quantity)
        except Invalid:
            return 0


def choices_of(slug: str) -> Choices | None:
    """Return what may go with a pizza of the menu, None for anything else: five queries."""
    pizzas = [one for one in Product.objects.for_menu().filter(category=Category.PIZZA) if one.variants.all()]
    product = next((one for one in pizzas if one.slug == slug), None)
    if product is None:
        return None
    others = [one for one in pizzas if one.halves and one.pk != product.pk] if product.halves else []
    extras = list(Ingredient.objects.filter(extra_cents__isnull=False, sold_as_is=False))
    pairs = Product.refused_extras.through.objects.values_list("product_id", "ingredient_id")
    return Choices(product, others, sorted(extras, key=lambda one: one.label.casefold()), frozenset(pairs))


def in_size(product: Product, size: int | None) -> Variant | None:
    """Return the product in this size."""
    return next((one for one in product.variants.all() if one.size_id == size), None)


def most_extras(composition: Composition) -> int:
    """Return how many extras it may have: what its stricter half allows."""
    return min(product.most_extras for product in composition.products)


def read(data: QueryDict, choices: Choices, usual: str, lines: dict[str, int]) -> Selection:
    """Read the form, or what an address says: `choix` is a spec, `ligne` a line of the basket to change."""
    line = data.get("ligne", "")
    line = line if _is_of(line, choices) else ""
    quantity = data.get("quantity", str(lines.get(line, ONE)))
    if "size" in data:
        wanted, problem = _in_form(data, choices, usual)
    else:
        wanted, problem = _in_address(data.get("choix") or line or usual, choices, usual)
    return Selection(wanted, quantity, line, problem)


def _in_form(data: QueryDict, choices: Choices, usual: str) -> tuple[Spec, str]:
    sku, other, right, problem = usual, data.get("other", ""), "", ""
    try:
        sku = choices.sku(data.get("size", ""))
        right = choices.half(other, sku) if other else ""
    except Impossible as impossible:
        problem = impossible.sentence
    # A box that is not ticked is not sent: what was shown and is not kept was removed.
    without = set(data.getlist("base")) - set(data.getlist("keep"))
    spec = Spec(sku, right, frozenset(without & _on(choices, other)), frozenset(data.getlist("extra")))
    try:
        return compositions.read(str(spec)), problem
    except Impossible as impossible:
        return Spec(sku, right), impossible.sentence


def _on(choices: Choices, other: str) -> set[str]:
    halves = [choices.product, *(one for one in choices.others if one.slug == other)]
    return {dose.ingredient.slug for half in halves for dose in half.recipe.all()}


def _in_address(text: str, choices: Choices, usual: str) -> tuple[Spec, str]:
    try:
        wanted = compositions.read(text)
        choices.sku(wanted.sku)
    except Impossible as impossible:
        return Spec(usual), impossible.sentence
    return wanted, ""


def _is_of(line: str, choices: Choices) -> bool:
    try:
        return bool(choices.sku(compositions.read(line).sku))
    except Impossible:
        return False


def composed(selection: Selection, choices: Choices, usual: str) -> tuple[Composition, str]:
    """Return what is wanted, or the nearest that the menu allows and the sentence why. Raises Impossible for none."""
    try:
        return compositions.compose(str(selection.wanted)), selection.problem
    except Impossible as impossible:
        nearest = _nearest(selection.wanted, choices)
        found = compositions.resolve([nearest]).get(nearest)
        return found or compositions.compose(usual), impossible.sentence


def _nearest(wanted: Spec, choices: Choices) -> str:
    """Leave out what the menu does not allow, and keep the rest of the selection."""
    right = next((one for one in choices.others if any(wanted.other == each.sku for each in one.variants.all())), None)
    halves = [choices.product, *([right] if right else [])]
    loose = {dose.ingredient.slug for half in halves for dose in half.recipe.all() if dose.ingredient.removable}
    refused = {one for half, one in choices.refused if half in {half.pk for half in halves}}
    offered = [one.slug for one in choices.extras if one.slug in wanted.extras and one.pk not in refused]
    most = min(half.most_extras for half in halves)
    other = wanted.other if right else ""
    return str(Spec(wanted.sku, other, wanted.without & loose, frozenset(offered[:most])))


def address_of(store: str, composition: Composition, selection: Selection) -> str:
    """Return the page as it stands now, so that it can be loaded again, or sent to somebody."""
    said = {"choix": composition.spec} | ({"ligne": selection.line} if selection.line else {})
    if selection.pieces > 1:
        said["quantity"] = str(selection.pieces)
    return f"{reverse('storefront:customise', args=[store, composition.product.slug])}?{urlencode(said)}"
