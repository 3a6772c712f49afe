"""Placing an order: everything is checked again, prices are ours, stock is taken, and one intention is one order."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ocpizza.accounts.models import User
from ocpizza.catalog.models import Variant
from ocpizza.live import streams
from ocpizza.look.formats import euros
from ocpizza.orders import pricing
from ocpizza.orders.actions import Actor, Outcome, streams_of
from ocpizza.orders.flow import Fulfilment, Status
from ocpizza.orders.models import Channel, DayNumber, Line, Order, StatusChange, new_reference
from ocpizza.orders.promise import pizzas_waiting, promise
from ocpizza.orders.refusals import Invalid, Refusal, StoreClosed, Unavailable
from ocpizza.stock import actions as stock
from ocpizza.stores.hours import is_open, next_opening
from ocpizza.stores.models import DeliveryArea, Store

MOST_OF_A_LINE = 50
"""Pieces of one product in one order; more is a mistake, or a telephone call."""

LONGEST_KEY = 64

Items = Sequence[tuple[Variant, int]]


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What someone wants to order; `basket` is sku → quantity, `key` names the intention."""

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


def place(wish: Wish, actor: Actor) -> Outcome:
    """Place the order and take its stock; the same key again returns the order it made.

    Raises Invalid (key, empty basket, quantity, unknown product), StoreClosed, Refusal (area, minimum), Unavailable.
    """
    if not 0 < len(wish.key) <= LONGEST_KEY:
        raise Invalid(_("Ce formulaire est incomplet : rechargez la page."))
    if made := _made(wish):
        return made
    items = chosen(wish.basket)
    _check_open(wish.store)
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


def chosen(basket: dict[str, int]) -> list[tuple[Variant, int]]:
    """Return the variants and quantities of a basket, in a stable order. Raises Invalid."""
    if not basket:
        raise Invalid(_("Le panier est vide."))
    if any(not 1 <= quantity <= MOST_OF_A_LINE for quantity in basket.values()):
        raise Invalid(_("La quantité va de 1 à %(most)s.") % {"most": MOST_OF_A_LINE})
    variants = list(Variant.objects.for_order().filter(sku__in=basket).order_by("product__position", "pk"))
    if len(variants) != len(basket):
        raise Invalid(_("Un produit du panier n'est plus à la carte."))
    return [(variant, basket[variant.sku]) for variant in variants]


def needs_of(items: Items) -> Counter[int]:
    """Return what these items take from the stock: ingredient id → thousandths."""
    needs: Counter[int] = Counter()
    for variant, quantity in items:
        for ingredient, dose in variant.needs().items():
            needs[ingredient] += dose * quantity
    return needs


def area_of(store: Store, postcode: str) -> DeliveryArea | None:
    """Return the store's delivery area for a postcode, or None outside the zone."""
    return next((area for area in store.areas.all() if area.postcode == postcode), None)


def _check_open(store: Store) -> None:
    now = timezone.now()
    if not is_open(store, now):
        raise StoreClosed(store.name, next_opening(store, now))


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
        status=Status.AWAITING_PREPARATION,
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
    Line.objects.bulk_create(_line(order, variant, quantity) for variant, quantity in items)
    StatusChange.objects.create(order=order, seq=1, source="", target=order.status, at=now, by=actor.by, who=actor.who)
    return Outcome(order, True, streams.announce(streams_of(order, menu=True)))


def _take(store: Store, items: Items, reference: str) -> None:
    if without_recipe := [variant for variant, _quantity in items if not variant.needs()]:
        raise _unavailable(without_recipe)
    try:
        stock.take(store, needs_of(items), reference)
    except stock.OutOfStock as short:
        lacking = [variant for variant, _quantity in items if short.ingredients & variant.needs().keys()]
        raise _unavailable(lacking) from short


def _unavailable(variants: Iterable[Variant]) -> Unavailable:
    labels = {variant.product.slug: variant.product.label for variant in variants}
    return Unavailable(list(labels), list(labels.values()))


def _line(order: Order, variant: Variant, quantity: int) -> Line:
    product = variant.product
    return Line(
        order=order,
        product=product,
        variant=variant,
        name=product.name,
        name_en=product.name_en,
        size=variant.size.code if variant.size else "",
        quantity=quantity,
        unit_cents=variant.price_cents,
        vat_rate=pricing.vat_rate(product.vat_class, order.fulfilment),
    )
