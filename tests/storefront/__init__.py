"""The storefront as customers and the counter meet it."""
