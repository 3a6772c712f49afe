"""Plays the night: opens the shift, lets guests and crew in, watches, and closes in order."""

import random
import time
from collections.abc import Callable, Iterator, Sequence

from ocpizza.accounts.models import Role
from ocpizza.demo.people import PEOPLE
from ocpizza.demo.rush import crew, plan
from ocpizza.demo.rush.evening import Evening
from ocpizza.demo.rush.guests import dine
from ocpizza.demo.rush.shift import Shift

ARRIVALS = 0.6
"""The part of the time in which guests arrive; the rest serves the last of them."""

BEATS_PER_ORDER = 3
"""What one store's crew needs for an order, so that a crowd shrinks the beat and not the promise of `minutes`."""

SHORTEST_EVENING = 180  # beats
GRACE_SECONDS = 60


def evening(url: str, orders: int, minutes: float, stores: Sequence[str], seed: int) -> Evening:
    """Return an evening whose gestures fit into the minutes."""
    beats = max(SHORTEST_EVENING, BEATS_PER_ORDER * orders / len(stores))
    return Evening(url, minutes * 60 / beats, random.Random(seed), orders)


def play(tonight: Evening, guests: Sequence[plan.Guest], minutes: float, tell: Callable[[str], None]) -> None:
    """Play until the last guest is served; an evening that takes far too long is an error. Ctrl-C closes in order."""
    shift = Shift(tonight.tally)
    for guest in guests:
        shift.join_in(dine(guest, tonight), after=guest.share * minutes * 60 * ARRIVALS)
    for store in dict.fromkeys(guest.store for guest in guests):
        for person in _crew(store, tonight):
            shift.join_in(person, after=tonight.beats(0, 1))
    deadline = time.monotonic() + 2 * minutes * 60 + GRACE_SECONDS
    shift.open()
    try:
        while not tonight.is_over:
            time.sleep(0.2)
            tell(tonight.tally.progress())
            if time.monotonic() > deadline:
                tonight.tally.wrong("not finished in time")
                break
    finally:
        shift.close()


def _crew(store: str, tonight: Evening) -> list[Iterator[float]]:
    names: dict[Role, list[str]] = {}
    for person in PEOPLE:
        if person.store == store and person.role:
            names.setdefault(person.role, []).append(person.username)
    cooks = names[Role.COOK]
    return [
        *(crew.cook(store, who, (rank, len(cooks)), tonight) for rank, who in enumerate(cooks)),
        *(crew.counter(store, who, tonight) for who in names[Role.COUNTER]),
        *(crew.courier(store, who, tonight) for who in names[Role.COURIER]),
        *(crew.manager(store, who, tonight) for who in names[Role.MANAGER]),
    ]
