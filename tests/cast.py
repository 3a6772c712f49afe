"""The cast and its world: the people of the brief, two small stores with a menu and stock, and orders in any status.

People: Alice buys, Bruno cooks, Chloé delivers, Dina manages, Éric keeps the counter, Farida directs, Eve knows nobody.
`ordered(store)` places an order; `at(Status.IN_OVEN, store)` brings one there by the actions that people take.
"""

import contextlib
import uuid

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import translation

from ocpizza.accounts.models import Assignment, Role, User
from ocpizza.catalog.models import Category, Dose, Ingredient, Product, Size, Unit, Variant, VatClass
from ocpizza.demo import evenings
from ocpizza.demo.load import load
from ocpizza.live.models import Stream
from ocpizza.orders import actions, placing
from ocpizza.orders.actions import Actor
from ocpizza.orders.flow import By, Fulfilment, Status
from ocpizza.orders.models import Order
from ocpizza.payments import actions as payments
from ocpizza.payments.models import Means
from ocpizza.rounds import actions as rounds
from ocpizza.stock import actions as stock
from ocpizza.stores.models import DeliveryArea, Store

PASSWORD = "four-a-bois"
PEOPLE = {  # username → first name, role in the store
    "alice": ("Alice", None),
    "bruno": ("Bruno", Role.COOK),
    "chloe": ("Chloé", Role.COURIER),
    "dina": ("Dina", Role.MANAGER),
    "eric": ("Éric", Role.COUNTER),
    "farida": ("Farida", Role.DIRECTION),
    "eve": ("Eve", None),
    "karim": ("Karim", Role.COURIER),
}
CAPACITY = {Role.COOK: By.COOK, Role.COURIER: By.COURIER, Role.MANAGER: By.MANAGER, Role.COUNTER: By.COUNTER}
SIZES = {"P": ("petite", "small", 26, 7), "M": ("moyenne", "medium", 31, 10), "G": ("grande", "large", 36, 14)}
INGREDIENTS = {  # slug → unit, allergens
    "pate": (Unit.PIECE, ["gluten"]),
    "tomate": (Unit.GRAM, []),
    "mozzarella": (Unit.GRAM, ["milk"]),
    "jambon": (Unit.GRAM, []),
    "champignons": (Unit.GRAM, []),
    "merguez": (Unit.GRAM, []),
    "huile": (Unit.MILLILITRE, []),
    "oeuf": (Unit.PIECE, ["eggs"]),
    "cola": (Unit.PIECE, []),
    "biere": (Unit.PIECE, ["gluten"]),
    "tiramisu": (Unit.PIECE, ["eggs", "milk"]),
}
EXTRAS = {"mozzarella": (150, 80_000), "champignons": (120, 50_000), "oeuf": (100, 1000), "merguez": (200, 60_000)}
"""Ingredient → price in cents and dose in thousandths, as an extra on a medium pizza."""
PIZZAS = {  # slug → price of a medium one, doses of a medium one in units
    "margherita": (990, {"tomate": 90, "mozzarella": 100, "huile": 5}),
    "reine": (1190, {"tomate": 90, "mozzarella": 120, "jambon": 60, "champignons": 60}),
    "orientale": (1350, {"tomate": 90, "mozzarella": 110, "merguez": 90, "oeuf": 1}),
}
ARTICLES = {  # slug → price, family, VAT class
    "cola": (250, Category.DRINK, VatClass.CLOSED),
    "biere": (400, Category.DRINK, VatClass.ALCOHOL),
    "tiramisu": (480, Category.DESSERT, VatClass.PREPARED),
}
PLENTY = 10**12  # thousandths: enough of everything for any test that does not ask for less


def person(username: str, store: Store | None = None) -> User:
    """Return one of the cast, with the role in `store` when it is given."""
    first_name, role = PEOPLE[username]
    user, made = User.objects.get_or_create(
        username=username, defaults={"first_name": first_name, "email": f"{username}@example.com"}
    )
    if made:
        user.set_password(PASSWORD)
        user.save()
    if role and store:
        Assignment.objects.get_or_create(user=user, role=role, store=None if role == Role.DIRECTION else store)
    return user


def actor(username: str, store: Store | None = None) -> Actor:
    """Return one of the cast in the capacity of the role: `actor("bruno")` is a cook at work."""
    return Actor(CAPACITY.get(PEOPLE[username][1], By.CUSTOMER), person(username, store))


