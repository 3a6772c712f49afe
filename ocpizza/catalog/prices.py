"""Prices: what a piece costs from now, or from a moment that somebody chose, which a sweep then applies once."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ocpizza.accounts.models import User
from ocpizza.catalog import actions
from ocpizza.catalog.models import PlannedPrice, Variant
from ocpizza.look.formats import euros
from ocpizza.look.refusals import Refused

LEAST, MOST = 50, 20_000
"""What a piece may cost, in cents: beyond it somebody's finger slipped."""
LATEST = timedelta(days=366)


def fault(cents: int) -> str:
    """Return what is wrong with a price, in the reader's language; "" when nothing is."""
    if LEAST <= cents <= MOST:
        return ""
    return _("Un prix va de %(least)s à %(most)s.") % {"least": euros(LEAST), "most": euros(MOST)}


def change(wanted: Mapping[str, int], who: User | None, starts_at: datetime | None = None) -> int:
    """Have each of these references cost so many cents, now or from a moment. Returns how many prices that changes.

    What costs that already, or will at that moment, is left alone. Raises Refused for a price or a moment that makes
    no sense; then nothing is changed.
    """
    now = timezone.now()
    if wrong := next(filter(None, map(fault, wanted.values())), ""):
        raise Refused(wrong)
    if starts_at is not None and not now < starts_at <= now + LATEST:
        raise Refused(_("Un prix commence à un moment à venir, d’ici un an."))
    with transaction.atomic():
        variants = Variant.objects.filter(sku__in=wanted).select_for_update().order_by("pk")
        if starts_at is not None:
            return sum(_plan(one, wanted[one.sku], who, starts_at) for one in variants)
        changed = [one for one in variants if one.price_cents != wanted[one.sku]]
        for one in changed:
            one.price_cents = wanted[one.sku]
        return _put(changed, [PlannedPrice(starts_at=now, applied_at=now, who=who) for _one in changed])


def cancel(sku: str, starts_at: datetime) -> bool:
    """Forget a coming price; says whether there was one. Raises Refused when it has been applied."""
    found = PlannedPrice.objects.filter(variant__sku=sku, starts_at=starts_at)
    if found.filter(applied_at__isnull=False).exists():
        raise Refused(_("Ce prix est déjà appliqué : changez le prix actuel."))
    return bool(found.filter(applied_at=None).delete()[0])


def apply_due(now: datetime | None = None) -> int:
    """Apply the prices whose moment has come, in that order, and say how many; a sweep, safe beside another.

    A worker waits for the other's rows instead of passing them by: a later price must not be overtaken by an earlier.
    """
    moment = now or timezone.now()
    due = PlannedPrice.objects.filter(applied_at=None, starts_at__lte=moment)
    if not due.exists():
        return 0
    with transaction.atomic():
        # Variants before their planned prices, as whoever changes a price locks them.
        waiting = Variant.objects.filter(pk__in=due.values("variant")).select_for_update().order_by("pk")
        variants = {one.pk: one for one in waiting}
        coming = list(due.filter(variant__in=variants).select_for_update().order_by("starts_at", "pk"))
        if coming:  # another worker was not faster
            _apply(coming, variants, moment)
    return len(coming)


def _apply(coming: list[PlannedPrice], variants: dict[int, Variant], moment: datetime) -> None:
    for one in coming:
        variants[one.variant_id].price_cents = one.price_cents
        one.applied_at = moment
    PlannedPrice.objects.bulk_update(coming, ["applied_at"])
    _put(list(variants.values()), [])


def _plan(variant: Variant, cents: int, who: User | None, starts_at: datetime) -> bool:
    coming = variant.planned_prices.filter(applied_at=None)
    before = coming.filter(starts_at__lt=starts_at).order_by("starts_at").last()
    at_once = coming.filter(starts_at=starts_at)
    if cents == (before or variant).price_cents:
        return bool(at_once.delete()[0])
    if at_once.filter(price_cents=cents).exists():
        return False
    PlannedPrice.objects.update_or_create(
        variant=variant, starts_at=starts_at, defaults={"price_cents": cents, "who": who, "applied_at": None}
    )
    return True


def _put(variants: list[Variant], history: list[PlannedPrice]) -> int:
    """Write the prices, keep who set them, and have the menus repaint."""
    if not variants:
        return 0
    Variant.objects.bulk_update(variants, ["price_cents"])
    for variant, row in zip(variants, history, strict=False):
        row.variant, row.price_cents = variant, variant.price_cents
    PlannedPrice.objects.bulk_create(history)
    actions.edited()
    return len(variants)
