"""The live screens of the delivery room: what is ready in a store, and a courier's own round."""

from delivery import picture
from ocpizza.accounts import gates
from ocpizza.live import codes
from ocpizza.live.screens import Refused, Region, Screen, Viewer
from ocpizza.stores import watching


def _of_the_store(viewer: Viewer, store: str) -> str:
    watching.roles(viewer, store, gates.COURIERS)
    return ""


def _oneself(viewer: Viewer, key: str) -> str:
    """A round is its courier's alone: for anyone else it does not exist."""
    user = watching.person(viewer)
    if key != str(user.pk):
        raise Refused(codes.GONE)
    if not user.leads_everywhere() and not user.store_slugs(gates.COURIERS):
        raise Refused(codes.FORBIDDEN)
    return ""


def _ready(keys: tuple[str, ...], _role: str) -> list[Region]:
    return [Region("ready", "delivery/screen.html#ready", picture.ready(keys[0]))]


def _round(keys: tuple[str, ...], _role: str) -> list[Region]:
    return [Region("round", "delivery/screen.html#round", picture.own_round(int(keys[0])))]


def _newest(keys: tuple[str, ...], _role: str) -> str:
    return picture.newest(keys[0])


READY = Screen("delivery", _of_the_store, _ready, staff=True, say=_newest)
ROUND = Screen("courier", _oneself, _round, staff=True)
