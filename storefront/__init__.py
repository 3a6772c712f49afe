"""The storefront: what customers and the counter see."""
