"""What changes the group's menu, and tells the menus of every store."""

from django.db import transaction

from ocpizza.live import streams
from ocpizza.stores.models import Store

ROOMS = ("menu", "shelf", "kitchen", "counter", "stock", "sales")
"""The streams of a store that show the group's menu, its prices or its recipes."""


def edited() -> dict[str, int]:
    """Have every store's menu repaint, after a product, a price or a recipe was changed. Returns the new versions."""
    with transaction.atomic():
        slugs = Store.objects.values_list("slug", flat=True)
        return streams.announce([f"{room}.{slug}" for slug in slugs for room in ROOMS])
