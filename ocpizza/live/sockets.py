"""One open screen: sends it frames without ever waiting for it, and gives it up when it does not read."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from ocpizza.live import codes
from ocpizza.live.frames import Frame
from ocpizza.live.screens import FeedKey
from ocpizza.live.viewers import Visit

logger = logging.getLogger(__name__)

MOST_WAITING = 256 * 1024  # bytes a client may leave unread
EXTENSION = "ocpizza.prepared"
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Prepared(Protocol):
    """What our server offers in the scope: `write` prebuilt bytes at once, told how many waited before them."""

    def write(self, wire: bytes) -> int: ...
    def abort(self) -> None: ...


class Socket:
    """An accepted connection; all methods run on the server's loop."""

    __slots__ = (
        "__weakref__",
        "_closing",
        "_outbox",
        "_prepared",
        "_send",
        "_waiting",
        "_writer",
        "feeds",
        "staff",
        "visit",
    )

    def __init__(self, send: Send, prepared: Prepared | None, visit: Visit, staff: str = "") -> None:
        self.visit, self.staff = visit, staff
        self.feeds: tuple[FeedKey, ...] = ()
        self._send, self._prepared = send, prepared
        self._outbox: deque[Frame] | None = None
        self._waiting = 0
        self._writer: asyncio.Task[None] | None = None
        self._closing: asyncio.Task[None] | None = None

    @property
    def closed(self) -> bool:
        return self._closing is not None

    def push(self, frame: Frame) -> None:
        """Send the frame, or close the socket when too much waits already."""
        if self._closing is not None:
            return
        if self._prepared is None:
            self._push_by_send(frame)
        elif self._prepared.write(frame.wire) > MOST_WAITING:
            self._prepared.abort()

    def _push_by_send(self, frame: Frame) -> None:
        """Any ASGI server: a task per socket awaits `send` while frames wait here."""
        if self._waiting > MOST_WAITING:
            self.close(codes.TOO_SLOW)
            return
        self._outbox = self._outbox if self._outbox is not None else deque()
        self._outbox.append(frame)
        self._waiting += len(frame.text)
        if self._writer is None:
            self._writer = asyncio.get_running_loop().create_task(self._write())

    async def _write(self) -> None:
        try:
            while self._outbox:
                frame = self._outbox.popleft()
                await self._send({"type": "websocket.send", "text": frame.text})
                self._waiting -= len(frame.text)
        except Exception as error:  # noqa: BLE001 - servers raise what they like once the client is gone
            logger.info("screen_gone %s", type(error).__name__)
            self._outbox = None
        finally:
            self._writer = None

    def close(self, code: int) -> None:
        """Close once; the frames pushed before go first unless the client does not read them."""
        if self._closing is None:
            self._closing = asyncio.get_running_loop().create_task(self._close(code))

    async def _close(self, code: int) -> None:
        writer = self._writer
        if writer is not None:
            await asyncio.wait({writer}, timeout=0 if code == codes.TOO_SLOW else 1)
            writer.cancel()
        try:
            await self._send({"type": "websocket.close", "code": code})
        except Exception as error:  # noqa: BLE001 - as above
            logger.info("screen_gone %s", type(error).__name__)
