"""Loads the demonstration's data: adds what is missing, and never touches a row that is there."""

from django.conf import settings
from django.db import transaction

from ocpizza.accounts.models import Assignment, User
from ocpizza.catalog.models import (
    Category,
    Daypart,
    Dose,
    Family,
    Ingredient,
    Product,
    RecipeStep,
    Size,
    Variant,
    VatClass,
)
from ocpizza.demo import larder, menu, past, suppliers
from ocpizza.demo.people import PEOPLE, Person
from ocpizza.demo.places import HOURS, MINIMUM_CENTS, PLACES, Place
from ocpizza.demo.recipes import POINTS, STEPS
from ocpizza.stock import actions as stock
from ocpizza.stock.models import Level, Offer, Supplier
from ocpizza.stores.models import DeliveryArea, OpeningHours, Store

MOST_EXTRAS = 6


class NotADemonstration(Exception):
    """Raised outside demo mode: invented people have no business in a real shop."""

    def __init__(self) -> None:
        super().__init__("The demo data is for demo mode only: set OCPIZZA_DEMO=1.")


def load() -> int:
    """Add what is missing of the demo data and return how many stores, products, people and stocks that was.

    What belongs to a store, a product or a person (hours, prices, recipe, role) is written with it and only then:
    what someone changed or removed since stays so. Raises NotADemonstration.
    """
    if not settings.DEMO:
        raise NotADemonstration
    with transaction.atomic():
        return _stores() + _ingredients() + _sizes() + _products() + _people() + _suppliers() + _stock()


def _stores() -> int:
    known = set(Store.objects.values_list("slug", flat=True))
    new = [place for place in PLACES if place.slug not in known]
    for place in new:
        store = _store(place)
        OpeningHours.objects.bulk_create(
            OpeningHours(store=store, weekday=weekday, opens=opens, closes=closes) for weekday, opens, closes in HOURS
        )
        DeliveryArea.objects.bulk_create(
            DeliveryArea(store=store, postcode=postcode, fee_cents=fee, minimum_cents=MINIMUM_CENTS)
            for postcode, fee in place.fees.items()
        )
    return len(new)


def _store(place: Place) -> Store:
    return Store.objects.create(
        slug=place.slug,
        name=place.name,
        street=place.street,
        postcode=place.postcode,
        city=place.city,
        phone=place.phone,
        prep_minutes=place.prep_minutes,
        travel_minutes=place.travel_minutes,
        pizzas_per_hour=place.pizzas_per_hour,
        round_the_clock=True,  # whoever visits the demonstration finds it open
    )


def _ingredients() -> int:
    known = set(Ingredient.objects.values_list("slug", flat=True))
    articles = {one.slug for one in larder.ARTICLES}
    new = [
        Ingredient(
            slug=one.slug,
            name=one.name,
            name_en=one.name_en,
            unit=one.unit,
            allergens=list(one.allergens),
            sold_as_is=one.slug in articles,
            cost_millicents=one.cost_millicents,
            removable=one.slug not in larder.NEVER_REMOVED,
            extra_cents=one.extra_cents,
            extra_dose=one.extra_dose,
        )
        for one in [*larder.INGREDIENTS, *larder.ARTICLES]
        if one.slug not in known
    ]
    return len(Ingredient.objects.bulk_create(new))


def _sizes() -> int:
    known = set(Size.objects.values_list("code", flat=True))
    new = [
        Size(code=code, name=name, name_en=name_en, diameter_cm=diameter, coefficient_tenths=tenths)
        for code, name, name_en, diameter, tenths, _difference in menu.SIZES
        if code not in known
    ]
    return len(Size.objects.bulk_create(new))


def _products() -> int:
    known = set(Product.objects.values_list("slug", flat=True))
    everything: list[menu.Pizza | menu.Article] = [*menu.PIZZAS, *menu.ARTICLES]
    new = [(position, one) for position, one in enumerate(everything, start=1) if one.slug not in known]
    if new:
        ids = dict(Ingredient.objects.values_list("slug", "pk"))
        sizes = {size.code: size for size in Size.objects.all()}
        families = {family.code: family for family in Family.objects.all()}
        for position, one in new:
            made = _pizza(one, position, ids, sizes) if isinstance(one, menu.Pizza) else _article(one, position, ids)
            made.family = families.get(made.category)
            made.daypart = _daypart(menu.DAYPARTS.get(made.slug))
            made.save(update_fields=["family", "daypart"])
            made.refused_extras.set(ids[slug] for slug in menu.REFUSED_EXTRAS.get(made.slug, []))
    return len(new)


def _daypart(wanted: menu.Moment | None) -> Daypart | None:
    if wanted is None:
        return None
    hours = {"name_en": wanted.name_en, "opens": wanted.opens, "closes": wanted.closes}
    return Daypart.objects.get_or_create(name=wanted.name, defaults=hours)[0]


