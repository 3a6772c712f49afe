"""The orders of a store's past four weeks: completed, paid, and each with its whole history."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from ocpizza.accounts.models import Role
from ocpizza.catalog import compositions
from ocpizza.catalog.compositions import Composition
from ocpizza.demo import menu
from ocpizza.demo.rush import plan
from ocpizza.orders import pricing
from ocpizza.orders.flow import By, Fulfilment, Status
from ocpizza.orders.models import FIRST_NUMBER, Channel, DayNumber, Line, Order, PaymentState, StatusChange
from ocpizza.orders.models import new_reference as unguessable
from ocpizza.orders.placing import area_of, in_menu_order, line_of, needs_of
from ocpizza.payments.models import Means, Payment
from ocpizza.stores.models import Store

DAYS = 28
BUSY, QUIET = 9, 6  # orders on a Friday or Saturday, and on any other day
WEEKEND = {4, 5}
SERVICES = ((time(11, 45), 100), (time(18, 30), 180))  # from, for so many minutes
LUNCHES = 0.3
CHANGED = 0.12  # the share of the pizzas that somebody wants otherwise
CHANGES = {
    "reine": ["!mushrooms", "!olives", "+egg"],
    "margherita": ["+mozzarella", "+ham", "+olives"],
    "royale": ["!merguez", "+peppers"],
    "chevre-miel": ["!walnuts", "+bacon"],
    "orientale": ["!egg", "+merguez"],
    "napolitaine": ["!anchovies", "!capers"],
    "quatre-saisons": ["!artichoke"],
    "paysanne": ["!egg", "+reblochon"],
}
ROAD = [  # target, minutes after the order was placed, in which capacity, by which role
    (Status.AWAITING_PREPARATION, 0, By.CUSTOMER, None),
    (Status.IN_PREPARATION, 6, By.COOK, Role.COOK),
    (Status.IN_OVEN, 11, By.COOK, Role.COOK),
]
DELIVERED = [
    (Status.AWAITING_DELIVERY, 15, By.COOK, Role.COOK),
    (Status.IN_DELIVERY, 20, By.COURIER, Role.COURIER),
    (Status.COMPLETED, 33, By.COURIER, Role.COURIER),
]
COLLECTED = [
    (Status.READY_FOR_COLLECTION, 15, By.COOK, Role.COOK),
    (Status.COMPLETED, 22, By.COUNTER, Role.COUNTER),
]

Items = list[tuple[Composition, int]]
Staff = Mapping[Role, Sequence[int]]
"""Role → the ids of who holds it in the store."""


@dataclass(frozen=True)
class Taken:
    """What one order took from the stock, ingredient id → thousandths, and when."""

    reference: str
    at: datetime
    needs: Counter[int]


def write(store: Store, today: date, chance: random.Random, staff: Staff) -> list[Taken]:
    """Write the orders of the days before today, and return what each one took, in order."""
    moments = sorted(_moments(today, chance))
    guests = plan.guests(len(moments), [store.slug], seed=store.pk)
    baskets = [_basket(guest, at, chance) for guest, at in zip(guests, moments, strict=True)]
    known = compositions.resolve({spec for basket in baskets for spec in basket})
    items = [in_menu_order((known[one], many) for one, many in basket.items() if one in known) for basket in baskets]
    written = [(row, wanted) for row, wanted in zip(zip(guests, moments, strict=True), items, strict=True) if wanted]
    numbers: Counter[date] = Counter()
    orders = [_order(store, guest, at, wanted, numbers) for (guest, at), wanted in written]
    Order.objects.bulk_create(orders)
    DayNumber.objects.bulk_create(
        DayNumber(store=store, day=day, last=FIRST_NUMBER - 1 + count) for day, count in numbers.items()
    )
    Line.objects.bulk_create(
        line_of(order, one, many) for order, (_, wanted) in zip(orders, written, strict=True) for one, many in wanted
    )
    StatusChange.objects.bulk_create(change for order in orders for change in _history(order, chance, staff))
    _pay(orders, chance, staff)
    return [
        Taken(order.reference, order.placed_at, needs_of(wanted))
        for order, (_, wanted) in zip(orders, written, strict=True)
    ]


def _moments(today: date, chance: random.Random) -> Iterator[datetime]:
    for ago in range(DAYS, 0, -1):
        day = today - timedelta(ago)
        for _ in range(BUSY if day.weekday() in WEEKEND else QUIET):
            opens, minutes = SERVICES[chance.random() > LUNCHES]
            at = datetime.combine(day, opens) + timedelta(minutes=chance.random() * minutes)
            yield timezone.make_aware(at.replace(microsecond=0))


def _basket(guest: plan.Guest, at: datetime, chance: random.Random) -> Counter[str]:
    """Return what the guest takes: the first wish of each that is served, sometimes otherwise than the menu has it."""
    wanted: Counter[str] = Counter()
    for wish in guest.wishes:
        hours = menu.DAYPARTS.get(wish.products[0])
        if hours and not hours.opens <= timezone.localtime(at).time() < hours.closes:
            continue
        sku, changes = wish.skus()[0], CHANGES.get(wish.products[0], [])
        otherwise = bool(wish.size and changes) and chance.random() < CHANGED
        wanted[sku + chance.choice(changes) if otherwise else sku] += 1
    return wanted


def _order(store: Store, guest: plan.Guest, at: datetime, items: Items, numbers: Counter[date]) -> Order:
    day, area = timezone.localdate(at), area_of(store, guest.postcode)
    fee = area.fee_cents if guest.delivered and area else 0
    numbers[day] += 1
    reference = unguessable()
    return Order(
        reference=reference,
        key=reference,
        store=store,
        day=day,
        number=FIRST_NUMBER - 1 + numbers[day],
        channel=Channel.WEB,
        fulfilment=Fulfilment.DELIVERY if guest.delivered else Fulfilment.TAKEAWAY,
        status=Status.COMPLETED,
        seq=len(ROAD) + len(DELIVERED if guest.delivered else COLLECTED),
        placed_at=at,
        status_at=at + timedelta(minutes=_road(guest.delivered)[-1][1]),
        start_by=at + timedelta(minutes=10),
        promised_at=at + timedelta(minutes=40 if guest.delivered else 25),
        name=guest.name,
        phone=guest.phone,
        **({"street": guest.street, "postcode": guest.postcode, "city": guest.city} if guest.delivered else {}),
        kitchen_note=guest.kitchen_note,
        allergy=guest.allergy,
        fee_cents=fee,
        total_cents=pricing.subtotal(items) + fee,
        due_cents=0,
        payment=PaymentState.PAID,
    )


def _road(delivered: bool) -> list[tuple[Status, int, By, Role | None]]:
    return [*ROAD, *(DELIVERED if delivered else COLLECTED)]


def _history(order: Order, chance: random.Random, staff: Staff) -> Iterator[StatusChange]:
    source = ""
    for seq, (target, minutes, by, role) in enumerate(_road(order.is_delivery), start=1):
        at = order.placed_at + timedelta(minutes=minutes)
        who = somebody(staff, role, chance)
        yield StatusChange(order=order, seq=seq, source=source, target=target, at=at, by=by, who_id=who)
        source = target


def _pay(orders: list[Order], chance: random.Random, staff: Staff) -> None:
    """Write who was paid; the instant, which the model takes from the clock, is put right after."""
    Payment.objects.bulk_create(
        Payment(
            order=order,
            means=chance.choice([Means.CASH, Means.CARD, Means.CARD]),
            amount_cents=order.total_cents,
            tendered_cents=order.total_cents,
            taken_by_id=somebody(staff, Role.COURIER if order.is_delivery else Role.COUNTER, chance),
        )
        for order in orders
    )
    completed = Order.objects.filter(pk=OuterRef("order")).values("status_at")
    Payment.objects.filter(order__in=orders).update(at=Subquery(completed))


def somebody(staff: Staff, role: Role | None, chance: random.Random) -> int | None:
    """Return the id of one of the crew in this role; None when nobody holds it."""
    return chance.choice(staff[role]) if role and staff.get(role) else None
