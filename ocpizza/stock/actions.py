"""Takes from the stock for orders, gives back, receives. Each change of a level is a movement too."""

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from ocpizza.accounts.models import User
from ocpizza.stock import ledger, outages
from ocpizza.stock.feasible import sellable
from ocpizza.stock.ledger import Needs
from ocpizza.stock.models import Level, Movement, Reason, on_sale_at
from ocpizza.stores.models import Store


class OutOfStock(Exception):
    """Raised with the ids of the ingredients that do not suffice; nothing has been taken."""

    def __init__(self, ingredients: frozenset[int]) -> None:
        super().__init__(f"not enough of {sorted(ingredients)}")
        self.ingredients = ingredients


def take(store: Store, needs: Needs, reference: str) -> None:
    """Take `needs` for an order, all or nothing; the caller owns the transaction and announces.

    Rows are locked in primary key order, so that two orders never wait for each other in a circle; the update is
    conditional as well, so that even without the lock nothing is sold twice. Raises OutOfStock.
    """
    now = timezone.now()
    levels = Level.objects.filter(store=store, ingredient_id__in=needs)
    rows = levels.select_for_update().order_by("pk").values_list("ingredient_id", "quantity", "out_since", "out_until")
    left = {one: sellable(quantity, since, until, now) for one, quantity, since, until in rows}
    short = frozenset(one for one, needed in needs.items() if left.get(one, 0) < needed)
    if short:
        raise OutOfStock(short)
    amount = ledger.amount_of(needs)
    if levels.filter(on_sale_at(now), quantity__gte=amount).update(quantity=F("quantity") - amount) != len(needs):
        raise OutOfStock(frozenset(needs))
    ledger.record(store, {one: -needed for one, needed in needs.items()}, Reason.ORDER, reference)


def held(store: Store, reference: str) -> dict[int, int]:
    """Return what the order of this reference took and did not give back: ingredient id → thousandths. One query."""
    taken = Movement.objects.filter(store=store, reference=reference).values("ingredient_id")
    return {row["ingredient_id"]: -row["total"] for row in taken.annotate(total=Sum("quantity")) if row["total"]}


def exchange(store: Store, needs: Needs, reference: str) -> None:
    """Have the order of this reference hold exactly `needs`: what it lacks is taken, what it has too much comes back.

    What it holds already is kept whatever has run out since. The caller owns the transaction, has locked the order,
    and announces. Raises OutOfStock, having changed nothing.
    """
    has = held(store, reference)
    more = {one: needed - has.get(one, 0) for one, needed in needs.items() if needed > has.get(one, 0)}
    back = {one: amount - needs.get(one, 0) for one, amount in has.items() if amount > needs.get(one, 0)}
    ledger.lock(store, {*more, *back})
    if more:
        take(store, more, reference)
    if back:
        ledger.add(store, back)
        ledger.record(store, back, Reason.GIVE_BACK, reference)


def give_back(store: Store, reference: str) -> bool:
    """Put back whatever the order of this reference still holds; says whether there was anything."""
    has = held(store, reference)
    if has:
        ledger.add(store, has)
        ledger.record(store, has, Reason.GIVE_BACK, reference)
    return bool(has)


def receive(store: Store, amounts: Needs, who: User | None = None) -> dict[str, int]:
    """Book a receipt: levels rise, and the pizzas that were impossible are back on the menu at once."""
    with transaction.atomic():
        ledger.add(store, amounts)
        ledger.record(store, amounts, Reason.RECEIPT, "", who)
        outages.received(store, [one for one, amount in amounts.items() if amount > 0], who)
        return ledger.told(store)
