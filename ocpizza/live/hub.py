"""The hub of a server process: hears that streams changed, looks once per feed, and sends everyone the same bytes."""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from ocpizza.live import codes, frames, looks, notices
from ocpizza.live.feeds import Feed
from ocpizza.live.frames import Frame
from ocpizza.live.radio import Radio
from ocpizza.live.screens import FeedKey, screen_of
from ocpizza.live.sockets import Socket
from ocpizza.live.viewers import Visit

logger = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 2  # each holds a database connection: part of the process's budget
SWEEP_EVERY = 5.0
BEAT_EVERY = 15.0
CHECK_EVERY = 15.0
LONGEST_PAUSE = 5.0
AT_ONCE = 200  # sockets served before the loop may do something else
TOGETHER = 64  # handshakes authorised in one job


class Hub:
    """All state lives on one event loop; only `looks` runs in threads."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.feeds: dict[FeedKey, Feed] = {}
        self.watchers: dict[str, set[Feed]] = defaultdict(set)
        self.sockets: set[Socket] = set()
        self.radio = Radio(self.heard)
        self.swept_at = self.checked_at = self.swept_well_at = time.monotonic()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="live")
        self._tasks: set[asyncio.Task[None]] = set()
        self._refreshing: dict[Feed, asyncio.Task[None]] = {}
        self._waiting: list[tuple[Visit, str, asyncio.Future[looks.Admission | int]]] = []
        self._admitting = self._sweeping = self._checking = self._awake = False

    # -- from the outside

    def tell(self, versions: dict[str, int]) -> None:
        """Announce a change committed by this process."""
        self.heard(versions)
        self.radio.say(versions)

    def heard(self, versions: Mapping[str, int]) -> None:
        """A notice: repaint the feeds it concerns, once however often it comes."""
        for name in versions:
            for feed in tuple(self.watchers.get(name, ())):
                if feed.behind(versions):
                    self.stir(feed)
            if name.startswith("staff."):
                self._spawn(self._check([s for s in self.sockets if s.staff == name]))

    async def admit(self, who: Visit, held: str) -> looks.Admission | int:
        """Authorise a handshake; many at once share a job, and leave the other thread to the repaints."""
        answer: asyncio.Future[looks.Admission | int] = self.loop.create_future()
        self._waiting.append((who, held, answer))
        if not self._admitting:
            self._admitting = True
            self._spawn(self._admit())
        return await answer

    def join(self, socket: Socket, admission: looks.Admission) -> None:
        """Register the socket first; the versions and the data are read after."""
        self._wake()
        self.sockets.add(socket)
        socket.feeds = tuple(key for key, _ in admission.feeds)
        for key, held in admission.feeds:
            feed = self.feeds.get(key) or self._open(key)
            feed.joiners[socket] = held
            self.stir(feed)

    def leave(self, socket: Socket) -> None:
        """Forget the socket, and the feeds that nobody watches any more."""
        self.sockets.discard(socket)
        for key in socket.feeds:
            feed = self.feeds.get(key)
            if feed is not None:
                feed.members.discard(socket)
                feed.joiners.pop(socket, None)
                if feed.empty:
                    self._drop(feed)

    def dismiss(self, socket: Socket, code: int) -> None:
        """Close the socket; it receives nothing more."""
        socket.close(code)
        self.leave(socket)

    def dismiss_all(self, code: int) -> None:
        for socket in tuple(self.sockets):
            self.dismiss(socket, code)

    # -- feeds

    def _open(self, key: FeedKey) -> Feed:
        now = time.monotonic()
        feed = self.feeds[key] = Feed(key, screen_of(key.prefix), sent_at=now, painted_at=now)
        for name in key.streams:
            self.watchers[name].add(feed)
        return feed

    def _drop(self, feed: Feed) -> None:
        self.feeds.pop(feed.key, None)
        for name in feed.key.streams:
            self.watchers[name].discard(feed)
            if not self.watchers[name]:
                del self.watchers[name]

    def stir(self, feed: Feed, healing: bool = False, by_clock: bool = False) -> None:
        """Have the feed look again; while it looks, that only marks it."""
        feed.dirty = True
        feed.healing, feed.by_clock = feed.healing or healing, feed.by_clock or by_clock
        if feed not in self._refreshing:
            self._refreshing[feed] = self._spawn(self._refresh(feed))

    async def _refresh(self, feed: Feed) -> None:
        pause = 1.0
        try:
            while feed.dirty and not feed.empty:
                kind, by_clock = frames.HEAL if feed.healing else frames.PATCH, feed.by_clock
                feed.dirty = feed.healing = feed.by_clock = False
                joiners = dict(feed.joiners)
                guests = feed.visits() if feed.screen.staff else frozenset()
                try:
                    sight = await self._in_thread(looks.look, feed.key, feed.shown, by_clock, guests)
                except Exception:
                    logger.exception("screen_failed %s", " ".join(feed.key.streams))
                    feed.dirty = feed.failing = True
                    feed.healing, feed.by_clock = feed.healing or kind == frames.HEAL, feed.by_clock or by_clock
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, LONGEST_PAUSE)
                else:
                    pause, feed.failing = 1.0, False
                    await self._show(feed, sight, kind, joiners)
        finally:
            del self._refreshing[feed]

    async def _show(
        self, feed: Feed, sight: looks.Sight, kind: str, joiners: Mapping[Socket, Mapping[str, int]]
    ) -> None:
        """Send the news to the members and a first frame to the joiners the look was made for."""
        for socket in [s for s in (*feed.members, *feed.joiners) if s.visit in sight.lost]:
            self.dismiss(socket, sight.lost[socket.visit])
        by_clock_only = sight.versions == feed.shown
        news = feed.news(sight, frames.HEAL if by_clock_only else kind, time.monotonic())
        if news is not None:
            await self._send(feed, ((socket, news) for socket in tuple(feed.members)))
        here = {socket: held for socket, held in joiners.items() if socket in feed.joiners}
        for socket in here:
            del feed.joiners[socket]
            feed.members.add(socket)
        await self._send(None, feed.welcomes(here, sight.exact))

    async def _send(self, feed: Feed | None, letters: Iterable[tuple[Socket, Frame]]) -> None:
        if feed is not None:
            feed.sent_at = time.monotonic()
        for count, (socket, frame) in enumerate(letters, 1):
            self._push(socket, frame)
            if count % AT_ONCE == 0:
                await asyncio.sleep(0)

    def _push(self, socket: Socket, frame: Frame) -> None:
        try:
            socket.push(frame)
        except Exception:
            logger.exception("screen_not_sent")
            self.dismiss(socket, codes.FAILED)

    async def _admit(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:TOGETHER], self._waiting[TOGETHER:]
                try:
                    answers = await self._in_thread(looks.admit, [(who, held) for who, held, _ in batch])
                except Exception:
                    logger.exception("screens_not_authorised")
                    answers = [codes.FAILED] * len(batch)
                for (_, _, future), answer in zip(batch, answers, strict=True):
                    if not future.done():
                        future.set_result(answer)
        finally:
            self._admitting = False

    # -- by the clock

    def _wake(self) -> None:
        """The first socket starts the clock and the ear."""
        if not self._awake:
            self._awake = True
            self._spawn(self.radio.listen())
            self._spawn(self._clock())

    async def _clock(self) -> None:
        while True:
            await asyncio.sleep(1)
            try:
                self.tick(time.monotonic())
            except Exception:
                logger.exception("hub_tick_failed")

    def tick(self, now: float) -> None:
        """Do what is due: sweep, authorise again, repaint late screens, beat."""
        if now - self.swept_at >= SWEEP_EVERY and not self._sweeping:
            self.swept_at = now
            self._spawn(self.sweep())
        if now - self.checked_at >= CHECK_EVERY and not self._checking:
            self.checked_at = now
            self._spawn(self._check([socket for socket in self.sockets if socket.staff]))
        for feed in tuple(self.feeds.values()):
            if feed.screen.refresh and now - feed.painted_at >= feed.screen.refresh:
                self.stir(feed, healing=True, by_clock=True)
            self._keep_company(feed, now)

    def _keep_company(self, feed: Feed, now: float) -> None:
        """Say what waited for its turn, else beat; no beat while we cannot vouch for what is shown."""
        sure = not feed.failing and now - self.swept_well_at < BEAT_EVERY
        if feed in self._refreshing or feed.shown is None or not sure:
            return
        sentence = feed.speak(now)
        if sentence or now - feed.sent_at >= BEAT_EVERY:
            frame = frames.frame(frames.PATCH if sentence else frames.BEAT, feed.shown, say=sentence)
            feed.sent_at = now
            self._spawn(self._send(None, ((socket, frame) for socket in tuple(feed.members))))

    async def sweep(self) -> None:
        """Read the versions of all local streams in one query and heal the feeds that missed something."""
        self._sweeping = True
        try:
            found = await self._in_thread(looks.read, list(self.watchers))
            self.swept_well_at = time.monotonic()
            for feed in tuple(self.feeds.values()):
                if feed.shown is not None and feed.behind(found):
                    self.stir(feed, healing=True)
        except Exception as error:  # noqa: BLE001 - the database is away; the next sweep comes
            logger.warning("sweep_failed %s", type(error).__name__)
        finally:
            self._sweeping = False

    async def _check(self, sockets: list[Socket]) -> None:
        """Authorise these sockets again and close those that lost the right."""
        claims = [(socket.visit, key) for socket in sockets for key in socket.feeds]
        if not claims:
            return
        self._checking = True
        try:
            lost = await self._in_thread(looks.check, claims)
        except Exception as error:  # noqa: BLE001 - the database is away: nobody receives anything either
            logger.warning("check_failed %s", type(error).__name__)
            return
        finally:
            self._checking = False
        for socket in sockets:
            code = next((lost[socket.visit, key] for key in socket.feeds if (socket.visit, key) in lost), 0)
            if code and not socket.closed:
                self.dismiss(socket, code)

    # -- machinery

    async def _in_thread(self, job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.loop.run_in_executor(self._threads, lambda: job(*args, **kwargs))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = self.loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


_hubs: list[Hub] = []


def here() -> Hub:
    """Return the hub of the running loop, and make its process announce through it."""
    loop = asyncio.get_running_loop()
    if not _hubs or _hubs[0].loop is not loop:
        _hubs[:] = [Hub(loop)]
        notices.attach(notices.Ear(loop, _hubs[0].tell))
    return _hubs[0]
