"""Carries "stream S is at version V" from a committed transaction to every server process, and never delays it."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

from asgiref.sync import async_to_sync

from ocpizza.live import radio

logger = logging.getLogger(__name__)

PAUSE_AFTER_FAILURE = 5.0  # seconds: the sweep of the servers finds what we do not say meanwhile


class Ear(NamedTuple):
    """Where the notices of a server process go: a callback on its loop."""

    loop: asyncio.AbstractEventLoop
    hear: Callable[[dict[str, int]], None]


class _Process:
    ear: Ear | None = None
    silent_until = 0.0


def attach(ear: Ear) -> None:
    """Make this a server process: its notices no longer wait for anything."""
    _Process.ear = ear


def tell(versions: Mapping[str, int]) -> None:
    """Tell the screens of this process and of the others; return at once and never raise for a dead layer."""
    ear = _Process.ear
    if ear is not None and ear.loop.is_running():
        ear.loop.call_soon_threadsafe(ear.hear, dict(versions))
    else:
        _tell_from_outside(dict(versions))


def _tell_from_outside(versions: dict[str, int]) -> None:
    """Speak to the servers from a command or a worker, which has no loop of its own."""
    if time.monotonic() < _Process.silent_until:
        return
    try:
        async_to_sync(radio.publish)(versions)
    except Exception as error:  # noqa: BLE001 - whatever the layer does, the change is committed
        _Process.silent_until = time.monotonic() + PAUSE_AFTER_FAILURE
        logger.warning("notice_lost %s: the sweep will find it", type(error).__name__)
