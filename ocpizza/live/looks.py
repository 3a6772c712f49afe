"""What the hub asks of the database, one job at a time in a thread: who may look, and what there is to see."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import DatabaseError, close_old_connections
from django.utils import translation

from ocpizza.live import codes
from ocpizza.live.screens import FeedKey, Refused, Wish, feed_of, paint, screen_of, wishes
from ocpizza.live.streams import note_watched, versions
from ocpizza.live.viewers import Visit, viewer

logger = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Admission:
    """What a handshake is allowed: its feeds with the versions it holds; `staff` names the stream that revokes it."""

    feeds: tuple[tuple[FeedKey, dict[str, int]], ...]
    staff: str


@dataclass(frozen=True)
class Sight:
    """What a feed shows: versions read before the regions; `regions` is None when nothing needed painting.

    Not `exact`: a change was committed between the two, so the regions may show more than the versions say.
    """

    versions: dict[str, int]
    regions: dict[str, str] | None
    say: str = ""
    lost: Mapping[Visit, int] = field(default_factory=dict)
    exact: bool = True


def _in_thread(job: Callable[P, T]) -> Callable[P, T]:
    """Keep the thread's connection healthy, as requests do at their start and end."""

    @wraps(job)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        close_old_connections()
        try:
            return job(*args, **kwargs)
        finally:
            close_old_connections()

    return run


@_in_thread
def read(names: Iterable[str]) -> dict[str, int]:
    """Return the versions of these streams."""
    return versions(names)


@_in_thread
def admit(visits: list[tuple[Visit, str]]) -> list[Admission | int]:
    """Authorise each (visit, `v`), together: an admission, or the code that closes the socket."""
    return [_admit(who, held) for who, held in visits]


def _admit(who: Visit, held: str) -> Admission | int:
    try:
        asked: list[Wish] = wishes(held)
        looker = viewer(who)
        feeds = tuple((feed_of(looker, wish.prefix, wish.keys), wish.held) for wish in asked)
    except Refused as refusal:
        return refusal.code
    except Exception:
        logger.exception("screen_not_authorised")
        return codes.FAILED
    staff = any(screen_of(feed.prefix).staff for feed, _ in feeds)
    return Admission(feeds, f"staff.{looker.user.pk}" if staff else "")


@_in_thread
def check(claims: Iterable[tuple[Visit, FeedKey]]) -> dict[tuple[Visit, FeedKey], int]:
    """Authorise again: return the closing code of each claim that no longer holds; note the screens of the others."""
    codes_found = {(who, feed): _code(who, feed) for who, feed in set(claims)}
    _note({feed for (_, feed), code in codes_found.items() if not code})
    return {claim: code for claim, code in codes_found.items() if code}


def _note(feeds: Iterable[FeedKey]) -> None:
    """Note that these screens are open, so that a silent one can be missed; whoever lost a right is told regardless."""
    try:
        note_watched(name for feed in feeds if screen_of(feed.prefix).staff for name in feed.streams)
    except DatabaseError as error:
        logger.warning("screens_not_noted %s", type(error).__name__)


def _code(who: Visit, feed: FeedKey) -> int:
    try:
        return 0 if feed_of(viewer(who), feed.prefix, feed.keys) == feed else codes.AGAIN
    except Refused as refusal:
        return refusal.code


@_in_thread
def look(feed: FeedKey, shown: Mapping[str, int] | None, by_clock: bool, guests: frozenset[Visit]) -> Sight:
    """Read the versions, then paint what they announce; `shown` is what the feed shows already, None for nothing.

    The order is the point: data read after its version can only be newer than the frame says, never older.
    """
    screen = screen_of(feed.prefix)
    found = versions(feed.streams)
    lost = {who: code for who in guests if (code := _code(who, feed))}
    if found == shown and not by_clock:
        return Sight(found, None, lost=lost)
    with translation.override(feed.language):
        say = screen.say(feed.keys, feed.role) if screen.say else ""
        regions = paint(feed)
    return Sight(found, regions, say, lost, exact=versions(feed.streams) == found)
