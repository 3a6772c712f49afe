"""Products, their sizes and prices, and the recipes that say what each one takes from the stock.

A quantity is an integer in thousandths of the ingredient's unit (mg, microlitre, thousandth of a piece), so that a
coefficient of 0.7 or half a pizza stays exact. An article that is bought and sold as it is (a drink, a dessert) has a
stock row of its own, reached by a recipe of one piece: feasibility, stock and allergens then have one mechanism.
"""

from ocpizza.catalog.models.ingredients import Allergen, Ingredient, Named, Unit, allergens_of, scaled
from ocpizza.catalog.models.menu import (
    Category,
    Daypart,
    Dose,
    Family,
    Heading,
    PlannedPrice,
    Product,
    ProductQuerySet,
    Size,
    Variant,
    VariantQuerySet,
    VatClass,
)
from ocpizza.catalog.models.recipes import RecipeRead, RecipeStep, RecipeVersion

__all__ = [
    "Allergen",
    "Category",
    "Daypart",
    "Dose",
    "Family",
    "Heading",
    "Ingredient",
    "Named",
    "PlannedPrice",
    "Product",
    "ProductQuerySet",
    "RecipeRead",
    "RecipeStep",
    "RecipeVersion",
    "Size",
    "Unit",
    "Variant",
    "VariantQuerySet",
    "VatClass",
    "allergens_of",
    "scaled",
]
