"""Work that comes later is a fact in a row; a sweep finds what is due, does it once, and can be run again."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

logger = logging.getLogger(__name__)


@dataclass
class Sweep:
    """A named piece of recurring work; `run` returns how many facts it settled."""

    name: str
    run: Callable[[], int]
    every: timedelta
    due: datetime | None = None


_SWEEPS: dict[str, Sweep] = {}


def register(name: str, run: Callable[[], int], *, every: timedelta) -> None:
    """Have the worker run this sweep at this interval; called from an application's `ready`."""
    _SWEEPS[name] = Sweep(name, run, every)


def run_due(now: datetime) -> dict[str, int]:
    """Run what is due; a sweep that fails is logged, and its turn comes again."""
    done = {}
    for sweep in _SWEEPS.values():
        if sweep.due is not None and now < sweep.due:
            continue
        sweep.due = now + sweep.every
        try:
            done[sweep.name] = sweep.run()
        except DatabaseError:
            logger.exception("sweep_failed name=%s", sweep.name)
    return done


PAUSE_SECONDS = 2.0


def sweep_until(stopped: threading.Event, tell: Callable[[str, int], None]) -> None:
    """Sweep what is due every two seconds until told to stop; `tell` hears what each sweep settled."""
    while not stopped.is_set():
        for name, settled in run_due(timezone.now()).items():
            if settled:
                tell(name, settled)
        close_old_connections()
        stopped.wait(PAUSE_SECONDS)
