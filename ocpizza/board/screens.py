"""The live screen of the board: one feed with all the stores that the viewer leads."""

from ocpizza.accounts import gates
from ocpizza.accounts.models import User
from ocpizza.board import picture
from ocpizza.live import codes
from ocpizza.live.screens import Refused, Region, Screen, Viewer
from ocpizza.stores.models import Store

EVERY_SECONDS = 15
"""Lateness grows without any change being announced: the board looks again by the clock."""


def _may_lead(viewer: Viewer, store: str) -> str:
    if not isinstance(viewer.user, User) or not viewer.user.is_active:
        raise Refused(codes.LOG_IN)
    roles = gates.held(viewer.user, store)
    if not roles or not Store.objects.filter(slug=store).exists():
        raise Refused(codes.GONE)
    if not roles & gates.LEADERS:
        raise Refused(codes.FORBIDDEN)
    return ""


def _regions(keys: tuple[str, ...], _role: str) -> list[Region]:
    shown = picture.board(keys)
    return [Region(name, f"board/board.html#{name}", shown) for name in ("totals", "troubles", "stores")]


def _newest(keys: tuple[str, ...], _role: str) -> str:
    return picture.newest_failure(keys)


BOARD = Screen("board", _may_lead, _regions, staff=True, refresh=EVERY_SECONDS, several=True, say=_newest)
