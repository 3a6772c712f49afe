"""Placing an order: everything is checked again, prices are ours, stock is taken, and one intention is one order."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ocpizza.accounts.models import User
from ocpizza.catalog import compositions
from ocpizza.catalog.compositions import Composition
from ocpizza.live import streams
from ocpizza.look.formats import euros
from ocpizza.orders import pricing
from ocpizza.orders.actions import Actor, Outcome, streams_of
from ocpizza.orders.flow import Fulfilment, Status
from ocpizza.orders.holding import HOLD
from ocpizza.orders.models import Channel, DayNumber, Line, Order, PaymentState, StatusChange, new_reference
from ocpizza.orders.promise import pizzas_waiting, promise
from ocpizza.orders.refusals import Invalid, Refusal, StoreClosed, Unavailable
from ocpizza.stock import actions as stock
from ocpizza.stock.feasible import switched_off
from ocpizza.stores.hours import is_open, next_opening
from ocpizza.stores.models import DeliveryArea, Store

MOST_OF_A_LINE = 50
"""Pieces of one product in one order; more is a mistake, or a telephone call."""

LONGEST_KEY = 64

Items = Sequence[tuple[Composition, int]]


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What someone wants to order; `basket` is spec → quantity, `key` names the intention.

    Paid online, the order waits for its payment, with its stock held for HOLD.
    """

    store: Store
    key: str
    basket: dict[str, int]
    fulfilment: Fulfilment
    name: str
    phone: str
    channel: Channel = Channel.WEB
    customer: User | None = None
    email: str = ""
    language: str = "fr"
    street: str = ""
    postcode: str = ""
    city: str = ""
    door_code: str = ""
    floor: str = ""
    courier_note: str = ""
    kitchen_note: str = ""
    allergy: str = ""
    pay_online: bool = False


def place(wish: Wish, actor: Actor) -> Outcome:
    """Place the order and take its stock; the same key again returns the order it made.

    Raises Invalid (key, empty basket, quantity, unknown product), StoreClosed, Refusal (area, minimum, hour),
    Unavailable.
    """
    if not 0 < len(wish.key) <= LONGEST_KEY:
        raise Invalid(_("Ce formulaire est incomplet : rechargez la page."))
    if made := _made(wish):
        return made
    items = chosen(wish.basket)
    _check_open(wish.store)
    _check_served(items)
    fee = _fee(wish, pricing.subtotal(items))
    try:
        with transaction.atomic():
            return _write(wish, actor, items, fee)
    except (IntegrityError, Unavailable):
        # The same key, at the same time, from a second click: the first one made the order, maybe of the last pizza.
        if made := _made(wish):
            return made
        raise


def _made(wish: Wish) -> Outcome | None:
    """Return the order that this intention made already; asking whether there is one is cheaper than reading none."""
    orders = Order.objects.filter(key=wish.key)
    return Outcome(orders.select_related("store").get(), changed=False) if orders.exists() else None


def chosen(basket: dict[str, int]) -> list[tuple[Composition, int]]:
    """Return the compositions and quantities of a basket, in a stable order. Raises Invalid."""
    if not basket:
        raise Invalid(_("Le panier est vide."))
    if any(not 1 <= quantity <= MOST_OF_A_LINE for quantity in basket.values()):
        raise Invalid(_("La quantité va de 1 à %(most)s.") % {"most": MOST_OF_A_LINE})
    found = compositions.resolve(basket)
    if len(found) != len(basket):
        raise Invalid(_("Un produit du panier n'est plus à la carte."))
    return in_menu_order((found[spec], quantity) for spec, quantity in basket.items())


def in_menu_order(items: Iterable[tuple[Composition, int]]) -> list[tuple[Composition, int]]:
    """Return items as the menu has them: by product, then size, the plain one first."""
    return sorted(items, key=lambda item: (item[0].product.position, item[0].variant.pk, item[0].spec))


def needs_of(items: Items) -> Counter[int]:
    """Return what these items take from the stock: ingredient id → thousandths."""
    needs: Counter[int] = Counter()
    for composition, quantity in items:
        for ingredient, dose in composition.needs().items():
            needs[ingredient] += dose * quantity
    return needs


def area_of(store: Store, postcode: str) -> DeliveryArea | None:
    """Return the store's delivery area for a postcode, or None outside the zone."""
    return next((area for area in store.areas.all() if area.postcode == postcode), None)


def _check_open(store: Store) -> None:
    now = timezone.now()
    if not is_open(store, now):
        raise StoreClosed(store.name, next_opening(store, now))


