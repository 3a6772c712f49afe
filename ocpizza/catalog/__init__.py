"""The group's menu: products, sizes, prices, ingredients, recipes, allergens and how a pizza looks."""
