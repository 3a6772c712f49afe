"""What the kitchen's screen shows live: the regions of one picture, as each cook or as the counter sees them."""

from django.utils.translation import gettext as _

from kitchen.picture import Look, Role, newest, picture
from ocpizza.accounts import gates
from ocpizza.live.screens import Region, Screen, Viewer
from ocpizza.look.formats import clock_long
from ocpizza.stores import watching

REGIONS = ("counts", "recall", "out", "tickets", "rail", "produce", "outages")
COOKS_OWN = frozenset({"recall", "out", "outages"})
"""What a cook alone has under the hands."""


def authorise(viewer: Viewer, store: str) -> str:
    """Return the role variant of who may see this store's kitchen; to a stranger the store is not there."""
    roles = watching.roles(viewer, store, gates.KITCHEN_SIDE)
    return str(Look.of(Role.COOK if roles & gates.COOKS else Role.COUNTER, watching.person(viewer)))


def regions(stores: tuple[str, ...], role: str) -> list[Region]:
    """Return the regions of one store's screen; a kitchen page shows one store."""
    (store,) = stores
    context = picture(store, role)
    names = [name for name in REGIONS if context["may_cook"] or name not in COOKS_OWN]
    return [Region(name, f"kitchen/_{name}.html", context) for name in names]


def say(stores: tuple[str, ...], _role: str) -> str:
    """Return what is said aloud when an order arrives: its number, how it leaves, and for when."""
    (store,) = stores
    order = newest(store)
    if order is None:
        return ""
    return _("Commande %(number)s, %(fulfilment)s, pour %(time)s") % {
        "number": order.number,
        "fulfilment": order.get_fulfilment_display().lower(),
        "time": clock_long(order.promised_at),
    }


SCREEN = Screen("kitchen", authorise, regions, staff=True, say=say)
