"""Delivery: what the couriers see."""
