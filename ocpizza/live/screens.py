"""What can be watched: each room registers its screens, and a page and a socket paint them from the same regions."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.template.loader import get_template
from django.utils.translation import get_language

from ocpizza.live import codes
from ocpizza.live.streams import spell, versions

MOST_STREAMS = 32
_HELD = re.compile(r"([a-z]{1,20})\.([A-Za-z0-9_-]{1,80})=(\d{1,18})", re.ASCII)


@dataclass(frozen=True)
class Viewer:
    """Who looks: `session_key` is None for someone without a session."""

    user: AbstractBaseUser | AnonymousUser
    language: str
    session_key: str | None


class Refused(Exception):
    """The viewer may not see the screen; `code` closes the socket: 4401 log in, 4403 forbidden, 4404 gone."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Region:
    """A part of a page painted as one: the root element of `template` has the region's name as id and data-region."""

    name: str
    template: str
    context: dict[str, Any]


@dataclass(frozen=True)
class Screen:
    """A kind of screen: `kitchen` shows the streams `kitchen.<store slug>`.

    authorise: (viewer, key) -> role variant, "" when all see the same; raises Refused; in a database thread.
    regions: (keys, role) -> regions, in the active language; depends on nothing else; in a database thread.
    staff: authorise again at each repaint and every 15 s.
    refresh: seconds between repaints by the clock, for screens that show lateness.
    several: a page may show several keys at once, as the board does its stores.
    say: (keys, role) -> the sentence about the newest arrival, "" when there is none; spoken when it changes.
    """

    prefix: str
    authorise: Callable[[Viewer, str], str]
    regions: Callable[[tuple[str, ...], str], list[Region]]
    staff: bool = False
    refresh: int | None = None
    several: bool = False
    say: Callable[[tuple[str, ...], str], str] | None = None


class Wish(NamedTuple):
    """What a browser asks to watch under one prefix, and the versions it holds already."""

    prefix: str
    keys: tuple[str, ...]
    held: dict[str, int]


class FeedKey(NamedTuple):
    """What makes two sockets receive the same bytes."""

    prefix: str
    keys: tuple[str, ...]
    role: str
    language: str

    @property
    def streams(self) -> tuple[str, ...]:
        return tuple(f"{self.prefix}.{key}" for key in self.keys)


_screens: dict[str, Screen] = {}


def register(screen: Screen) -> None:
    """Make a screen watchable; called from the AppConfig.ready() of its room."""
    _screens[screen.prefix] = screen


def screen_of(prefix: str) -> Screen:
    """Return the registered screen; an unknown prefix is Refused as gone."""
    try:
        return _screens[prefix]
    except KeyError:
        raise Refused(codes.GONE) from None


def wishes(held: str) -> list[Wish]:
    """Read `v`: `kitchen.lille=12 menu.lille=3`; malformed, repeated, unknown or too many is Refused as gone."""
    items = held.split()
    matches = [_HELD.fullmatch(item) for item in items]
    if not items or len(items) > MOST_STREAMS or not all(matches):
        raise Refused(codes.GONE)
    grouped: dict[str, dict[str, int]] = {}
    for prefix, key, version in (match.groups() for match in matches if match):
        screen = screen_of(prefix)
        keys = grouped.setdefault(prefix, {})
        if key in keys or (keys and not screen.several):
            raise Refused(codes.GONE)
        keys[key] = int(version)
    return [
        Wish(prefix, tuple(sorted(keys)), {f"{prefix}.{key}": version for key, version in keys.items()})
        for prefix, keys in grouped.items()
    ]


def feed_of(viewer: Viewer, prefix: str, keys: Iterable[str]) -> FeedKey:
    """Authorise the viewer for every key and return the feed; raises Refused."""
    screen, ordered = screen_of(prefix), tuple(sorted(set(keys)))
    roles = {screen.authorise(viewer, key) for key in ordered}
    if len(roles) != 1:
        raise Refused(codes.FORBIDDEN)
    return FeedKey(prefix, ordered, roles.pop(), viewer.language)


def render(region: Region) -> str:
    """Paint one region in the active language, exactly as the page includes it."""
    return get_template(region.template).render(region.context).strip()


def paint(feed: FeedKey) -> dict[str, str]:
    """Paint all regions of a feed in the active language: name -> HTML."""
    regions = screen_of(feed.prefix).regions(feed.keys, feed.role)
    return {region.name: render(region) for region in regions}


@dataclass(frozen=True)
class Page:
    """What a view gives its template: `versions` was read before the data that `context` holds."""

    versions: str
    context: dict[str, Any]
    regions: list[Region]


def page(looker: HttpRequest | Viewer, feeds: Sequence[tuple[str, Sequence[str]]]) -> Page:
    """Read the screens of a page; `context` merges all regions' and holds the page itself as `feeds`.

    Raises Http404 for what is gone and PermissionDenied for what is forbidden.
    """
    viewer = looker if isinstance(looker, Viewer) else viewer_of(looker)
    try:
        allowed = [feed_of(viewer, prefix, keys) for prefix, keys in feeds]
    except Refused as refusal:
        raise (Http404() if refusal.code == codes.GONE else PermissionDenied()) from refusal
    read = versions(name for feed in allowed for name in feed.streams)
    regions = [r for feed in allowed for r in screen_of(feed.prefix).regions(feed.keys, feed.role)]
    context: dict[str, Any] = {}
    for region in regions:
        context |= region.context
    found = Page(spell(read), context, regions)
    context["feeds"] = found
    return found


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who makes this request."""
    session = getattr(request, "session", None)
    return Viewer(request.user, get_language() or "fr", session.session_key if session else None)
