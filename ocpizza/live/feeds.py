"""A feed: what all sockets with the same streams, role and language receive, painted once for all of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ocpizza.live import frames
from ocpizza.live.frames import Frame
from ocpizza.live.looks import Sight
from ocpizza.live.screens import FeedKey, Screen
from ocpizza.live.sockets import Socket
from ocpizza.live.viewers import Visit

SAY_EVERY = 5.0


@dataclass(eq=False)
class Feed:
    """The state of one feed; only the hub's single refresh task of the feed calls `take` and `show`."""

    key: FeedKey
    screen: Screen
    members: set[Socket] = field(default_factory=set)
    joiners: dict[Socket, Mapping[str, int]] = field(default_factory=dict)
    shown: dict[str, int] | None = None
    regions: dict[str, str] = field(default_factory=dict)
    dirty: bool = False
    by_clock: bool = False
    healing: bool = False
    failing: bool = False
    sent_at: float = 0.0
    painted_at: float = 0.0
    said: str | None = None
    said_at: float = -SAY_EVERY
    unsaid: str = ""

    @property
    def empty(self) -> bool:
        return not self.members and not self.joiners

    def visits(self) -> frozenset[Visit]:
        return frozenset(socket.visit for socket in (*self.members, *self.joiners))

    def behind(self, versions: Mapping[str, int]) -> bool:
        """True when one of our streams has another version than what the feed shows."""
        shown = self.shown or {}
        return any(versions.get(name, shown.get(name)) != shown.get(name) for name in self.key.streams)

    def news(self, sight: Sight, kind: str, now: float) -> Frame | None:
        """Take in what was seen; return the frame that brings the members up to date, None if they are."""
        before, self.shown = self.shown, sight.versions
        changed: dict[str, str] = {}
        if sight.regions is not None:
            changed = {name: html for name, html in sight.regions.items() if self.regions.get(name) != html}
            self.regions, self.painted_at = sight.regions, now
            self._hear_of(sight.say)
        if before == sight.versions and not changed:
            return None
        return frames.frame(kind, sight.versions, changed, self.speak(now), went_back(before or {}, sight.versions))

    def _hear_of(self, sentence: str) -> None:
        """Remember what to say; what was there when the first screen opened is no news."""
        if sentence and self.said is not None and sentence != self.said:
            self.unsaid = sentence
        self.said = sentence or self.said or ""

    def speak(self, now: float) -> str:
        """Return the sentence to say now: the newest, at most one every 5 s."""
        if not self.unsaid or now - self.said_at < SAY_EVERY:
            return ""
        sentence, self.unsaid, self.said_at = self.unsaid, "", now
        return sentence

    def welcomes(self, joiners: Mapping[Socket, Mapping[str, int]], exact: bool) -> Iterator[tuple[Socket, Frame]]:
        """Give each joiner its first frame, made once for all who hold the same.

        Who holds our versions holds our bytes, with two exceptions that get a snapshot: a screen repainted by the
        clock, and a picture that a commit overtook, which the next one may not repeat.
        """
        made: dict[tuple[str, bool], Frame] = {}
        shown = self.shown or {}
        for socket, held in joiners.items():
            current = exact and dict(held) == shown and self.screen.refresh is None
            manner = (frames.HELLO if current else frames.SNAPSHOT, went_back(held, shown))
            if manner not in made:
                regions = None if current else self.regions
                made[manner] = frames.frame(manner[0], shown, regions, reset=manner[1])
            yield socket, made[manner]


def went_back(held: Mapping[str, int], found: Mapping[str, int]) -> bool:
    """True when the database knows less than what was held: it was restored from a backup."""
    return any(found.get(name, 0) < version for name, version in held.items())