def menu() -> None:
    """Write the small menu: three pizzas in three sizes, a cola, a beer, a tiramisu."""
    if Size.objects.exists():
        return
    for code, (name, name_en, diameter, tenths) in SIZES.items():
        Size.objects.create(code=code, name=name, name_en=name_en, diameter_cm=diameter, coefficient_tenths=tenths)
    for slug, (unit, allergens) in INGREDIENTS.items():
        cents, dose = EXTRAS.get(slug, (None, None))
        Ingredient.objects.create(
            slug=slug,
            name=slug,
            name_en=slug,
            unit=unit,
            allergens=allergens,
            sold_as_is=slug in ARTICLES,
            removable=slug != "pate",
            extra_cents=cents,
            extra_dose=dose,
        )
    for slug, (cents, doses) in PIZZAS.items():
        made = product(slug, {"pate": 1} | doses, Category.PIZZA, VatClass.PREPARED)
        for size in Size.objects.all():
            sku, price = f"{slug}-{size.code.lower()}", cents + {"P": -200, "M": 0, "G": 350}[size.code]
            Variant.objects.create(sku=sku, product=made, size=size, price_cents=price)
    for slug, (cents, category, vat_class) in ARTICLES.items():
        made = product(slug, {slug: 1}, category, vat_class)
        Variant.objects.create(sku=slug, product=made, price_cents=cents)


def product(slug: str, doses: dict[str, int], category: str, vat_class: str) -> Product:
    """Write a product and its doses, given in units of each ingredient."""
    is_pizza = category == Category.PIZZA
    made = Product.objects.create(
        slug=slug,
        name=slug.capitalize(),
        name_en=f"{slug} (en)",
        category=category,
        vat_class=vat_class,
        halves=is_pizza,
        most_extras=4 if is_pizza else 0,
    )
    for position, (ingredient, units) in enumerate(doses.items()):
        found = Ingredient.objects.get(slug=ingredient)
        Dose.objects.create(product=made, ingredient=found, quantity=units * 1000, position=position)
    return made


def a_store(slug: str, name: str, **changes) -> Store:
    """Open a store that is never closed, delivers to 76000 (and for a fee to 76100), and has plenty of everything."""
    menu()
    store = Store.objects.create(
        slug=slug,
        name=name,
        street="1 rue du Gros-Horloge",
        postcode="76000",
        city="Rouen",
        phone="02 35 00 00 00",
        **{"round_the_clock": True} | changes,
    )
    DeliveryArea.objects.create(store=store, postcode="76000", fee_cents=0, minimum_cents=0)
    DeliveryArea.objects.create(store=store, postcode="76100", fee_cents=250, minimum_cents=1500)
    stock.receive(store, dict.fromkeys(Ingredient.objects.values_list("pk", flat=True), PLENTY))
    return store


def left(store: Store, ingredient: str) -> int:
    """Return what the store has left of an ingredient, in thousandths."""
    return store.levels.get(ingredient__slug=ingredient).quantity


def leave(store: Store, **thousandths: int) -> None:
    """Leave the store with exactly so much of these ingredients, as an inventory would say it."""
    for slug, wanted in thousandths.items():
        level = store.levels.get(ingredient__slug=slug)
        stock.receive(store, {level.ingredient_id: wanted - level.quantity})


def wish(store: Store, **changes) -> placing.Wish:
    """Return what Alice wants: a medium Margherita, delivered; any field can be said otherwise."""
    usual = {
        "store": store,
        "key": uuid.uuid4().hex,
        "basket": {"margherita-m": 1},
        "fulfilment": Fulfilment.DELIVERY,
        "name": "Alice Martin",
        "phone": "06 39 98 00 01",
        "street": "12 rue Beauvoisine",
        "postcode": "76000",
        "city": "Rouen",
    }
    return placing.Wish(**usual | changes)


def ordered(store: Store, **changes) -> Order:
    """Have Alice, as a guest, place an order."""
    return placing.place(wish(store, **changes), Actor(By.CUSTOMER)).order


def reread(order: Order) -> Order:
    """Return the order as the database has it now."""
    return Order.objects.select_related("store").get(pk=order.pk)


