"""Lets many people act with a handful of threads: each person is a generator that says how long it waits next."""

import heapq
import itertools
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from ocpizza.demo.rush.browser import Trouble
from ocpizza.demo.rush.tally import Tally

THREADS = 6

Person = Iterator[float]
"""Acts, then yields the seconds until it acts again; ends when it goes home."""


@dataclass(order=True)
class _Turn:
    at: float
    rank: int
    person: Person = field(compare=False)


class Shift:
    """The people at work; a person's trouble is counted and ends that person's evening, not the others'."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._turns: list[_Turn] = []
        self._rank = itertools.count()
        self._changed = threading.Condition()
        self._closed = False
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(THREADS)]

    def join_in(self, person: Person, after: float = 0.0) -> None:
        """Have someone act first in `after` seconds."""
        with self._changed:
            heapq.heappush(self._turns, _Turn(time.monotonic() + after, next(self._rank), person))
            self._changed.notify()

    def open(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Let everyone finish the gesture they are at, then stop."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(timeout=60)

    def _work(self) -> None:
        while (turn := self._next()) is not None:
            try:
                wait = next(turn.person)
            except StopIteration:
                continue
            except Trouble as trouble:
                self._tally.wrong(trouble.kind)
                continue
            self.join_in(turn.person, wait)

    def _next(self) -> _Turn | None:
        with self._changed:
            while not self._closed:
                now = time.monotonic()
                if self._turns and self._turns[0].at <= now:
                    return heapq.heappop(self._turns)
                self._changed.wait(self._turns[0].at - now if self._turns else None)
        return None
