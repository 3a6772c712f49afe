"""What the board shows: the totals of the day, the troubles, and a card for each store in its stable place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ocpizza.board import figures, troubles
from ocpizza.board.figures import Figures
from ocpizza.orders.flow import Fulfilment, Status
from ocpizza.orders.models import Order, minutes_between
from ocpizza.orders.promise import wait_minutes
from ocpizza.stores.hours import is_open
from ocpizza.stores.models import Store

MOST_TROUBLES = 12
BUSY_MINUTES = 15
"""A wait so much longer than the usual one means that the store fills up."""
SPARKLINE = 100, 24  # width and height of its drawing


@dataclass(frozen=True)
class Card:
    """One store; `state` is late, mute, paused, closed, busy or well, and `badge` its word."""

    store: Store
    state: str
    badge: str
    icon: str
    in_kitchen: int
    in_oven: int
    on_road: int
    wait: int | None
    placed: int
    points: str
    sentence: str


def board(slugs: Sequence[str]) -> dict[str, Any]:
    """Return the context of the board's regions for these stores."""
    found = figures.read(slugs)
    wrong = troubles.all_of(found)
    cards = [_card(store, found) for store in found.stores]
    return {
        "cards": cards,
        "troubles": wrong[:MOST_TROUBLES],
        "more_troubles": max(0, len(wrong) - MOST_TROUBLES),
        "running": sum(len(orders) for orders in found.orders.values()),
        "day": found.totals,
        "open_stores": sum(is_open(store, found.now) for store in found.stores),
    }


def newest_failure(slugs: Sequence[str]) -> str:
    """Return the sentence that tells of the last failed delivery, "" when none waits for a decision."""
    failed = Order.objects.filter(store__slug__in=slugs, status=Status.DELIVERY_FAILED)
    order = failed.select_related("store").order_by("status_at", "pk").last()
    if order is None:
        return ""
    return _("Livraison échouée : commande %(number)s, %(store)s") % {"number": order.number, "store": order.store}


def _card(store: Store, found: Figures) -> Card:
    orders = found.orders.get(store.pk, [])
    state, badge, icon = _state(store, found)
    wait = wait_minutes(store, Fulfilment.DELIVERY, found.waiting.get(store.pk, 0))
    pace = found.pace[store.pk]
    return Card(
        store=store,
        state=state,
        badge=badge,
        icon=icon,
        in_kitchen=_count(orders, Status.AWAITING_PREPARATION, Status.UNDER_MODIFICATION, Status.IN_PREPARATION),
        in_oven=_count(orders, Status.IN_OVEN),
        on_road=_count(orders, Status.IN_DELIVERY),
        wait=None if state in {"mute", "paused", "closed"} or not is_open(store, found.now) else wait,
        placed=sum(pace),
        points=sparkline(pace),
        sentence=" ".join(_sentences(store, found)),
    )


def _state(store: Store, found: Figures) -> tuple[str, str, str]:
    late = len(_late(store, found))
    if troubles.silent_since(store, found):
        return "mute", _("Écran muet"), "wifi-off"
    if late:
        return "late", ngettext("%(count)s retard", "%(count)s retards", late) % {"count": late}, "triangle-alert"
    if not store.taking_orders:
        return "paused", _("Suspendu"), "pause"
    if not is_open(store, found.now):
        return "closed", _("Fermé"), "moon"
    if _to_launch(store, found) > 1 or found.waiting.get(store.pk, 0) * 60 / store.pizzas_per_hour >= BUSY_MINUTES:
        return "busy", _("Se remplit"), "clock"
    return "well", _("Tout va bien"), "check"


def _sentences(store: Store, found: Figures) -> list[str]:
    """Say what is wrong, the worst first; at most three short sentences."""
    said = []
    if since := troubles.silent_since(store, found):
        said.append(troubles.silence(minutes_between(since, found.now)))
    if late := _late(store, found):
        time = troubles.lasting(troubles.late_by(late[0], found.now))
        said.append(_("%(number)s en retard de %(time)s.") % {"number": late[0].number, "time": time})
    if launch := _to_launch(store, found):
        said.append(ngettext("%(n)s commande à lancer.", "%(n)s commandes à lancer.", launch) % {"n": launch})
    said.extend(_scarcity(few) for few in found.scarce.get(store.pk, [])[:2])
    return [_held_together(sentence) for sentence in said[:3]]


def _held_together(sentence: str) -> str:
    """Keep each number on the line of what it counts."""
    return re.sub(r"(?<=\d) ", "\N{NO-BREAK SPACE}", sentence)


def _scarcity(few: figures.Portions) -> str:
    name = few.name[:1].upper() + few.name[1:]
    if few.left == 0:
        return _("%(name)s : plus rien.") % {"name": name}
    said = ngettext("%(name)s : %(left)s portion restante.", "%(name)s : %(left)s portions restantes.", few.left)
    return said % {"name": name, "left": few.left}


def _late(store: Store, found: Figures) -> list[Order]:
    """Return the late orders, the latest first."""
    return [order for order in found.orders.get(store.pk, []) if troubles.late_by(order, found.now)]


def _to_launch(store: Store, found: Figures) -> int:
    orders = found.orders.get(store.pk, [])
    return sum(order.status == Status.AWAITING_PREPARATION and order.start_by <= found.now for order in orders)


def _count(orders: Sequence[Order], *statuses: Status) -> int:
    return sum(order.status in statuses for order in orders)


def sparkline(counts: Sequence[int]) -> str:
    """Return the points of a line over these counts, in the sparkline's own units; a calm evening stays low."""
    width, height = SPARKLINE
    top = max(4, *counts)
    step = width / (len(counts) - 1)
    return " ".join(f"{index * step:.1f},{height - 1 - (height - 2) * n / top:.1f}" for index, n in enumerate(counts))