def at(status: str, store: Store, **changes) -> Order:
    """Return an order in this status, brought there by what people do.

    Take-away when the status asks for it, delivery otherwise. The status that no verb reaches yet is written.
    """
    if status == Status.READY_FOR_COLLECTION:
        changes.setdefault("fulfilment", Fulfilment.TAKEAWAY)
    order = ordered(store, **{"pay_online": status == Status.AWAITING_PAYMENT} | changes)
    if status == Status.UNDER_MODIFICATION:
        Order.objects.filter(pk=order.pk).update(status=status)
    else:
        for step in _steps(Status(status), order):
            step(order)
    order = reread(order)
    assert order.status == status
    return order


def cashed(order: Order) -> Order:
    """Have Chloé, or Éric at the counter, take the money in cash."""
    who = "chloe" if order.is_delivery else "eric"
    payments.cash_in(order.reference, Means.CASH, actor(who, order.store))
    return reread(order)


def _steps(status, order):
    cook = [
        (Status.IN_PREPARATION, lambda one: actions.start(one.reference, actor("bruno", one.store))),
        (Status.IN_OVEN, lambda one: actions.to_oven(one.reference, actor("bruno", one.store))),
        (None, lambda one: actions.mark_ready(one.reference, actor("bruno", one.store))),
    ]
    if status in {Status.AWAITING_PAYMENT, Status.AWAITING_PREPARATION}:
        return []
    if status == Status.CANCELLED:
        return [lambda one: actions.cancel(one.reference, actor("alice"))]
    stove = [step for _status, step in cook]
    if status in {Status.IN_PREPARATION, Status.IN_OVEN}:
        return stove[: [one for one, _step in cook].index(status) + 1]
    return stove + _after_the_oven(status, order)


def _after_the_oven(status, order):
    if status in {Status.AWAITING_DELIVERY, Status.READY_FOR_COLLECTION}:
        return []
    if not order.is_delivery:
        return [cashed, lambda one: actions.hand_over(one.reference, actor("eric", one.store))]
    road = [lambda one: rounds.take(one.store, person("chloe", one.store), [one.reference])]
    if status == Status.DELIVERY_FAILED:
        road += [lambda one: rounds.fail(one.store, person("chloe"), one.reference, "absent")]
    if status == Status.COMPLETED:
        road += [cashed, lambda one: rounds.deliver(one.store, person("chloe"), one.reference)]
    return road


@contextlib.contextmanager
def heard():
    """Yield a set that holds, after the block, the names of the streams that were bumped in it."""
    before = dict(Stream.objects.values_list("name", "version"))
    names: set[str] = set()
    yield names
    after = dict(Stream.objects.values_list("name", "version"))
    assert all(after[name] - before.get(name, 0) in {0, 1} for name in after), "a stream was bumped twice"
    names |= {name for name, version in after.items() if version != before.get(name, 0)}


@contextlib.contextmanager
def nothing_changes():
    """Check that the block leaves every row of the domain, and the version of every stream, as they were."""
    before = _everything()
    yield
    assert _everything() == before


def _everything() -> dict[str, list[tuple]]:
    ours = ("live", "stores", "catalog", "stock", "orders", "payments", "rounds")
    models = [model for label in ours for model in apps.get_app_config(label).get_models()]
    return {model._meta.label: sorted(model.objects.values_list(), key=repr) for model in models}


@pytest.fixture(scope="module")
def demonstration_once(django_db_setup, django_db_blocker):
    """Load the demonstration once for a file, with a short past; each of its tests then works in a savepoint."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        with pytest.MonkeyPatch.context() as patch, translation.override("fr"):
            patch.setattr(evenings, "BUSY", 3)
            patch.setattr(evenings, "QUIET", 1)
            load()
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


@pytest.fixture
def rouen(db) -> Store:
    """Rouen Centre: always open, plenty of everything."""
    return a_store("rouen-centre", "Rouen Centre")


@pytest.fixture
def sotteville(db) -> Store:
    """Another store of the group, where nobody of the cast works but Farida."""
    return a_store("sotteville", "Sotteville")


@pytest.fixture
def alice(db) -> User:
    return person("alice")


@pytest.fixture
def bruno(rouen) -> User:
    return person("bruno", rouen)


@pytest.fixture
def chloe(rouen) -> User:
    return person("chloe", rouen)


@pytest.fixture
def karim(rouen) -> User:
    """A second courier."""
    return person("karim", rouen)


@pytest.fixture
def dina(rouen) -> User:
    return person("dina", rouen)


@pytest.fixture
def eric(rouen) -> User:
    return person("eric", rouen)


@pytest.fixture
def farida(rouen) -> User:
    return person("farida", rouen)


@pytest.fixture
def eve(db) -> User:
    return person("eve")
