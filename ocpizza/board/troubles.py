"""What goes wrong now and wants a decision: failed and late deliveries, orders left waiting, silent kitchens."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ocpizza.board.figures import Figures
from ocpizza.orders.flow import IN_KITCHEN, Status
from ocpizza.orders.models import Order, PaymentState, minutes_between
from ocpizza.rounds.actions import FAILURES
from ocpizza.stock.models import LotRecall
from ocpizza.stores.models import Store

WAITS_FOR_COURIER = timedelta(minutes=10)
WAITS_FOR_CUSTOMER = timedelta(minutes=60)
KITCHEN_SILENT = timedelta(minutes=1)
GRACE = timedelta(minutes=1)
"""A screen that is just being opened is not silent yet."""

FAILED, SILENT, LATE, WAITING, LOW = range(5)
CAN_BE_LATE = frozenset({*IN_KITCHEN, Status.UNDER_MODIFICATION, Status.AWAITING_DELIVERY, Status.IN_DELIVERY})


@dataclass(frozen=True)
class Trouble:
    """One line on top of the board; a silent kitchen has no order, low stock has an address, a recall its lot."""

    rank: int
    minutes: int
    store: Store
    sentence: str
    order: Order | None = None
    retry: bool = False
    cancel: bool = False
    address: str = ""
    recall: LotRecall | None = None

    @property
    def icon(self) -> str:
        if self.recall:
            return "siren"
        return ("circle-x", "wifi-off", "triangle-alert", "hourglass", "trending-down")[self.rank]


def all_of(figures: Figures) -> list[Trouble]:
    """Return the troubles of all stores, what asks for a decision first, then the longest."""
    found = [trouble for store in figures.stores for trouble in _of(store, figures)]
    return sorted(found, key=lambda one: (one.rank, -one.minutes))


def late_by(order: Order, now: datetime) -> int:
    """Return by how many full minutes the promise is missed, 0 when it is kept so far."""
    return max(0, minutes_between(order.promised_at, now)) if order.status in CAN_BE_LATE else 0


def silent_since(store: Store, figures: Figures) -> datetime | None:
    """Return since when orders wait in a kitchen whose screen nobody has open, None when all is well."""
    cooking = [order for order in figures.orders.get(store.pk, ()) if order.status in IN_KITCHEN]
    if not cooking:
        return None
    oldest = min(order.placed_at for order in cooking)
    seen = figures.watched.get(f"kitchen.{store.slug}")
    since = max(oldest, seen) if seen else oldest
    unseen = seen is None or figures.now - seen >= KITCHEN_SILENT
    return since if unseen and figures.now - oldest >= GRACE else None


def _of(store: Store, figures: Figures) -> Iterator[Trouble]:
    if since := silent_since(store, figures):
        minutes = minutes_between(since, figures.now)
        yield Trouble(SILENT, minutes, store, silence(minutes))
    for recall in figures.recalls.get(store.pk, ()):
        words = {"ingredient": recall.ingredient.label, "code": recall.code}
        sentence = _("Lot rappelé, à retirer du stock : %(ingredient)s %(code)s") % words
        yield Trouble(FAILED, minutes_between(recall.at, figures.now), store, sentence, recall=recall)
    if low := figures.low.get(store.pk, 0):
        yield Trouble(LOW, 0, store, low_stock(low), address=reverse("stockroom:levels", args=[store.slug]))
    for order in figures.orders.get(store.pk, ()):
        trouble = _failed(order, store, figures) or _late(order, store, figures) or _waiting(order, store, figures)
        if trouble:
            yield trouble


def silence(minutes: int) -> str:
    """Say for how long nobody has looked at the kitchen's screen."""
    return _("Sans nouvelles de la cuisine depuis %(time)s.") % {"time": lasting(minutes)}


def low_stock(count: int) -> str:
    """Say how many ingredients are under the threshold the store asked for."""
    return ngettext("%(n)s ingrédient sous le seuil", "%(n)s ingrédients sous le seuil", count) % {"n": count}


def lasting(minutes: int) -> str:
    """Write a length of time: `12 min`, `2 h 05`."""
    if minutes < 60:
        return _("%(minutes)s min") % {"minutes": minutes}
    return _("%(hours)s h %(minutes)02d") % {"hours": minutes // 60, "minutes": minutes % 60}


def _failed(order: Order, store: Store, figures: Figures) -> Trouble | None:
    if order.status != Status.DELIVERY_FAILED:
        return None
    why = figures.reasons.get(order.pk, "")
    sentence = _("Livraison échouée : %(reason)s") % {"reason": FAILURES.get(why, why)}
    minutes = minutes_between(order.status_at, figures.now)
    return Trouble(FAILED, minutes, store, sentence, order, retry=True, cancel=True)


def _late(order: Order, store: Store, figures: Figures) -> Trouble | None:
    minutes = late_by(order, figures.now)
    if not minutes:
        return None
    sentence = _("En retard de %(time)s · %(where)s") % {"time": lasting(minutes), "where": _where(order, figures)}
    return Trouble(LATE, minutes, store, sentence, order)


def _waiting(order: Order, store: Store, figures: Figures) -> Trouble | None:
    waited = figures.now - order.status_at
    minutes = minutes_between(order.status_at, figures.now)
    if order.status == Status.AWAITING_DELIVERY and waited >= WAITS_FOR_COURIER:
        sentence = _("Prête depuis %(time)s, attend un livreur") % {"time": lasting(minutes)}
        return Trouble(WAITING, minutes, store, sentence, order)
    if order.status == Status.READY_FOR_COLLECTION and waited >= WAITS_FOR_CUSTOMER:
        sentence = _("Prête depuis %(time)s, jamais retirée") % {"time": lasting(minutes)}
        return Trouble(WAITING, minutes, store, sentence, order, cancel=order.payment != PaymentState.PAID)
    return None


def _where(order: Order, figures: Figures) -> str:
    courier = figures.couriers.get(order.pk)
    if order.status == Status.IN_DELIVERY and courier:
        return _("en route avec %(courier)s") % {"courier": courier}
    if order.status == Status.AWAITING_DELIVERY:
        return _("prête, attend un livreur")
    return str(order.get_status_display()).lower()
