"""Delivery rounds: one courier, several stops, from the store's door to the customers'."""
