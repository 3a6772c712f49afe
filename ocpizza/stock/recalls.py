"""The recall of a lot: out in every store that received it, until each has taken what it has left out of its stock.

A store's outage ends with its own removal: its other lots are good. The recall closes with the last store.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ocpizza.accounts.models import User
from ocpizza.catalog.models import Ingredient
from ocpizza.look.refusals import Refused
from ocpizza.stock import ledger, lots, outages
from ocpizza.stock.ledger import More
from ocpizza.stock.models import Cause, Level, Lot, LotRecall, Outage, Reason, Transfer
from ocpizza.stores.models import Store

LONGEST_WHY = 200
LONGEST_NOTE = 120


@dataclass(frozen=True)
class Started:
    """A recall that is open now; `new` unless it was so already."""

    recall: LotRecall
    new: bool
    versions: dict[str, int]


def start(ingredient: Ingredient, code: str, why: str, who: User | None) -> Started:
    """Declare the ingredient out in every store that received this lot or has it on the road, all or none.

    A recall of the same lot that is open is that recall; stores that got the lot since join it. Raises Refused for a
    lot that no store knows, or without a reason.
    """
    code, why = code.strip(), why.strip()
    if not why or "\x00" in why or len(why) > LONGEST_WHY:
        raise Refused(_("Dites pourquoi ce lot est rappelé, en 200 caractères au plus."))
    stores = list(holders(ingredient, code)) if code and "\x00" not in code else []
    if not stores:
        raise Refused(_("Aucun magasin n’a reçu ce lot. Vérifiez l’ingrédient et le numéro."))
    with transaction.atomic():
        Ingredient.objects.select_for_update(no_key=True).get(pk=ingredient.pk)  # two recalls at once are one
        recall, new = _opened(ingredient, code, why, who)
        waiting = [store for store in stores if new or not _joined(recall, store)]
        _lock(waiting, ingredient)
        for store in waiting:
            outages.withdraw(store, recall, who, _("Rappel du lot %s") % code)
        return Started(recall, new, ledger.told(*waiting))


def of_lot(ingredient: Ingredient, code: str) -> QuerySet[Lot]:
    """Return the lots of this ingredient that carry this number, in every store."""
    return Lot.objects.filter(ingredient=ingredient, code__iexact=code)


def recalled(ingredient: Ingredient, code: str) -> bool:
    """Say whether this lot was ever recalled: once it was, it is never good again."""
    return bool(code) and LotRecall.objects.filter(ingredient=ingredient, code__iexact=code).exists()


def on_the_road(ingredient: Ingredient, code: str) -> QuerySet[Transfer]:
    """Return the transfers of this lot that have not arrived."""
    return Transfer.objects.filter(ingredient=ingredient, lot__code__iexact=code, received_at=None, cancelled_at=None)


def holders(ingredient: Ingredient, code: str) -> QuerySet[Store]:
    """Return the stores that received this lot, or will, in primary key order."""
    received = of_lot(ingredient, code).values("store")
    expected = on_the_road(ingredient, code).values("receiver")
    return Store.objects.filter(Q(pk__in=received) | Q(pk__in=expected)).order_by("pk")


def remove(recall: LotRecall, store: Store, who: User | None) -> dict[str, int]:
    """Take what the store has left of the lot out of its stock, as a loss, and let it sell the ingredient again.

    Removed already is no error, and changes nothing. Returns the new versions. Raises Refused while a transfer of the
    lot is on its way to the store.
    """
    with transaction.atomic():
        Ingredient.objects.select_for_update(no_key=True).get(pk=recall.ingredient_id)
        if on_the_road(recall.ingredient, recall.code).filter(receiver=store).exists():
            raise Refused(_("Un envoi de ce lot est en route vers ce magasin : réceptionnez-le d’abord."))
        ledger.lock(store, [recall.ingredient_id])
        left = _left(recall, store)
        for lot, quantity in left.items():
            _lose(lot, quantity, recall, who)
        ended = _end(recall, store, who)
        _close_what_is_done(recall.ingredient)
        return ledger.told(store) if left or ended else {}


def _opened(ingredient: Ingredient, code: str, why: str, who: User | None) -> tuple[LotRecall, bool]:
    found = LotRecall.objects.filter(ingredient=ingredient, code__iexact=code, closed_at=None).first()
    if found:
        return found, False
    written = of_lot(ingredient, code).values_list("code", flat=True)[0]  # as the first receipt spelt it
    return LotRecall.objects.create(ingredient=ingredient, code=written, why=why, who=who), True


def _joined(recall: LotRecall, store: Store) -> bool:
    """Say whether the store is out for this recall, or was and got nothing of the lot since."""
    mine = Outage.objects.filter(recall=recall, store=store)
    return mine.filter(ended_at=None).exists() or (mine.exists() and not _left(recall, store))


def _lock(stores: list[Store], ingredient: Ingredient) -> None:
    """Lock the levels of all stores before any stream is bumped, in the order in which everybody locks them."""
    missing = [Level(store=store, ingredient=ingredient) for store in stores]
    Level.objects.bulk_create(missing, ignore_conflicts=True)
    list(Level.objects.filter(store__in=stores, ingredient=ingredient).select_for_update().order_by("pk"))


def _left(recall: LotRecall, store: Store) -> dict[Lot, int]:
    """Return the lots of the recall of which this store has something left, and how much."""
    mine = list(of_lot(recall.ingredient, recall.code).filter(store=store).select_related("store"))
    found = lots.trace(mine)
    return {lot: found[lot.pk].remaining for lot in mine if found[lot.pk].remaining}


def _lose(lot: Lot, quantity: int, recall: LotRecall, who: User | None) -> None:
    amounts = {lot.ingredient_id: -quantity}
    ledger.add(lot.store, amounts)
    ledger.record(lot.store, amounts, Reason.LOSS, "", who, More(Cause.RECALLED, recall.why[:LONGEST_NOTE], lot))


def _end(recall: LotRecall, store: Store, who: User | None) -> bool:
    """End the store's outage, unless another recalled lot of the ingredient is still there: then it is that one's."""
    for other in LotRecall.objects.filter(ingredient=recall.ingredient, closed_at=None).exclude(pk=recall.pk):
        if _left(other, store):
            return bool(Outage.objects.filter(recall=recall, store=store, ended_at=None).update(recall=other))
    return outages.recalled_removed(recall, store, who)


def _close_what_is_done(ingredient: Ingredient) -> None:
    """Close the recalls of which no store is out any more, holds anything, or expects any."""
    for recall in LotRecall.objects.filter(ingredient=ingredient, closed_at=None).select_related("ingredient"):
        everywhere = lots.trace(list(of_lot(ingredient, recall.code)))
        waiting = Outage.objects.filter(recall=recall, ended_at=None).exists()
        held = waiting or any(found.remaining for found in everywhere.values())
        if not held and not on_the_road(ingredient, recall.code).exists():
            recall.closed_at = timezone.now()
            recall.save(update_fields=["closed_at"])
