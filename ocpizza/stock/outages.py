"""Declared out: an ingredient or a product a store cannot sell now, until somebody, a delivery or the clock says so.

Levels are locked before outages, by everybody: who declares out, receives, or brings back never waits in a circle.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ocpizza.accounts.models import User
from ocpizza.catalog.models import Ingredient, Product
from ocpizza.look.refusals import Refused
from ocpizza.stock.ledger import SALES, SCREENS, lock, told
from ocpizza.stock.models import Back, Level, LotRecall, Outage
from ocpizza.stores.models import Store

LONGEST = timedelta(days=7)
"""An outage with a return time ends within this; a longer one ends by hand."""


def declare_out(
    store: Store, thing: Ingredient | Product, who: User | None, *, until: datetime | None = None, why: str = ""
) -> dict[str, int]:
    """Have the store sell nothing that needs this ingredient, or not this product, now or until a moment.

    Out already, only the return time changes; out for a recall, nothing does: no hour makes a recalled lot good.
    Returns the new stream versions. Raises Refused for a moment that is past or beyond LONGEST.
    """
    now = timezone.now()
    if until is not None and not now < until <= now + LONGEST:
        raise Refused(_("L’heure de retour doit être à venir, d’ici sept jours."))
    with transaction.atomic():
        if isinstance(thing, Ingredient):
            level = _locked(store, thing)
            if _open(store, thing).filter(recall__isnull=False, recall__closed_at=None).exists():
                return {}
            _flag(level, until)
        else:
            Store.objects.select_for_update().get(pk=store.pk)  # a product has no row of its own in the store
        _note(store, thing, who, {"out_until": until} | ({"why": why} if why else {}))
        return told(store, rooms=_rooms(thing))


def withdraw(store: Store, recall: LotRecall, who: User | None, why: str) -> None:
    """Have the store sell nothing that needs a recalled ingredient, for the action that owns the transaction and tells.

    It announces all stores at once: streams are bumped in the order of their names, by everybody.
    """
    _flag(_locked(store, recall.ingredient), None)
    _note(store, recall.ingredient, who, {"out_until": None, "why": why, "recall": recall})


def bring_back(store: Store, thing: Ingredient | Product, who: User | None) -> dict[str, int]:
    """Sell it again, by hand; what is not out changes nothing. Raises Refused while a recalled lot is still there."""
    with transaction.atomic():
        lock(store, [thing.pk] if isinstance(thing, Ingredient) else [])
        outages = list(_open(store, thing).select_related("recall").select_for_update(of=("self",)))
        if not outages:
            return {}
        if any(one.recall and one.recall.closed_at is None for one in outages):
            raise Refused(_("Un rappel de lot est en cours : retirez d’abord le lot du stock."))
        _end(outages, Back.HAND, who)
        return told(store, rooms=_rooms(thing))


def received(store: Store, ingredients: Iterable[int], who: User | None) -> None:
    """End the outages that a delivery ends; for the actions that book one, which own the transaction and announce.

    A recalled lot's outage stays: fresh goods on the shelf do not make the recalled ones good.
    """
    waiting = Outage.objects.filter(store=store, ingredient_id__in=list(ingredients), ended_at=None, recall=None)
    _end(list(waiting.select_for_update()), Back.RECEIPT, who)


def recalled_removed(recall: LotRecall, store: Store, who: User | None) -> bool:
    """End the store's outage of a recall, for the action that took the lot away and announces; say if there was one."""
    waiting = list(Outage.objects.filter(recall=recall, store=store, ended_at=None).select_for_update())
    _end(waiting, Back.HAND, who)
    return bool(waiting)


def end_due(now: datetime | None = None) -> int:
    """End the outages whose time has come, and say how many; a sweep, safe beside another."""
    moment = now or timezone.now()
    due = Outage.objects.filter(ended_at=None, out_until__lte=moment)
    if not due.exists():
        return 0
    with transaction.atomic():
        theirs = Exists(due.filter(store=OuterRef("store"), ingredient=OuterRef("ingredient")))
        list(Level.objects.filter(theirs).select_for_update().order_by("pk").values_list("pk"))
        outages = list(due.select_related("store").select_for_update(of=("self",), skip_locked=True))
        _end(outages, Back.TIME, None)
        rooms = SALES if any(one.product_id for one in outages) else SCREENS
        told(*{one.store for one in outages}, rooms=rooms)
    return len(outages)


def _locked(store: Store, ingredient: Ingredient) -> Level:
    Level.objects.get_or_create(store=store, ingredient=ingredient)
    return Level.objects.select_for_update().get(store=store, ingredient=ingredient)


def _flag(level: Level, until: datetime | None) -> None:
    level.out_since, level.out_until = level.out_since or timezone.now(), until
    level.save(update_fields=["out_since", "out_until"])


def _note(store: Store, thing: Ingredient | Product, who: User | None, said: dict[str, Any]) -> None:
    """Keep what is said of it with the outage that is open, or begin one."""
    if not _open(store, thing).update(**said):
        Outage.objects.create(store=store, who=who, **_named(thing), **said)


def _open(store: Store, thing: Ingredient | Product) -> QuerySet[Outage]:
    return Outage.objects.filter(store=store, ended_at=None, **_named(thing))


def _named(thing: Ingredient | Product) -> dict[str, Ingredient | Product]:
    return {"ingredient": thing} if isinstance(thing, Ingredient) else {"product": thing}


def _rooms(thing: Ingredient | Product) -> tuple[str, ...]:
    return SCREENS if isinstance(thing, Ingredient) else SALES


def _end(outages: list[Outage], back: Back, who: User | None) -> None:
    now = timezone.now()
    for one in outages:
        one.ended_at, one.ended_by, one.back = now, who, back
    Outage.objects.bulk_update(outages, ["ended_at", "ended_by", "back"])
    for one in outages:
        if one.ingredient_id:
            levels = Level.objects.filter(store_id=one.store_id, ingredient_id=one.ingredient_id)
            levels.update(out_since=None, out_until=None)
