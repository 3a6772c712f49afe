"""What everyone shares on one evening: the address, the pace, the count, and which guests are not home."""

import random
import threading
from dataclasses import dataclass, field

from ocpizza.demo.rush.plan import Guest
from ocpizza.demo.rush.tally import Tally


@dataclass
class Evening:
    """An evening at `url`; a beat is the unit of all gestures, in seconds, and shrinks with the time there is."""

    url: str
    beat: float
    chance: random.Random
    expected: int
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._absent: set[str] = set()

    def beats(self, least: float, most: float) -> float:
        """Return a duration in seconds, between so many beats."""
        return self.beat * self.chance.uniform(least, most)

    def placed(self, order: str, guest: Guest) -> None:
        """Note the order of a guest."""
        self.tally.mark(order, "placed")
        if guest.absent:
            with self._lock:
                self._absent.add(order)

    def nobody_home(self, order: str) -> bool:
        """Say whether the courier rings in vain; the second time someone is there."""
        with self._lock:
            missing = order in self._absent
            self._absent.discard(order)
            return missing

    def goes_home(self) -> None:
        """Note that a guest's evening is over."""
        with self._lock:
            self.expected -= 1

    @property
    def is_over(self) -> bool:
        """Whether the last guest went home."""
        return self.expected <= 0
