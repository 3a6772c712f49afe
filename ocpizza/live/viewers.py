"""Tells who opened a socket, from the same cookies and headers as Django's middleware would."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model, load_backend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, parse_cookie
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_from_request

from ocpizza.live.screens import Viewer


class Visit(NamedTuple):
    """What a socket remembers of who opened it."""

    session_key: str | None
    language: str


def visit(headers: Mapping[bytes, bytes]) -> Visit:
    """Read the session cookie and the language from the handshake's headers; no query."""
    request = HttpRequest()
    request.COOKIES = parse_cookie(headers.get(b"cookie", b"").decode("latin1"))
    request.META["HTTP_ACCEPT_LANGUAGE"] = headers.get(b"accept-language", b"").decode("latin1")
    return Visit(request.COOKIES.get(settings.SESSION_COOKIE_NAME) or None, get_language_from_request(request))


def viewer(who: Visit) -> Viewer:
    """Return the viewer; the user is looked up only if a screen asks, so public screens cost no query."""
    user: Any = SimpleLazyObject(lambda: _user(who.session_key))
    return Viewer(user, who.language, who.session_key)


def _user(session_key: str | None) -> AbstractBaseUser | AnonymousUser:
    """Return the session's user, whom a changed password or a closed account logs out, as on a page."""
    if not session_key:
        return AnonymousUser()
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    backend = session.get(BACKEND_SESSION_KEY)
    if backend not in settings.AUTHENTICATION_BACKENDS:
        return AnonymousUser()
    try:
        key = get_user_model()._meta.pk.to_python(session[SESSION_KEY])
    except (KeyError, ValidationError):
        return AnonymousUser()
    user = load_backend(backend).get_user(key)
    return user if user is not None and _hash_holds(user, session.get(HASH_SESSION_KEY)) else AnonymousUser()


def _hash_holds(user: AbstractBaseUser, held: str | None) -> bool:
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return held is not None and any(constant_time_compare(held, right) for right in hashes)
