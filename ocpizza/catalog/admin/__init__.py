"""The group's menu, for the rare edit by hand: families, hours, sizes, ingredients with cost and extras, products.

What changes often has screens of its own, under /menu/. Recipes are only looked at here: they have versions.
"""

from ocpizza.catalog.admin import chapters, ingredients, products

__all__ = ["chapters", "ingredients", "products"]
