"""Who comes this evening, when, and for what: all of it follows from the seed."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ocpizza.demo import menu
from ocpizza.demo.places import PLACES

STREETS = ["rue des Lanternes", "rue du Puits-Vert", "allée des Tisserands", "quai du Vieux-Bac", "place du Pommier"]
FIRST_NAMES = ["Agathe", "Basile", "Camille", "Driss", "Élise", "Firmin", "Ghislaine", "Habib", "Irène", "Joris"]
LAST_NAMES = ["Tournebride", "Malécot", "Vaudricourt", "Sennequier", "Brindonneau", "Cassarel", "Ouardini", "Lespiaud"]
NOTES = ["", "", "", "Bien cuite, merci", "Couper en huit"]
ALLERGIES = ["", "", "", "", "", "", "", "arachide"]
FAVOURITES = {"margherita": 5, "reine": 6, "royale": 3, "quatre-fromages": 3, "chevre-miel": 3}
PIZZAS = {pizza.slug: pizza for pizza in menu.PIZZAS}
DELIVERED, CANCELLING, ABSENT, CURIOUS = 0.65, 0.05, 0.06, 0.4  # shares of the guests
CHANGES = ("", "", "", "", "without", "extra", "half")
"""How a pizza is wanted: mostly as on the menu, else without its last ingredient, with an egg, or half another one."""
EXTRA = "egg"


@dataclass(frozen=True)
class Wish:
    """One piece: products in the order of preference, as the first may be gone; a pizza has a size and a change."""

    products: tuple[str, ...]
    size: str = ""
    change: str = ""

    def skus(self) -> list[str]:
        """Return what would do, best first."""
        return [self._sku(product) for product in self.products]

    def specs(self, on_sale: Collection[str]) -> list[str]:
        """Return how it is ordered, best first, as far as these references are on sale."""
        products = [product for product in self.products if self._sku(product) in on_sale]
        return [self._spec(product, products) for product in products]

    def _sku(self, product: str) -> str:
        return f"{product}-{self.size}" if self.size else product

    def _spec(self, product: str, products: Sequence[str]) -> str:
        sku, pizza = self._sku(product), PIZZAS.get(product)
        if pizza is None:
            return sku
        if self.change == "without":
            return f"{sku}!{pizza.doses()[-1][0]}"
        if self.change == "extra":
            return f"{sku}+{EXTRA}"
        others = [one for one in products if one != product and not PIZZAS[one].folded]
        return f"{sku}/{self._sku(others[0])}" if self.change == "half" and others and not pizza.folded else sku


@dataclass(frozen=True, kw_only=True)
class Guest:
    """A guest: arrives `share` of the way into the evening; may cancel, may not be home when the courier comes."""

    store: str
    share: float
    wishes: tuple[Wish, ...]
    name: str
    phone: str
    delivered: bool
    street: str
    postcode: str
    city: str
    kitchen_note: str
    allergy: str
    cancels: bool
    absent: bool
    curious: bool


def guests(orders: int, stores: Sequence[str], seed: int) -> list[Guest]:
    """Return the guests of an evening, in order of arrival; the same seed brings the same guests."""
    chance = random.Random(seed)
    # The hour of the crowd is in the middle of the evening, as on any Friday.
    shares = sorted(chance.triangular(0, 1, 0.45) for _ in range(orders))
    return [_guest(chance, share, stores[rank % len(stores)], rank) for rank, share in enumerate(shares)]


def _guest(chance: random.Random, share: float, store: str, rank: int) -> Guest:
    place = next(place for place in PLACES if place.slug == store)
    delivered = chance.random() < DELIVERED
    cancels = chance.random() < CANCELLING
    return Guest(
        store=store,
        share=share,
        wishes=tuple(_wishes(chance, pizzas=chance.choice([2, 2, 3, 4]) if delivered else chance.choice([1, 1, 2, 3]))),
        name=f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}",
        phone=f"06 39 98 {rank // 100 % 100:02} {rank % 100:02}",
        delivered=delivered,
        street=f"{chance.randint(1, 120)} {chance.choice(STREETS)}",
        postcode=chance.choice(list(place.fees)),
        city=place.city,
        kitchen_note=chance.choice(NOTES),
        allergy=chance.choice(ALLERGIES),
        cancels=cancels,
        absent=delivered and not cancels and chance.random() < ABSENT,
        curious=chance.random() < CURIOUS,
    )


def _wishes(chance: random.Random, pizzas: int) -> list[Wish]:
    wishes = [Wish(_preference(chance), chance.choice("pmmmgg"), chance.choice(CHANGES)) for _ in range(pizzas)]
    articles = [article.slug for article in menu.ARTICLES]
    wishes += [Wish(tuple(chance.sample(articles, 4))) for _ in range(chance.choice([0, 0, 1, 2]))]
    return wishes


def _preference(chance: random.Random) -> tuple[str, ...]:
    """Return all pizzas in one guest's order of preference; the classics come first more often."""
    liking = {one.slug: chance.random() ** (1 / FAVOURITES.get(one.slug, 1)) for one in menu.PIZZAS}
    return tuple(sorted(liking, key=lambda slug: (-liking[slug], slug)))
