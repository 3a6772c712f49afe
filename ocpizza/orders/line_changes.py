"""A change of one line of an accepted order: its stock is exchanged, its money lowered, and who did it is kept.

The same door as `actions`: lock the row, already so → nothing to do, ask whether it is the moment, write, bump the
streams last. The stock is exchanged by what the line itself took, so that the other lines keep what they hold.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ocpizza.catalog import compositions
from ocpizza.catalog.compositions import Composition
from ocpizza.live import streams
from ocpizza.orders.actions import Actor, Outcome, check, streams_of, write
from ocpizza.orders.flow import By, Status
from ocpizza.orders.models import Amendment, Line, Order, PaymentState
from ocpizza.orders.placing import line_of
from ocpizza.orders.refusals import Forbidden, Invalid, Refusal, Stale, Unavailable, WrongMoment
from ocpizza.stock import actions as stock
from ocpizza.stock.feasible import switched_off

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


def amend(reference: str, rank: int, actor: Actor, seq: int | None, decide: Decide) -> Outcome:
    """Change the line of this rank, counted from 1, as decided; decided already, nothing changes.

    Raises what `decide` raises, Invalid, WrongMoment, Stale, Forbidden, Refusal, Unavailable.
    """
    with transaction.atomic():
        order = Order.objects.locked().get(reference=reference)
        line = _line(order, rank)
        change = decide(order, line)
        if change is None:
            return Outcome(order, changed=False)
        _check(order, line, actor, seq)
        cents = _make(order, line, change) if change.made else _take_off(order, line, actor)
        now = timezone.now()
        _lower(order, cents, now)
        Amendment.objects.create(
            order=order,
            line=line,
            kind=change.kind,
            before=change.before.fr,
            before_en=change.before.en,
            after=change.after.fr,
            after_en=change.after.en,
            cents=cents,
            at=now,
            who=actor.who,
        )
        return Outcome(order, True, streams.announce(streams_of(order, shelf=True)))


def _line(order: Order, rank: int) -> Line:
    lines = list(order.lines.select_related("product", "variant__size", "other").order_by("pk"))
    if not 1 <= rank <= len(lines):
        raise Invalid(_("Cette ligne n’est pas dans la commande."))
    return lines[rank - 1]


def _check(order: Order, line: Line, actor: Actor, seq: int | None) -> None:
    if order.status not in AMENDABLE:
        raise WrongMoment(order.get_status_display())
    if seq is not None and seq != order.seq:
        raise Stale(order.get_status_display())
    if actor.by not in SETTLERS:
        raise Forbidden(_("Cela n'est pas permis à ce poste."))
    if line.refunded_at:
        raise Refusal(_("Cette ligne a déjà été retirée de la commande."))


def _make(order: Order, line: Line, change: Change) -> int:
    """Have the line made as decided, and return what it costs less."""
    made, before = change.made, line.total_cents
    assert made is not None  # noqa: S101 - for the type checker
    fresh = line_of(order, made, line.quantity)
    try:
        _exchange(order, line, _amounts(fresh))
    except stock.OutOfStock as short:
        lacking = [one for one in made.ingredients if one.pk in short.ingredients]
        raise Unavailable([made.product.slug], [one.label for one in lacking]) from short
    if made.product != line.product and made.product.pk in switched_off(order.store):
        raise Unavailable([made.product.slug], [made.label])
    for name in COMPOSED:
        setattr(line, name, getattr(fresh, name))
    for one in line.changes:
        one["cents"] = change.cents.get(one["slug"], one["cents"])
    line.unit_cents = change.unit_cents
    line.save(update_fields=[*COMPOSED, "unit_cents"])
    return before - line.total_cents


def _take_off(order: Order, line: Line, actor: Actor) -> int:
    """Take the line off, and return what the order costs less; without another line it ends."""
    cents = line.total_cents
    line.refunded_at = timezone.now()
    line.save(update_fields=["refunded_at"])
    if order.lines.filter(refunded_at=None).exists():
        _exchange(order, line, {})
        return cents
    stock.give_back(order.store, order.reference)
    cents, order.fee_cents = cents + order.fee_cents, 0
    ends = Actor(By.SYSTEM, actor.who) if order.status == Status.IN_PREPARATION else actor
    check(order, Status.CANCELLED, ends)
    write(order, Status.CANCELLED, ends, OUT)
    return cents


def _exchange(order: Order, line: Line, wanted: dict[int, int]) -> None:
    """Have the order hold what its other lines took, and for this line what is wanted."""
    needs = Counter(stock.held(order.store, order.reference))
    needs.subtract(_amounts(line))
    needs.update(wanted)
    stock.exchange(order.store, {one: amount for one, amount in needs.items() if amount > 0}, order.reference)


def _amounts(line: Line) -> dict[int, int]:
    """Return what a line took, ingredient id → thousandths; one that was placed before that was kept, by its recipe."""
    if line.taken:
        return {int(one): amount for one, amount in line.taken.items()}
    found = compositions.resolve([spec_of(line)]).values()
    return {one: dose * line.quantity for made in found for one, dose in made.needs().items()}


def _lower(order: Order, cents: int, now: datetime) -> None:
    """Have the order cost so much less; what was paid beyond that is to be given back.

    What is only authorised is not: no more than the total will be taken.
    """
    owed = min(cents, order.due_cents)
    order.total_cents -= cents
    order.due_cents -= owed
    order.changed_at = now
    if order.payment not in {PaymentState.AUTHORISED, PaymentState.RELEASED}:
        order.refund_cents += cents - owed
    order.save(update_fields=["total_cents", "due_cents", "refund_cents", "fee_cents", "changed_at"])


def spec_of(line: Line) -> str:
    """Return what the line is made of, as compositions spell it; an order from before has the menu's."""
    return line.spec or line.variant.sku
