"""One screen with one region that one query fills; about as long as a ticket of the kitchen."""

from collections import Counter

from django.contrib.auth.models import Group

from ocpizza.live import looks
from ocpizza.live.screens import FeedKey, Region, Screen, Viewer, paint, register

LINE = "line"
PADDING = "Margherita, Reine, Orientale, Quatre fromages. " * 16


def anyone(viewer: Viewer, key: str) -> str:
    return ""


def regions(keys: tuple[str, ...], role: str) -> list[Region]:
    said = Group.objects.order_by("pk").values_list("name", flat=True).get(name__startswith="bench:")
    return [Region(LINE, "bench_toy/line.html", {"said": said, "padding": PADDING})]


painted: Counter[str] = Counter()
"""Stream and language → how often this process painted it for its sockets."""


def counting(feed: FeedKey) -> dict[str, str]:
    """Paint, and note that it was done."""
    painted[f"{' '.join(feed.streams)} {feed.language}"] += 1
    return paint(feed)


def register_all() -> None:
    register(Screen("toy", anyone, regions))
    looks.paint = counting
