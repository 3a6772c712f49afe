"""What the delivery room shows: the orders that wait for a courier, and the stop a courier is at."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from ocpizza.orders.flow import Fulfilment, Status
from ocpizza.orders.models import Order
from ocpizza.payments.models import BY_HAND, Payment
from ocpizza.rounds.actions import FAILURES
from ocpizza.rounds.models import Round, Stop
from ocpizza.stores.models import Store

NOTES_CENTS = (500, 1000, 2000, 5000)
"""What customers pay with: the amount due is offered rounded up to each."""


@dataclass(frozen=True)
class StopSight:
    """One stop as the courier sees it; `step` is what the one large button does next."""

    stop: Stop
    order: Order
    step: str
    paid: Payment | None

    @property
    def address(self) -> str:
        """The address as a map searches for it."""
        return f"{self.order.street}, {self.order.postcode} {self.order.city}"

    @property
    def map_url(self) -> str:
        return f"https://www.openstreetmap.org/search?query={quote(self.address)}"

    @property
    def geo_url(self) -> str:
        """The same for the telephone's own map."""
        return f"geo:0,0?q={quote(self.address)}"

    @property
    def call_url(self) -> str:
        return "tel:" + "".join(sign for sign in self.order.phone if sign.isdigit() or sign == "+")

    @property
    def likely_cents(self) -> list[int]:
        """What the customer is likely to give, from the smallest."""
        due = self.order.due_cents
        return sorted({-(-due // note) * note for note in NOTES_CENTS} - {due})[:3]


def ready(slug: str) -> dict[str, Any]:
    """Return what waits in the store, oldest promise first, and what comes out of the oven next: two queries."""
    store = Store.objects.get(slug=slug)
    shown = Order.objects.filter(
        store=store, fulfilment=Fulfilment.DELIVERY, status__in=[Status.AWAITING_DELIVERY, Status.IN_OVEN]
    )
    orders = list(shown.order_by("promised_at", "pk"))
    return {
        "store": store,
        "ready": [order for order in orders if order.status == Status.AWAITING_DELIVERY],
        "soon": [order for order in orders if order.status == Status.IN_OVEN],
    }


def own_round(courier: int) -> dict[str, Any]:
    """Return the courier's round under way, or what the last one came to: at most four queries."""
    rounds = Round.objects.under_way().filter(courier_id=courier)
    under_way = rounds.prefetch_related("stops__order__payments").first()
    stops = list(under_way.stops.all()) if under_way else []
    left = [_sight(stop, under_way) for stop in stops if under_way and stop.ended_at is None]
    return {
        "round": under_way,
        "current": left[0] if left else None,
        "following": left[1:],
        "position": len(stops) - len(left) + 1,
        "stops": len(stops),
        "last": None if under_way else _last(courier),
        "means": [(one.value, one.label) for one in BY_HAND],
        "failures": FAILURES.items(),
    }


def newest(slug: str) -> str:
    """Return the sentence that tells of the order that became ready last, "" when none waits."""
    waiting = Order.objects.of(slug).filter(status=Status.AWAITING_DELIVERY)
    order = waiting.order_by("status_at", "pk").last()
    if order is None:
        return ""
    return _("Commande %(number)s prête : %(street)s") % {"number": order.number, "street": order.street}


def _sight(stop: Stop, under_way: Round) -> StopSight:
    payments = list(stop.order.payments.all())
    return StopSight(stop, stop.order, _step(stop, under_way), payments[-1] if payments else None)


def _step(stop: Stop, under_way: Round) -> str:
    if under_way.left_at is None:
        return "leave"
    if stop.arrived_at is None:
        return "arrive"
    return "cash" if stop.order.due_cents else "deliver"


def _last(courier: int) -> Round | None:
    delivered = Count("stops", filter=Q(stops__order__status=Status.COMPLETED))
    ended = Round.objects.filter(courier_id=courier, ended_at__isnull=False)
    return ended.annotate(delivered=delivered, taken=Count("stops")).order_by("ended_at").last()
