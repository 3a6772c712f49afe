"""The live screen of a store's switches."""

from ocpizza.accounts import gates
from ocpizza.accounts.models import User
from ocpizza.live import codes
from ocpizza.live.screens import Refused, Region, Screen, Viewer
from ocpizza.menu import pictures
from ocpizza.stores.models import Store


def _may_switch(viewer: Viewer, store: str) -> str:
    if not isinstance(viewer.user, User) or not viewer.user.is_active:
        raise Refused(codes.LOG_IN)
    roles = gates.held(viewer.user, store)
    if not roles or not Store.objects.filter(slug=store).exists():
        raise Refused(codes.GONE)
    if not roles & gates.LEADERS:
        raise Refused(codes.FORBIDDEN)
    return ""


def _regions(keys: tuple[str, ...], _role: str) -> list[Region]:
    return [Region("switches", "menu/switches.html#switches", pictures.switches(keys[0]))]


SALES = Screen("sales", _may_switch, _regions, staff=True)
