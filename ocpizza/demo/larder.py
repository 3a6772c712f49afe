"""What the stores keep: ingredients of the recipes, articles sold as they are bought, and how much of each."""

from dataclasses import dataclass

from ocpizza.catalog.models import Allergen, Unit


@dataclass(frozen=True)
class Foodstuff:
    """An ingredient; `stock` is what a store has for an evening, in units."""

    slug: str
    name: str
    name_en: str
    unit: Unit
    stock: int
    allergens: tuple[Allergen, ...] = ()

    @property
    def cost_millicents(self) -> int:
        """What one unit costs, in thousandths of a cent."""
        return COSTS[self.slug]

    @property
    def extra_cents(self) -> int | None:
        """What it costs as an extra on a medium pizza; None when it is not offered."""
        return EXTRAS[self.slug][0] if self.slug in EXTRAS else None

    @property
    def extra_dose(self) -> int | None:
        """Its dose as an extra on a medium pizza, in thousandths of its unit."""
        return EXTRAS[self.slug][1] * 1000 if self.slug in EXTRAS else None


G, ML, PIECE = Unit.GRAM, Unit.MILLILITRE, Unit.PIECE

INGREDIENTS = [
    Foodstuff("dough", "pâton", "dough ball", PIECE, 900, (Allergen.GLUTEN,)),
    Foodstuff("tomato", "sauce tomate", "tomato sauce", G, 80_000),
    Foodstuff("cream", "crème fraîche", "crème fraîche", ML, 40_000, (Allergen.MILK,)),
    Foodstuff("mozzarella", "mozzarella", "mozzarella", G, 110_000, (Allergen.MILK,)),
    Foodstuff("basil", "basilic", "basil", G, 2_500),
    Foodstuff("olive-oil", "huile d’olive", "olive oil", ML, 5_000),
    Foodstuff("ham", "jambon", "ham", G, 50_000),
    Foodstuff("mushrooms", "champignons", "mushrooms", G, 50_000),
    Foodstuff("olives", "olives noires", "black olives", G, 15_000),
    Foodstuff("merguez", "merguez", "merguez", G, 20_000),
    Foodstuff("anchovies", "anchois", "anchovies", PIECE, 600, (Allergen.FISH,)),
    Foodstuff("capers", "câpres", "capers", G, 3_000, (Allergen.SULPHITES,)),
    Foodstuff("gorgonzola", "gorgonzola", "gorgonzola", G, 6_000, (Allergen.MILK,)),
    Foodstuff("goat-cheese", "fromage de chèvre", "goat cheese", G, 15_000, (Allergen.MILK,)),
    Foodstuff("reblochon", "reblochon", "reblochon", G, 20_000, (Allergen.MILK,)),
    Foodstuff("honey", "miel", "honey", G, 4_000),
    Foodstuff("walnuts", "noix", "walnuts", G, 3_000, (Allergen.NUTS,)),
    Foodstuff("peppers", "poivrons", "peppers", G, 30_000),
    Foodstuff("red-onion", "oignon rouge", "red onion", G, 12_000),
    Foodstuff("egg", "œuf", "egg", PIECE, 500, (Allergen.EGGS,)),
    Foodstuff("artichoke", "artichaut", "artichoke", G, 15_000, (Allergen.SULPHITES,)),
    Foodstuff("chorizo", "chorizo", "chorizo", G, 15_000, (Allergen.MILK,)),
    Foodstuff("smoked-salmon", "saumon fumé", "smoked salmon", G, 15_000, (Allergen.FISH,)),
    Foodstuff("lemon", "citron", "lemon", G, 4_000),
    Foodstuff("dill", "aneth", "dill", G, 500),
    Foodstuff("potatoes", "pommes de terre", "potatoes", G, 25_000),
    Foodstuff("bacon", "lardons", "bacon", G, 20_000),
    Foodstuff("onion", "oignon", "onion", G, 8_000),
    Foodstuff("chicken", "poulet", "chicken", G, 20_000),
    Foodstuff("curry", "curry", "curry", G, 1_000, (Allergen.CELERY, Allergen.MUSTARD)),
]

