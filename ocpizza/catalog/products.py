"""What is on the menu: products are written, archived, brought back, and moved within their family."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ocpizza.catalog import actions, prices
from ocpizza.catalog.models import Category, Daypart, Dose, Family, Ingredient, Product, Size, Unit, Variant
from ocpizza.look.refusals import Refused

LONGEST_SLUG = 40
MOST_EXTRAS = 6


@dataclass(frozen=True)
class NewProduct:
    """What somebody says of a new product; `prices` is size code → cents, "" for what has no size.

    `as_bought` is an article that is sold as it was bought: it gets a stock row of its own.
    """

    name: str
    name_en: str
    category: str
    vat_class: str
    prices: Mapping[str, int]
    family: Family | None = None
    daypart: Daypart | None = None
    as_bought: bool = False


def create(new: NewProduct) -> Product:
    """Write a product, off the menu until somebody puts it on; written already, it is returned as it is.

    Raises Refused for what makes no sense, and for a name that another product has.
    """
    if not new.prices:
        raise Refused(_("Donnez au moins un prix."))
    if wrong := next(filter(None, map(prices.fault, new.prices.values())), ""):
        raise Refused(wrong)
    with transaction.atomic():
        list(Size.objects.select_for_update().order_by("pk"))  # one after the other: a double tap is one product
        if known := _namesake(new):
            return known
        product = _product(new)
        sizes = {size.code: size for size in Size.objects.filter(code__in=new.prices)}
        for code, cents in new.prices.items():
            sku = f"{product.slug}-{code.lower()}" if code else product.slug
            Variant.objects.create(sku=sku, product=product, size=sizes.get(code), price_cents=cents)
        if new.as_bought:
            _stock_of_its_own(product)
    return product


def _namesake(new: NewProduct) -> Product | None:
    """Return the product that a second tap means: off the menu, and the same in every word. Raises Refused."""
    same = Product.objects.filter(Q(name__iexact=new.name) | Q(name_en__iexact=new.name_en))
    if same.filter(archived=False).exists():
        raise Refused(_("Un produit de la carte porte déjà ce nom."))
    found = same.first()
    if found is None or _said(found) == (new.name, new.name_en, new.category, dict(new.prices)):
        return found
    raise Refused(_("Un produit hors carte porte déjà ce nom : remettez-le à la carte, ou prenez un autre nom."))


def _said(product: Product) -> tuple[str, str, str, dict[str, int]]:
    paid = product.variants.values_list("size__code", "price_cents")
    return product.name, product.name_en, product.category, {code or "": cents for code, cents in paid}


def archive(product: Product) -> bool:
    """Take it off every menu at once; orders that have it keep it. Says whether it was on."""
    return _archived(product, archived=True)


def bring_back(product: Product) -> bool:
    """Put it on the menus. Raises Refused while it has no price or no recipe."""
    if not product.variants.exists() or not product.recipe.exists():
        raise Refused(_("Écrivez d’abord son prix et sa recette."))
    return _archived(product, archived=False)


def move(product: Product, *, up: bool) -> bool:
    """Exchange its place with its neighbour's in the family; says whether there was one."""
    with transaction.atomic():
        family = Product.objects.filter(family=product.family, category=product.category, archived=False)
        list(family.select_for_update().order_by("pk").values_list("pk"))
        ordered = list(family.order_by("position", "name"))  # read under the lock: somebody may have moved one just now
        here = next((index for index, one in enumerate(ordered) if one.pk == product.pk), None)
        there = None if here is None else here + (-1 if up else 1)
        if here is None or there is None or not 0 <= there < len(ordered):
            return False
        places = _rising([one.position for one in ordered])
        ordered[here], ordered[there] = ordered[there], ordered[here]
        for one, place in zip(ordered, places, strict=True):
            one.position = place
        Product.objects.bulk_update(ordered, ["position"])
        actions.edited()
    return True


def uses(ingredient: Ingredient) -> list[Product]:
    """Return the products whose recipe takes it, by name."""
    return list(Product.objects.filter(recipe__ingredient=ingredient).order_by("name"))


def _rising(places: list[int]) -> list[int]:
    """Return the places, each beyond the one before: products made at the same place have an order too."""
    found: list[int] = []
    for place in places:
        found.append(max(place, found[-1] + 1) if found else place)
    return found


def _archived(product: Product, *, archived: bool) -> bool:
    with transaction.atomic():
        if not Product.objects.filter(pk=product.pk).exclude(archived=archived).update(archived=archived):
            return False
        actions.edited()
    return True


def _product(new: NewProduct) -> Product:
    is_pizza = new.category == Category.PIZZA
    last = Product.objects.filter(category=new.category).order_by("position").last()
    return Product.objects.create(
        slug=_free_slug(new.name),
        name=new.name,
        name_en=new.name_en,
        category=new.category,
        vat_class=new.vat_class,
        position=last.position + 1 if last else 0,
        family=new.family,
        daypart=new.daypart,
        halves=is_pizza,
        most_extras=MOST_EXTRAS if is_pizza else 0,
        archived=True,
    )


def _free_slug(name: str) -> str:
    stem = slugify(name)[: LONGEST_SLUG - 3].strip("-") or "produit"
    taken = set(Product.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    taken |= set(Ingredient.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(one for one in [stem, *(f"{stem}-{n}" for n in range(2, 99))] if one not in taken)


def _stock_of_its_own(product: Product) -> None:
    article = Ingredient.objects.create(
        slug=product.slug, name=product.name, name_en=product.name_en, unit=Unit.PIECE, sold_as_is=True, removable=False
    )
    Dose.objects.create(product=product, ingredient=article, quantity=1000)
