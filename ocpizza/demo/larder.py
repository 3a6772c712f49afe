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