ARTICLES = [
    Foodstuff("green-salad", "salade verte", "green salad", PIECE, 80, (Allergen.MUSTARD, Allergen.SULPHITES)),
    Foodstuff(
        "caesar-salad",
        "salade César",
        "Caesar salad",
        PIECE,
        60,
        (Allergen.GLUTEN, Allergen.EGGS, Allergen.FISH, Allergen.MILK, Allergen.MUSTARD),
    ),
    Foodstuff("lunch-salad", "salade du midi", "lunch salad", PIECE, 40, (Allergen.MUSTARD, Allergen.NUTS)),
    Foodstuff("garlic-bread", "pain à l’ail", "garlic bread", PIECE, 90, (Allergen.GLUTEN, Allergen.MILK)),
    Foodstuff("tiramisu", "tiramisu", "tiramisu", PIECE, 90, (Allergen.GLUTEN, Allergen.EGGS, Allergen.MILK)),
    Foodstuff(
        "chocolate-mousse",
        "mousse au chocolat",
        "chocolate mousse",
        PIECE,
        90,
        (Allergen.EGGS, Allergen.SOYBEANS, Allergen.MILK),
    ),
    Foodstuff(
        "apple-tart", "tarte aux pommes", "apple tart", PIECE, 60, (Allergen.GLUTEN, Allergen.EGGS, Allergen.MILK)
    ),
    Foodstuff("ice-cream", "pot de glace vanille", "vanilla ice cream", PIECE, 90, (Allergen.EGGS, Allergen.MILK)),
    Foodstuff("water", "eau 50 cl", "water 50 cl", PIECE, 300),
    Foodstuff("cola", "cola 33 cl", "cola 33 cl", PIECE, 400),
    Foodstuff("orange-juice", "jus d’orange 25 cl", "orange juice 25 cl", PIECE, 200),
    Foodstuff("lemonade", "limonade artisanale 33 cl", "artisanal lemonade 33 cl", PIECE, 200),
    Foodstuff("beer", "bière 33 cl", "beer 33 cl", PIECE, 250, (Allergen.GLUTEN,)),
    Foodstuff("cider", "cidre normand 75 cl", "Normandy cider 75 cl", PIECE, 80, (Allergen.SULPHITES,)),
]

SCARCE = {
    "rouen-centre": {"smoked-salmon": 200, "anchovies": 2},
    "rouen-rive-gauche": {"merguez": 140, "cider": 3},
    "mont-saint-aignan": {"reblochon": 20, "egg": 3},
    "sotteville": {"chorizo": 30, "goat-cheese": 150},
    "petit-quevilly": {"chicken": 190, "tiramisu": 2, "dill": 1},
}
"""Store → what nearly ran out there, in units: pizzas with "only 3 left", and some that cannot be made."""

COSTS = {
    "dough": 35000,
    "tomato": 220,
    "cream": 480,
    "mozzarella": 720,
    "basil": 2600,
    "olive-oil": 900,
    "ham": 950,
    "mushrooms": 420,
    "olives": 650,
    "merguez": 1050,
    "anchovies": 9000,
    "capers": 1200,
    "gorgonzola": 1150,
    "goat-cheese": 1300,
    "reblochon": 1550,
    "honey": 1100,
    "walnuts": 1400,
    "peppers": 390,
    "red-onion": 180,
    "egg": 22000,
    "artichoke": 880,
    "chorizo": 1250,
    "smoked-salmon": 2600,
    "lemon": 260,
    "dill": 3000,
    "potatoes": 140,
    "bacon": 980,
    "onion": 150,
    "chicken": 920,
    "curry": 1900,
    "green-salad": 120000,
    "caesar-salad": 290000,
    "lunch-salad": 210000,
    "garlic-bread": 95000,
    "tiramisu": 150000,
    "chocolate-mousse": 120000,
    "apple-tart": 140000,
    "ice-cream": 110000,
    "water": 35000,
    "cola": 62000,
    "orange-juice": 80000,
    "lemonade": 105000,
    "beer": 110000,
    "cider": 290000,
}
"""What one gram, millilitre or piece costs, in thousandths of a cent: 720 for a gram is 7.20 € a kilogram."""

EXTRAS = {
    "tomato": (50, 60),
    "cream": (100, 60),
    "mozzarella": (150, 80),
    "basil": (50, 3),
    "ham": (150, 50),
    "mushrooms": (120, 50),
    "olives": (100, 20),
    "merguez": (200, 60),
    "anchovies": (200, 4),
    "capers": (80, 10),
    "gorgonzola": (180, 40),
    "goat-cheese": (200, 50),
    "reblochon": (200, 50),
    "honey": (100, 20),
    "walnuts": (120, 15),
    "peppers": (120, 40),
    "red-onion": (80, 30),
    "egg": (120, 1),
    "artichoke": (150, 40),
    "chorizo": (180, 50),
    "smoked-salmon": (350, 60),
    "potatoes": (100, 60),
    "bacon": (150, 50),
    "onion": (80, 30),
    "chicken": (200, 60),
}
"""Ingredient → price in cents and dose in units, as an extra on a medium pizza."""

NEVER_REMOVED = {"dough"}
