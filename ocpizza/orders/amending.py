"""What the counter changes in an accepted order because something is out, settled with the customer on the telephone.

The same door as `actions`: lock the row, already so → nothing to do, ask whether it is the moment, write, bump the
streams last. The stock is exchanged by what the line itself took, so that the other lines keep what they hold.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ocpizza.catalog import compositions
from ocpizza.catalog.compositions import Composition, Impossible, Spec
from ocpizza.catalog.models import Ingredient, Variant
from ocpizza.live import streams
from ocpizza.orders.actions import Actor, Outcome, check, streams_of, write
from ocpizza.orders.flow import By, Status
from ocpizza.orders.models import Amendment, Line, Order, PaymentState
from ocpizza.orders.placing import line_of
from ocpizza.orders.refusals import Forbidden, Invalid, Refusal, Stale, Unavailable, WrongMoment
from ocpizza.stock import actions as stock
from ocpizza.stock.feasible import Shelf, shelf

AMENDABLE = frozenset({Status.AWAITING_PREPARATION, Status.UNDER_MODIFICATION, Status.IN_PREPARATION})
"""Until it is in the oven; the cook has often just found out."""

SETTLERS = frozenset({By.COUNTER, By.MANAGER})

OUT = "rupture"
"""The reason kept with an order of which nothing is left, in the house's language whoever taps."""

COMPOSED = ("product", "variant", "other", "spec", "changes", "taken", "name", "name_en", "size", "vat_rate")
"""The fields of a line that follow from what is made."""


class Words(NamedTuple):
    """The same in French and in English."""

    fr: str
    en: str


NOTHING = Words("", "")


@dataclass(frozen=True)
class Change:
    """What becomes of a line: made otherwise at another price, or taken off when nothing is `made`.

    `cents` are what its extras cost where that is not the menu's price: slug → cents.
    """

    kind: Amendment.Kind
    before: Words
    after: Words = NOTHING
    made: Composition | None = None
    unit_cents: int = 0
    cents: dict[str, int] = field(default_factory=dict)


Decide = Callable[[Order, Line], Change | None]
"""Says what becomes of a line, None when it is so already. Raises Invalid, Refusal."""


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
        made = _compose(_left_off(old, gone, extras={new.slug}))
        freed = _extra_cents(line).get(gone.slug, 0)
        asked = min(freed, compositions.extra_price(new, made.tenths))
        cents = _extra_cents(line) | {new.slug: asked}
        return Change(Amendment.Kind.SWAP, _words(gone), _words(new), made, line.unit_cents - freed + asked, cents)

    return _amend(reference, rank, actor, seq, decide)


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

    return _amend(reference, rank, actor, seq, decide)


def swap_product(reference: str, rank: int, sku: str, actor: Actor, seq: int | None = None) -> Outcome:
    """Make another product of the same kind and size instead of the line of this rank, for no more than it cost.

    What the customer left off stays off, and the extras that the store still has are kept. Raises as above.
    """

    def decide(order: Order, line: Line) -> Change | None:
        if line.variant.sku == sku and line.other is None:
            return None
        can = shelf(order.store)
        made = _instead(line, sku, can)
        if can.pieces(made) == 0 and any(p.pk in can.off or not p.served(can.at) for p in made.products):
            raise Unavailable([made.product.slug], [made.label])
        price = min(line.unit_cents, made.price_cents)
        before, after = Words(line.name, line.name_en), Words(made.name, made.name_en)
        return Change(Amendment.Kind.SWAP, before, after, made, price)

    return _amend(reference, rank, actor, seq, decide)


def refund_line(reference: str, rank: int, actor: Actor, seq: int | None = None) -> Outcome:
    """Take the line of this rank off the order, and its price off what it costs; it stays there, struck through.

    With its last line the order ends, and its delivery is not asked for either. Raises as above.
    """

    def decide(_order: Order, line: Line) -> Change | None:
        if line.refunded_at:
            return None
        size, size_en = (f" {line.size}", f" {line.size}") if line.size else ("", "")
        label = Words(f"{line.quantity} × {line.name}{size}", f"{line.quantity} × {line.name_en}{size_en}")
        return Change(Amendment.Kind.REFUND, label)

    return _amend(reference, rank, actor, seq, decide)


def _amend(reference: str, rank: int, actor: Actor, seq: int | None, decide: Decide) -> Outcome:
    with transaction.atomic():
        order = Order.objects.locked().get(reference=reference)
        line = _line(order, rank)
        if line.refunded_at is None or decide.__name__:
            pass
        change = decide(order, line)
        if change is None:
            return Outcome(order, changed=False)
        _check(order, actor, seq)
        return Outcome(order, True, streams.announce(streams_of(order, shelf=True)))
