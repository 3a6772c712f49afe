"""What the counter offers when something is out: another ingredient, another product, without it, or the money back.

Settled with the customer on the telephone. A line is named by its rank in the order, counted from 1.
"""

import contextlib

from django.utils import timezone
from django.utils.translation import gettext as _

from ocpizza.catalog import compositions
from ocpizza.catalog.compositions import Composition, Impossible, Spec
from ocpizza.catalog.models import Ingredient, Product, Variant
from ocpizza.orders.actions import Actor, Outcome
from ocpizza.orders.line_changes import Change, Words, amend, spec_of
from ocpizza.orders.models import Amendment, Line, Order
from ocpizza.orders.refusals import Invalid, Refusal
from ocpizza.stock.feasible import Shelf, shelf


def swap_ingredient(
    reference: str, rank: int, missing: str, instead: str, actor: Actor, seq: int | None = None
) -> Outcome:
    """Put another of the possible extras in the place of an ingredient, on every piece of the line of this rank.

    It never costs more; instead of a paid extra a cheaper one costs less. Raises Invalid, Unavailable and what the
    door raises: WrongMoment, Stale, Forbidden.
    """

    def decide(_order: Order, line: Line) -> Change | None:
        gone, new = _ingredient(missing), _ingredient(instead)
        if _told(line, Amendment.Kind.SWAP, gone, new):
            return None
        old = _still_on(line, gone)
        if new.pk in {one.pk for one in old.ingredients}:
            raise Invalid(_("%(ingredient)s est déjà dessus.") % {"ingredient": new.label})
        made = _compose(_left_off(old, gone, extras=frozenset({new.slug})))
        freed = _extra_cents(line).get(gone.slug, 0)
        asked = min(freed, compositions.extra_price(new, made.tenths))
        cents = _extra_cents(line) | {new.slug: asked}
        return Change(Amendment.Kind.SWAP, _words(gone), _words(new), made, line.unit_cents - freed + asked, cents)

    return amend(reference, rank, actor, seq, decide)


def remove_ingredient(reference: str, rank: int, missing: str, actor: Actor, seq: int | None = None) -> Outcome:
    """Leave an ingredient off the line of this rank; only a paid extra takes its price with it. Raises as above."""

    def decide(_order: Order, line: Line) -> Change | None:
        gone = _ingredient(missing)
        if _told(line, Amendment.Kind.REMOVE, gone):
            return None
        made = _compose(_left_off(_still_on(line, gone), gone))
        cents = _extra_cents(line)
        price = line.unit_cents - cents.get(gone.slug, 0)
        return Change(Amendment.Kind.REMOVE, _words(gone), made=made, unit_cents=price, cents=cents)

    return amend(reference, rank, actor, seq, decide)


def swap_product(reference: str, rank: int, sku: str, actor: Actor, seq: int | None = None) -> Outcome:
    """Make another product of the same kind and size instead of the line of this rank, for no more than it cost.

    What the customer left off stays off, and the extras that the store still has are kept. Raises as above.
    """

    def decide(order: Order, line: Line) -> Change | None:
        if line.variant.sku == sku and line.other is None:
            return None
        made = _instead(line, sku, shelf(order.store))
        if not made.product.served(timezone.now()):
            raise Refusal(_("Pas servi à cette heure : %(products)s.") % {"products": made.label})
        price = min(line.unit_cents, made.price_cents)
        words = Words(line.name, line.name_en), Words(made.name, made.name_en)
        return Change(Amendment.Kind.SWAP, *words, made, price)

    return amend(reference, rank, actor, seq, decide)


def refund_line(reference: str, rank: int, actor: Actor, seq: int | None = None) -> Outcome:
    """Take the line of this rank off the order, and its price off what it costs; it stays there, struck through.

    With its last line the order ends, and its delivery is not asked for either. Raises as above.
    """

    def decide(_order: Order, line: Line) -> Change | None:
        if line.refunded_at:
            return None
        return Change(Amendment.Kind.REFUND, Words(line.name, line.name_en))

    return amend(reference, rank, actor, seq, decide)


def _ingredient(slug: str) -> Ingredient:
    found = Ingredient.objects.filter(slug=slug).first() if "\0" not in slug else None
    if found is None:
        raise Invalid(_("Choisissez un ingrédient."))
    return found


def _words(one: Ingredient | Product) -> Words:
    return Words(one.name, one.name_en)


def _told(line: Line, kind: Amendment.Kind, gone: Ingredient, new: Ingredient | None = None) -> bool:
    """Whether this is what was done to the line last: a second tap."""
    last = line.amendments.last()
    after = new.name if new else ""
    return last is not None and (last.kind, last.before, last.after) == (kind, gone.name, after)


def _still_on(line: Line, gone: Ingredient) -> Composition:
    """Return what the line is made of, as long as the ingredient is on it."""
    made = _compose(compositions.read(spec_of(line)))
    if gone.pk not in {one.pk for one in made.ingredients}:
        raise Refusal(_("%(ingredient)s n’est plus sur cette ligne.") % {"ingredient": gone.label})
    return made


def _left_off(made: Composition, gone: Ingredient, extras: frozenset[str] = frozenset()) -> Spec:
    """Return the composition without an ingredient, recipe's or extra, and with others; one left off before is back."""
    spec = compositions.read(made.spec)
    in_recipe = any(dose.ingredient_id == gone.pk for half in made.products for dose in half.recipe.all())
    without = spec.without | ({gone.slug} if in_recipe else set())
    return spec._replace(
        without=without - extras,
        extras=(spec.extras - {gone.slug}) | (extras - spec.without),
    )


def _extra_cents(line: Line) -> dict[str, int]:
    """Return what each extra of the line cost: slug → cents."""
    return {one["slug"]: one["cents"] for one in line.changes if one["sign"] == "+"}


def _compose(spec: Spec) -> Composition:
    try:
        return compositions.compose(str(spec))
    except Impossible as impossible:
        raise Invalid(impossible.sentence) from impossible


def _instead(line: Line, sku: str, can: Shelf) -> Composition:
    """Return the product of this reference as the line would have it: what was left off stays off."""
    found = Variant.objects.for_order().filter(sku=sku).first() if "\0" not in sku else None
    if found is None or (found.size_id, found.product.category) != (line.variant.size_id, line.product.category):
        raise Invalid(_("Choisissez un produit du même genre et de la même taille."))
    signs = {one["slug"]: one["sign"] for one in line.changes}
    on_it = {dose.ingredient.slug for dose in found.product.recipe.all()}
    without = frozenset(slug for slug, sign in signs.items() if sign == "-" and slug in on_it)
    wanted = Ingredient.objects.filter(slug__in=[slug for slug, sign in signs.items() if sign == "+"])
    extras = frozenset(one.slug for one in wanted if can.left.get(one.pk, 0))
    with contextlib.suppress(Impossible):
        return compositions.compose(str(Spec(sku, "", without, extras)))
    return _compose(Spec(sku, "", without))
