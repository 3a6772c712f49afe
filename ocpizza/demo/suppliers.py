"""Who sells to the stores of the demonstration: invented firms, telephone numbers of fiction."""

from dataclasses import dataclass

from ocpizza.catalog.models import Unit
from ocpizza.demo import larder
from ocpizza.demo.larder import Foodstuff


@dataclass(frozen=True)
class Firm:
    """A supplier; `sells` lists ingredient slugs, `keeps` is how many days its goods keep."""

    name: str
    phone: str
    email: str
    keeps: int
    sells: str

    @property
    def slugs(self) -> list[str]:
        return self.sells.split()


FIRMS = [
    Firm(
        "Minoterie Aubrecourt",
        "02 61 91 01 10",
        "commandes.aubrecourt@example.com",
        12,
        "dough garlic-bread egg",
    ),
    Firm(
        "Fromagerie du Val-Perdu",
        "02 61 91 01 20",
        "val-perdu@example.com",
        21,
        "mozzarella cream gorgonzola goat-cheese reblochon tiramisu chocolate-mousse apple-tart ice-cream",
    ),
    Firm(
        "Maraîchers de la Boucle",
        "02 61 91 01 30",
        "la-boucle@example.com",
        9,
        "basil mushrooms peppers red-onion onion lemon dill potatoes green-salad caesar-salad lunch-salad",
    ),
    Firm(
        "Salaisons Morel-Quentin",
        "02 61 91 01 40",
        "morel-quentin@example.com",
        16,
        "ham merguez chorizo bacon chicken smoked-salmon anchovies",
    ),
    Firm(
        "Épicerie Larivaux",
        "02 61 91 01 50",
        "larivaux@example.com",
        240,
        "tomato olive-oil olives capers honey walnuts artichoke curry water cola orange-juice lemonade beer cider",
    ),
]
SOURCES = {slug: firm for firm in FIRMS for slug in firm.slugs}
"""Ingredient → the firm that sells it."""

PIECES = {"dough": 40, "egg": 30, "anchovies": 50}
"""How many come in a pack, of what is counted in pieces; a dozen of anything else."""


def pack_of(food: Foodstuff) -> int:
    """Return the units in a pack: five kilograms of what goes fast, less of what does not."""
    if food.unit == Unit.PIECE:
        return PIECES.get(food.slug, 12)
    return 5_000 if food.stock >= 20_000 else 1_000 if food.stock >= 4_000 else 250


def threshold_of(food: Foodstuff) -> int:
    """Return the level, in units, under which the store wants to be told: a fifth of an evening's stock."""
    return food.stock // 5


FOODS = {one.slug: one for one in [*larder.INGREDIENTS, *larder.ARTICLES]}