def _pizza(pizza: menu.Pizza, position: int, ids: dict[str, int], sizes: dict[str, Size]) -> Product:
    points = POINTS[pizza.slug]
    product = Product.objects.create(
        slug=pizza.slug,
        name=pizza.name,
        name_en=pizza.name_en,
        category=Category.PIZZA,
        vat_class=VatClass.PREPARED,
        position=position,
        folded=pizza.folded,
        halves=not pizza.folded,
        most_extras=MOST_EXTRAS,
        oven_seconds=pizza.oven_seconds,
        oven_celsius=menu.OVEN_CELSIUS,
        key_points="\n".join(french for french, _english in points),
        key_points_en="\n".join(english for _french, english in points),
    )
    Variant.objects.bulk_create(
        Variant(
            sku=f"{pizza.slug}-{code.lower()}",
            product=product,
            size=sizes[code],
            price_cents=pizza.price_cents + difference,
        )
        for code, *_names, difference in menu.SIZES
    )
    Dose.objects.bulk_create(
        Dose(product=product, ingredient_id=ids[ingredient], quantity=quantity, position=rank)
        for rank, (ingredient, quantity) in enumerate(pizza.doses())
    )
    RecipeStep.objects.bulk_create(
        RecipeStep(product=product, position=rank, text=text, text_en=text_en)
        for rank, (text, text_en) in enumerate(STEPS[pizza.slug], start=1)
    )
    return product


def _article(article: menu.Article, position: int, ids: dict[str, int]) -> Product:
    product = Product.objects.create(
        slug=article.slug,
        name=article.name,
        name_en=article.name_en,
        category=article.category,
        vat_class=article.vat_class,
        position=position,
    )
    Variant.objects.create(sku=article.slug, product=product, price_cents=article.price_cents)
    Dose.objects.create(product=product, ingredient_id=ids[article.slug], quantity=1000)
    return product


def _people() -> int:
    known = set(User.objects.values_list("username", flat=True))
    new = [person for person in PEOPLE if person.username not in known]
    if new:
        User.objects.bulk_create(_user(person) for person in new)
        users = {user.username: user for user in User.objects.filter(username__in=[one.username for one in new])}
        stores = {store.slug: store for store in Store.objects.all()}
        Assignment.objects.bulk_create(
            Assignment(user=users[one.username], role=one.role, store=stores[one.store] if one.store else None)
            for one in new
            if one.role
        )
    return len(new)


def _user(person: Person) -> User:
    user = User(
        username=person.username,
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.email,
        phone=person.phone,
    )
    user.set_unusable_password()  # entry is by the demonstration's page, with one click
    return user


def _suppliers() -> int:
    """Add the firms, what they sell, and that they sell to every store."""
    known = set(Supplier.objects.values_list("name", flat=True))
    new = [firm for firm in suppliers.FIRMS if firm.name not in known]
    if new:
        ids, stores = dict(Ingredient.objects.values_list("slug", "pk")), Store.objects.all()
        for firm in new:
            supplier = Supplier.objects.create(name=firm.name, phone=firm.phone, email=firm.email)
            supplier.stores.set(stores)
            Offer.objects.bulk_create(_offer(supplier, suppliers.FOODS[slug], ids[slug]) for slug in firm.slugs)
    return len(new)


def _offer(supplier: Supplier, food: larder.Foodstuff, ingredient: int) -> Offer:
    pack, cost = suppliers.pack_of(food) * 1000, food.cost_millicents
    return Offer(supplier=supplier, ingredient_id=ingredient, pack=pack, cost_millicents=cost)


def _stock() -> int:
    """Fill the stores: a new one has four weeks behind it, another one receives what it never had."""
    filled = set(Level.objects.values_list("store__slug", "ingredient__slug"))
    lacking = {place.slug: _first_delivery(place.slug, filled) for place in PLACES}
    if any(lacking.values()):
        ids, supplied = dict(Ingredient.objects.values_list("slug", "pk")), {store for store, _one in filled}
        for store in Store.objects.filter(slug__in=[slug for slug, amounts in lacking.items() if amounts]):
            if store.slug in supplied:
                stock.receive(store, {ids[slug]: units * 1000 for slug, units in lacking[store.slug].items()})
            else:
                past.write(store, lacking[store.slug])
    return sum(map(len, lacking.values()))


def _first_delivery(store: str, filled: set[tuple[str, str]]) -> dict[str, int]:
    """Return what the store never received: ingredient slug → units."""
    scarce = larder.SCARCE[store]
    return {
        one.slug: scarce.get(one.slug, one.stock)
        for one in [*larder.INGREDIENTS, *larder.ARTICLES]
        if (store, one.slug) not in filled
    }
