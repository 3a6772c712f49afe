"""Who of the staff may watch a screen of a store: the sockets' side of the gates."""

from ocpizza.accounts import gates
from ocpizza.accounts.models import Role, User
from ocpizza.live import codes
from ocpizza.live.screens import Refused, Viewer
from ocpizza.stores.models import Store


def person(viewer: Viewer) -> User:
    """Return the logged-in person who watches. Raises Refused."""
    if not isinstance(viewer.user, User) or not viewer.user.is_active:
        raise Refused(codes.LOG_IN)
    return viewer.user


def roles(viewer: Viewer, store: str, allowed: frozenset[Role]) -> frozenset[str]:
    """Return the roles that the viewer holds in the store, one of `allowed` among them.

    Raises Refused: to a stranger the store is not there, to a colleague without the role it is forbidden.
    """
    held = gates.held(person(viewer), store)
    if not held or not Store.objects.filter(slug=store).exists():
        raise Refused(codes.GONE)
    if not held & allowed:
        raise Refused(codes.FORBIDDEN)
    return held
