"""A process with Django inside that writes menus of any length and counts what can be made; speaks lines of JSON."""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from ocpizza.catalog.models import (  # noqa: E402
    Category,
    Dose,
    Ingredient,
    Product,
    Size,
    Unit,
    Variant,
    VatClass,
)
from ocpizza.stock.feasible import shelf  # noqa: E402
from ocpizza.stock.models import Level  # noqa: E402
from ocpizza.stores.models import Store  # noqa: E402
from storefront.picture import menu_picture  # noqa: E402

STORE = "rouen-centre"
INGREDIENTS, DOSES = 60, 8  # of the store, and of each product
PRICE = 1200


class Kitchen:
    def __init__(self) -> None:
        self.store = Store.objects.get(slug=STORE)
        self.chance = random.Random(7)
        self.sizes = list(Size.objects.all())
        Ingredient.objects.bulk_create(
            Ingredient(slug=f"bench-{n}", name=f"ingrédient {n}", name_en=f"ingredient {n}", unit=Unit.GRAM)
            for n in range(INGREDIENTS)
        )
        self.ingredients = list(Ingredient.objects.filter(slug__startswith="bench-"))
        Level.objects.filter(store=self.store).delete()
        Level.objects.bulk_create(
            Level(store=self.store, ingredient=one, quantity=self.chance.randint(100_000, 9_000_000))
            for one in self.ingredients
        )

    def do_fill(self, products: int) -> dict[str, int]:
        """Have exactly so many products on the menu, each in three sizes."""
        Product.objects.update(archived=True)
        Product.objects.bulk_create(self._product(products, n) for n in range(products))
        made = list(Product.objects.filter(archived=False))
        Variant.objects.bulk_create(
            Variant(sku=f"{one.slug}-{size.code.lower()}", product=one, size=size, price_cents=PRICE)
            for one in made
            for size in self.sizes
        )
        Dose.objects.bulk_create(
            Dose(product=one, ingredient=found, quantity=self.chance.randint(3_000, 120_000), position=rank)
            for one in made
            for rank, found in enumerate(self.chance.sample(self.ingredients, DOSES))
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return {"products": len(made)}

    def _product(self, menu: int, number: int) -> Product:
        name, slug = f"Pizza {number}", f"bench-{menu}-{number}"
        return Product(slug=slug, name=name, name_en=name, category=Category.PIZZA, vat_class=VatClass.PREPARED)

    def do_count(self, rounds: int) -> dict[str, Any]:
        """Count the whole menu as a page does, and the same numbers by a bare loop; milliseconds of this process."""
        variants = self._variants()
        bare = [list(one.needs().items()) for one in variants]
        with CaptureQueriesContext(connection) as queries:
            left = shelf(self.store).left

        def ours() -> list[int]:
            can = shelf(self.store)
            return [can.pieces(one) for one in variants]

        def reference() -> list[int]:
            return [min(left.get(one, 0) // dose for one, dose in needs) for needs in bare]

        assert ours() == reference()
        return {
            "queries": len(queries),
            "read": _times(lambda: shelf(self.store), rounds),
            "ours": _times(ours, rounds),
            "bare": _times(reference, rounds),
        }

    def _variants(self) -> list[Variant]:
        found = []
        for product in Product.objects.for_menu():
            for one in product.variants.all():
                one.product = product
                found.append(one)
        return found

    def do_picture(self, rounds: int) -> dict[str, float]:
        """Read the picture of the whole menu with all its queries: the median of this process's milliseconds."""
        return {"menu": statistics.median(_times(lambda: menu_picture(STORE), rounds))}


def _times(work: Callable[[], Any], rounds: int) -> list[float]:
    work()
    found = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        found.append((time.process_time() - began) * 1000)
    return found


if __name__ == "__main__":
    kitchen = Kitchen()
    for said in sys.stdin:
        asked = json.loads(said)
        print(json.dumps(getattr(kitchen, f"do_{asked.pop('do')}")(**asked)), flush=True)
