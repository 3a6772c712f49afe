"""The menu of the demonstration: sizes, pizzas with their doses for a medium one, and articles with their prices."""

from dataclasses import dataclass
from datetime import time

from ocpizza.catalog.models import Category, VatClass


@dataclass(frozen=True)
class Pizza:
    """A pizza; `recipe` lists ingredient and dose in units on one ball of dough, `price_cents` is the medium one's."""

    slug: str
    name: str
    name_en: str
    price_cents: int
    oven_seconds: int
    recipe: str
    folded: bool = False

    def doses(self) -> list[tuple[str, int]]:
        """Return ingredient slug and thousandths of its unit, the dough first."""
        words = [entry.split() for entry in f"dough 1, {self.recipe}".split(",")]
        return [(ingredient, int(quantity) * 1000) for ingredient, quantity in words]


@dataclass(frozen=True)
class Article:
    """A drink, dessert or starter, sold as it is bought; the ingredient of the same slug is its stock."""

    slug: str
    category: Category
    vat_class: VatClass
    name: str
    name_en: str
    price_cents: int


@dataclass(frozen=True)
class Moment:
    """Hours of the day in which something is served."""

    name: str
    name_en: str
    opens: time
    closes: time


SIZES = [
    # code, name, English name, diameter in cm, coefficient in tenths, difference to the price of a medium one
    ("P", "petite", "small", 26, 7, -200),
    ("M", "moyenne", "medium", 31, 10, 0),
    ("G", "grande", "large", 36, 14, 300),
]

OVEN_CELSIUS = 320

PIZZAS = [
    Pizza("margherita", "Margherita", "Margherita", 990, 180, "tomato 90, mozzarella 100, basil 3, olive-oil 5"),
    Pizza("reine", "Reine", "Queen", 1190, 210, "tomato 90, mozzarella 120, ham 60, mushrooms 60, olives 20"),
    Pizza(
        "royale",
        "Royale",
        "Royal",
        1350,
        220,
        "tomato 90, mozzarella 120, ham 60, mushrooms 60, olives 20, merguez 60",
    ),
    Pizza(
        "napolitaine",
        "Napolitaine",
        "Neapolitan",
        1150,
        190,
        "tomato 100, mozzarella 80, anchovies 4, capers 15, olives 20",
    ),
    Pizza(
        "quatre-fromages",
        "Quatre fromages",
        "Four cheeses",
        1350,
        200,
        "cream 60, mozzarella 80, gorgonzola 30, goat-cheese 30, reblochon 40",
    ),
    Pizza(
        "chevre-miel",
        "Chèvre-miel",
        "Goat cheese and honey",
        1290,
        190,
        "cream 60, mozzarella 90, goat-cheese 70, honey 20, walnuts 15",
    ),
    Pizza(
        "orientale",
        "Orientale",
        "Orientale",
        1350,
        220,
        "tomato 90, mozzarella 110, merguez 90, peppers 50, red-onion 30, egg 1",
    ),
    Pizza(
        "vegetarienne",
        "Végétarienne",
        "Vegetarian",
        1250,
        210,
        "tomato 90, mozzarella 100, peppers 50, artichoke 50, mushrooms 50, red-onion 30",
    ),
    Pizza(
        "quatre-saisons",
        "Quatre saisons",
        "Four seasons",
        1390,
        210,
        "tomato 90, mozzarella 110, ham 50, artichoke 40, mushrooms 40, olives 20",
    ),
    Pizza(
        "calzone",
        "Calzone",
        "Calzone",
        1350,
        300,
        "tomato 80, mozzarella 120, ham 70, mushrooms 50, egg 1",
        folded=True,
    ),
    Pizza("chorizo", "Chorizo", "Chorizo", 1290, 200, "tomato 90, mozzarella 110, chorizo 60, peppers 40"),
    Pizza("saumon", "Saumon", "Salmon", 1490, 170, "cream 70, mozzarella 90, smoked-salmon 80, lemon 15, dill 2"),
    Pizza(
        "tartiflette",
        "Tartiflette",
        "Tartiflette",
        1450,
        230,
        "cream 60, reblochon 90, potatoes 90, bacon 60, onion 30",
    ),
    Pizza(
        "poulet-curry",
        "Poulet curry",
        "Chicken curry",
        1350,
        210,
        "cream 60, mozzarella 100, chicken 90, curry 4, peppers 40",
    ),
    Pizza(
        "paysanne",
        "Paysanne",
        "Farmhouse",
        1390,
        230,
        "cream 60, mozzarella 90, bacon 70, potatoes 60, mushrooms 40, egg 1",
    ),
]

STARTER, DESSERT, DRINK = Category.STARTER, Category.DESSERT, Category.DRINK
PREPARED, CLOSED, ALCOHOL = VatClass.PREPARED, VatClass.CLOSED, VatClass.ALCOHOL

ARTICLES = [
    Article("green-salad", STARTER, PREPARED, "Salade verte", "Green salad", 450),
    Article("caesar-salad", STARTER, PREPARED, "Salade César", "Caesar salad", 890),
    Article("lunch-salad", STARTER, PREPARED, "Salade du midi", "Lunch salad", 690),
    Article("garlic-bread", STARTER, PREPARED, "Pain à l’ail", "Garlic bread", 420),
    # Sweet pastry and lidded pots keep; a single ice cream is meant to be eaten at once.
    Article("tiramisu", DESSERT, CLOSED, "Tiramisu", "Tiramisu", 480),
    Article("chocolate-mousse", DESSERT, CLOSED, "Mousse au chocolat", "Chocolate mousse", 420),
    Article("apple-tart", DESSERT, CLOSED, "Tarte aux pommes", "Apple tart", 450),
    Article("ice-cream", DESSERT, PREPARED, "Pot de glace vanille", "Vanilla ice-cream pot", 390),
    Article("water", DRINK, CLOSED, "Eau 50 cl", "Water 50 cl", 200),
    Article("cola", DRINK, CLOSED, "Cola 33 cl", "Cola 33 cl", 250),
    Article("orange-juice", DRINK, CLOSED, "Jus d’orange 25 cl", "Orange juice 25 cl", 300),
    Article("lemonade", DRINK, CLOSED, "Limonade artisanale 33 cl", "Artisanal lemonade 33 cl", 320),
    Article("beer", DRINK, ALCOHOL, "Bière 33 cl", "Beer 33 cl", 400),
    Article("cider", DRINK, ALCOHOL, "Cidre normand 75 cl", "Normandy cider 75 cl", 850),
]

DAYPARTS = {"lunch-salad": Moment("Le midi", "At lunch", time(11, 30), time(14, 30))}
"""Product → when it is served; the others always are."""

REFUSED_EXTRAS = {
    "chevre-miel": ["anchovies", "capers", "smoked-salmon"],
    "calzone": ["cream", "honey", "smoked-salmon"],
    "saumon": ["honey", "merguez"],
}
"""Product → extras that nobody would thank us for."""