def _check_served(items: Items) -> None:
    unserved = compositions.unserved((one for one, _quantity in items), timezone.now())
    if unserved:
        names = ", ".join(product.label for product in unserved)
        raise Refusal(_("Pas servi à cette heure : %(products)s.") % {"products": names})


def _fee(wish: Wish, subtotal_cents: int) -> int:
    if wish.fulfilment != Fulfilment.DELIVERY:
        return 0
    area = area_of(wish.store, wish.postcode)
    if area is None:
        raise Refusal(_("%(store)s ne livre pas à cette adresse.") % {"store": wish.store.name})
    if subtotal_cents < area.minimum_cents:
        raise Refusal(_("La livraison est possible à partir de %(least)s.") % {"least": euros(area.minimum_cents)})
    return area.fee_cents


def _write(wish: Wish, actor: Actor, items: Items, fee: int) -> Outcome:
    now, reference = timezone.now(), new_reference()
    promised = promise(wish.store, wish.fulfilment, pizzas_waiting(wish.store), now)
    _take(wish.store, items, reference)
    day, total = timezone.localdate(now), pricing.subtotal(items) + fee
    order = Order.objects.create(
        reference=reference,
        key=wish.key,
        store=wish.store,
        day=day,
        number=DayNumber.following(wish.store, day),
        channel=wish.channel,
        fulfilment=wish.fulfilment,
        status=Status.AWAITING_PAYMENT if wish.pay_online else Status.AWAITING_PREPARATION,
        payment=PaymentState.AWAITING if wish.pay_online else PaymentState.NOTHING,
        held_until=now + HOLD if wish.pay_online else None,
        seq=1,
        placed_at=now,
        status_at=now,
        start_by=promised.start_by,
        promised_at=promised.promised_at,
        customer=wish.customer,
        name=wish.name,
        phone=wish.phone,
        email=wish.email,
        language=wish.language,
        street=wish.street,
        postcode=wish.postcode,
        city=wish.city,
        door_code=wish.door_code,
        floor=wish.floor,
        courier_note=wish.courier_note,
        kitchen_note=wish.kitchen_note,
        allergy=wish.allergy,
        fee_cents=fee,
        total_cents=total,
        due_cents=total,
    )
    Line.objects.bulk_create(line_of(order, composition, quantity) for composition, quantity in items)
    StatusChange.objects.create(order=order, seq=1, source="", target=order.status, at=now, by=actor.by, who=actor.who)
    return Outcome(order, True, streams.announce(streams_of(order, shelf=True)))


def _take(store: Store, items: Items, reference: str) -> None:
    if without_recipe := [one for one, _quantity in items if not one.needs()]:
        raise _unavailable(without_recipe)
    try:
        stock.take(store, needs_of(items), reference)
    except stock.OutOfStock as short:
        lacking = [one for one, _quantity in items if short.ingredients & one.needs().keys()]
        raise _unavailable(lacking) from short
    off = switched_off(store)  # after the stock is locked: a product switched off meanwhile is seen
    if off and (gone := [one for one, _quantity in items if any(half.product_id in off for half in one.halves)]):
        raise _unavailable(gone)


def _unavailable(found: Iterable[Composition]) -> Unavailable:
    labels = {one.product.slug: one.label for one in found}
    return Unavailable(list(labels), list(labels.values()))


def line_of(order: Order, composition: Composition, quantity: int) -> Line:
    """Return the line, not saved, that freezes names, price and VAT of this composition."""
    product = composition.product
    return Line(
        order=order,
        product=product,
        variant=composition.variant,
        other=composition.other,
        spec=composition.spec,
        changes=changes_of(composition),
        taken={str(one): dose * quantity for one, dose in composition.needs().items()},
        name=composition.name,
        name_en=composition.name_en,
        size=composition.variant.size.code if composition.variant.size else "",
        quantity=quantity,
        unit_cents=composition.price_cents,
        vat_rate=pricing.vat_rate(product.vat_class, order.fulfilment),
    )


def changes_of(composition: Composition) -> list[dict[str, Any]]:
    """Return removals and extras as a line freezes them."""
    marked = [("-", one, 0) for one in composition.without]
    marked += [("+", one, compositions.extra_price(one, composition.tenths)) for one in composition.extras]
    return [
        {"sign": sign, "slug": one.slug, "name": one.name, "name_en": one.name_en, "cents": cents}
        for sign, one, cents in marked
    ]
