"""The live screen of the board: one feed with all the stores that the viewer leads."""

from ocpizza.accounts import gates
from ocpizza.board import picture
from ocpizza.live.screens import Region, Screen, Viewer
from ocpizza.stores import watching

EVERY_SECONDS = 15
"""Lateness grows without any change being announced: the board looks again by the clock."""


def _may_lead(viewer: Viewer, store: str) -> str:
    watching.roles(viewer, store, gates.LEADERS)
    return ""


def _regions(keys: tuple[str, ...], _role: str) -> list[Region]:
    shown = picture.board(keys)
    return [Region(name, f"board/board.html#{name}", shown) for name in ("totals", "troubles", "stores")]


def _newest(keys: tuple[str, ...], _role: str) -> str:
    return picture.newest_failure(keys)


BOARD = Screen("board", _may_lead, _regions, staff=True, refresh=EVERY_SECONDS, several=True, say=_newest)
