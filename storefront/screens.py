"""What customers watch live: a store's menu and an order's tracking page, both open to whoever has the address."""

from django.utils.translation import gettext as _

from ocpizza.live import codes
from ocpizza.live.screens import Refused, Region, Screen, Viewer, register
from ocpizza.look.formats import clock_long
from ocpizza.orders.models import Order
from ocpizza.stores.models import Store
from storefront.picture import menu_picture, order_picture

BY_THE_CLOCK = 30
"""Seconds: openings, closings and late promises show without anyone changing anything."""


def register_all() -> None:
    """Register both screens."""
    register(Screen("menu", _menu_exists, _menu_regions, refresh=BY_THE_CLOCK))
    register(Screen("order", _order_exists, _order_regions, refresh=BY_THE_CLOCK, say=_order_news))


def _menu_exists(viewer: Viewer, key: str) -> str:
    if not Store.objects.filter(slug=key).exists():
        raise Refused(codes.GONE)
    return ""


def _menu_regions(keys: tuple[str, ...], role: str) -> list[Region]:
    picture = menu_picture(keys[0])
    return [
        Region("tonight", "storefront/menu.html#tonight", picture),
        Region("menu", "storefront/menu.html#menu", picture),
    ]


def _order_exists(viewer: Viewer, key: str) -> str:
    if not Order.objects.filter(reference=key).exists():
        raise Refused(codes.GONE)
    return ""


def _order_regions(keys: tuple[str, ...], role: str) -> list[Region]:
    return [Region("order", "storefront/tracking.html#order", order_picture(keys[0]))]


def _order_news(keys: tuple[str, ...], role: str) -> str:
    order = Order.objects.only("status", "status_at", "changed_at").get(reference=keys[0])
    if order.changed_at and order.changed_at > order.status_at:
        last = order.amendments.latest("pk")
        words = {"at": clock_long(last.at), "before": last.was, "after": last.becomes}
        if last.becomes:
            return _("Votre commande a changé avec vous à %(at)s : %(before)s remplacé par %(after)s.") % words
        return _("Votre commande a changé avec vous à %(at)s : %(before)s retiré.") % words
    return _("Votre commande : %(status)s.") % {"status": order.get_status_display()}
