"""What changes a store while it works, and tells the screens that show it."""

from django.db import transaction

from ocpizza.live import streams
from ocpizza.stores.models import Store


def take_orders(store: Store, taking: bool) -> dict[str, int]:
    """Have the store take orders, or suspend them; what it is already changes nothing. Returns the new versions."""
    with transaction.atomic():
        other = Store.objects.filter(pk=store.pk).exclude(taking_orders=taking)
        if not other.update(taking_orders=taking):
            return {}
        return streams.announce([f"menu.{store.slug}", f"board.{store.slug}"])


def edited(store: Store) -> dict[str, int]:
    """Have every screen of the store repaint, after its row, hours or areas were changed. Returns the new versions."""
    with transaction.atomic():
        return streams.announce(f"{room}.{store.slug}" for room in ("menu", "board", "kitchen", "delivery"))
