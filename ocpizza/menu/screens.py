"""The live screen of a store's switches."""

from ocpizza.accounts import gates
from ocpizza.live.screens import Region, Screen, Viewer
from ocpizza.menu import pictures
from ocpizza.stores import watching


def _may_switch(viewer: Viewer, store: str) -> str:
    watching.roles(viewer, store, gates.LEADERS)
    return ""


def _regions(keys: tuple[str, ...], _role: str) -> list[Region]:
    return [Region("switches", "menu/switches.html#switches", pictures.switches(keys[0]))]


SALES = Screen("sales", _may_switch, _regions, staff=True)
