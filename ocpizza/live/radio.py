"""One channel of the Channels layer per process: what this process announces and what the others do."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from channels.layers import get_channel_layer

logger = logging.getLogger(__name__)

GROUP = "live"
SEND_WITHIN = 2.0
SUBSCRIBE_WITHIN = 5.0
SILENCE = 15.0  # after this many silent seconds we listen for our own voice
LONGEST_PAUSE = 5.0


class Silence(Exception):
    """The layer no longer brings back what this process says itself."""


async def publish(versions: dict[str, int]) -> None:
    """Say the versions to every process, ours included; raises when the layer does not take them in time."""
    message = {"type": "live.notice", "versions": versions}
    await asyncio.wait_for(_layer().group_send(GROUP, message), SEND_WITHIN)


def _layer() -> Any:
    return get_channel_layer()


class Radio:
    """The process's voice and ear; lives on the server's loop."""

    def __init__(self, heard: Callable[[dict[str, int]], None]) -> None:
        self._heard = heard
        self._unsaid: dict[str, int] = {}
        self._speaking: asyncio.Task[None] | None = None
        self._mute = False

    def say(self, versions: dict[str, int]) -> None:
        """Send the versions soon; what is said meanwhile joins the next message, so a dead layer piles up nothing."""
        for name, version in versions.items():
            self._unsaid[name] = max(version, self._unsaid.get(name, 0))
        if self._speaking is None:
            self._speaking = asyncio.get_running_loop().create_task(self._speak())

    async def _speak(self) -> None:
        try:
            while self._unsaid:
                versions, self._unsaid = self._unsaid, {}
                try:
                    await publish(versions)
                    self._mute = False
                except Exception as error:  # noqa: BLE001 - whatever the layer raises, the sweep makes up for it
                    self._note_loss(error)
        finally:
            self._speaking = None

    def _note_loss(self, error: Exception) -> None:
        if not self._mute:
            logger.warning("notices_lost %s: other processes find changes by their sweep", type(error).__name__)
        self._mute = True

    async def listen(self) -> None:
        """Hear notices for ever: subscribe again, more and more slowly, when the layer dies."""
        pause = 0.5
        while True:
            try:
                channel = await asyncio.wait_for(_layer().new_channel(), SUBSCRIBE_WITHIN)
                await asyncio.wait_for(_layer().group_add(GROUP, channel), SUBSCRIBE_WITHIN)
                pause = 0.5
                await self._hear(channel)
            except Exception as error:  # noqa: BLE001 - as above
                logger.warning("notices_not_heard %s: screens follow by the sweep", type(error).__name__)
            await self._start_afresh()
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _hear(self, channel: str) -> None:
        while True:
            receiving = asyncio.ensure_future(_layer().receive(channel))
            try:
                message = await self._next(receiving)
            finally:
                receiving.cancel()
            self._heard(message["versions"])

    async def _next(self, receiving: "asyncio.Future[dict[str, Any]]") -> dict[str, Any]:
        """Return the next message; ask for an echo when none comes: a dead subscription looks like a calm evening."""
        done, _ = await asyncio.wait({receiving}, timeout=SILENCE)
        if not done:
            await publish({})
            done, _ = await asyncio.wait({receiving}, timeout=SUBSCRIBE_WITHIN)
        if not done:
            raise Silence
        return receiving.result()

    async def _start_afresh(self) -> None:
        with suppress(Exception):
            await asyncio.wait_for(_layer().flush(), SUBSCRIBE_WITHIN)
