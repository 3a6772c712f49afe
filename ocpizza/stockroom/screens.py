"""What the stock's pages show live: the troubles, the levels, and what is on its way."""

from ocpizza.accounts import gates
from ocpizza.live.screens import Region, Screen, Viewer
from ocpizza.stockroom.picture import Role, picture
from ocpizza.stores import watching

REGIONS = ("troubles", "levels", "transit")


def authorise(viewer: Viewer, store: str) -> str:
    """Return the role variant of who may see this store's stock; to a stranger the store is not there."""
    roles = watching.roles(viewer, store, gates.COOKS)
    return Role.LEADER if roles & gates.LEADERS else Role.COOK


def regions(stores: tuple[str, ...], role: str) -> list[Region]:
    """Return the regions of one store's stock; a page shows those that it has a place for."""
    (store,) = stores
    context = picture(store, Role(role))
    return [Region(name, f"stockroom/_{name}.html", context) for name in REGIONS]


SCREEN = Screen("stock", authorise, regions, staff=True)
