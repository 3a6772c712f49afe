"""One screen with one region that one query fills; about as long as a ticket of the kitchen."""

from django.contrib.auth.models import Group

from ocpizza.live.screens import Region, Screen, Viewer, register

LINE = "line"
PADDING = "Margherita, Reine, Orientale, Quatre fromages. " * 16


def anyone(viewer: Viewer, key: str) -> str:
    return ""


def regions(keys: tuple[str, ...], role: str) -> list[Region]:
    said = Group.objects.order_by("pk").values_list("name", flat=True).get(name__startswith="bench:")
    return [Region(LINE, "bench_toy/line.html", {"said": said, "padding": PADDING})]


def register_all() -> None:
    register(Screen("toy", anyone, regions))
