"""The menu's office: prices, products and recipes by the direction, what a store sells by its manager."""
