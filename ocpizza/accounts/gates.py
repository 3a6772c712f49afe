"""The gates of the staff's views: who may pass, checked on each request before the view sees it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from ocpizza.accounts.models import Role, User

View = Callable[..., HttpResponseBase]

COOKS = frozenset({Role.COOK, Role.MANAGER, Role.DIRECTION})
COUNTERS = frozenset({Role.COUNTER, Role.MANAGER, Role.DIRECTION})
KITCHEN_SIDE = COOKS | COUNTERS
COURIERS = frozenset({Role.COURIER, Role.MANAGER, Role.DIRECTION})
LEADERS = frozenset({Role.MANAGER, Role.DIRECTION})


def held(user: User | AnonymousUser, store: str) -> frozenset[str]:
    """Return the roles this visitor holds in the store of this slug: none for a visitor without a log-in."""
    return user.roles_in(store) if isinstance(user, User) else frozenset()


def person(request: HttpRequest) -> User:
    """Return the logged-in person; for views behind a gate, where there always is one."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def gate(allowed: frozenset[Role]) -> Callable[[View], View]:
    """Let pass who holds one of `allowed` in the store named by the URL.

    A stranger to the store gets a 404, as for a store that is not there; a colleague without the role a 403;
    a visitor without a log-in is led to it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, store: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _led_to_log_in(request)
            roles = held(request.user, store)
            if not roles:
                raise Http404
            if not roles & allowed:
                raise PermissionDenied
            return view(request, store, *args, **kwargs)

        return guarded

    return decorate


def direction(view: View) -> View:
    """Let pass who leads all stores, for pages of the whole group; a stranger gets a 404, a colleague a 403."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _led_to_log_in(request)
        someone = person(request)
        if not someone.leads_everywhere():
            if someone.assignments.exists():
                raise PermissionDenied
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _led_to_log_in(request: HttpRequest) -> HttpResponseBase:
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied


cook = gate(COOKS)
counter = gate(COUNTERS)
kitchen_side = gate(KITCHEN_SIDE)
courier = gate(COURIERS)
manager = gate(LEADERS)
