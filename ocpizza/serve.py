"""Serves the product in one process: `python -m ocpizza.serve`; stops without dropping what it has begun to answer."""

import argparse
import asyncio
import contextlib
import logging
import os
import resource
import signal
import sys
import threading
from typing import Any
from urllib.parse import urlsplit

import daphne.server
from daphne.http_protocol import HTTPFactory, WebRequest
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet import defer
from twisted.internet.error import CannotListenError

from ocpizza.asgi import application
from ocpizza.live import codes, hub, sockets
from ocpizza.operations import sweeps
from ocpizza.operations.bodies import BIGGEST_BODY

logger = logging.getLogger(__name__)

ANSWER_WITHIN = 20.0  # seconds for requests in flight
EXIT_WITHIN = 24.0  # the platform kills after 30
BACKLOG = 2048  # a whole town reconnects at once
PORT_IN_USE = 2


class Direct:
    """Writes prebuilt frames of a WebSocket to its connection, at once when nothing waits before them."""

    __slots__ = ("_protocol",)

    def __init__(self, protocol: Any) -> None:
        self._protocol = protocol

    def write(self, wire: bytes) -> int:
        """Send the bytes; return how many waited before them because the client does not take them.

        The kernel takes them now, or the reactor sends the rest when it can; errors are left to the reactor too.
        """
        protocol = self._protocol
        if protocol.state != protocol.STATE_OPEN:
            return 0
        transport = protocol.transport
        waiting: int = len(transport.dataBuffer) - transport.offset + transport._tempDataLen
        taken = 0
        if not (waiting or protocol.send_queue or transport.disconnecting):
            with contextlib.suppress(OSError):
                taken = transport.socket.send(wire)
        if taken < len(wire):
            transport.write(wire[taken:])
        return waiting

    def abort(self) -> None:
        """Cut the connection: a close frame would wait behind what the client does not read."""
        self._protocol.transport.abortConnection()


class BoundedRequest(WebRequest):  # type: ignore[misc]
    """Refuses a body while it arrives; Daphne alone would store it whole before asking the application."""

    received = 0

    def process(self) -> Any:
        """Give an Origin that is no address the name of those without one: the live layer refuses it with a code."""
        if not all(map(_is_address, self.requestHeaders.getRawHeaders(b"origin", []))):
            self.requestHeaders.setRawHeaders(b"origin", [b"null"])
        return super().process()

    def gotLength(self, length: int | None) -> None:  # noqa: N802 - the names are Twisted's
        super().gotLength(length)
        if length is not None and length > BIGGEST_BODY:
            self._refuse()

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802
        self.received += len(data)
        if self.received > BIGGEST_BODY:
            self._refuse()
        else:
            super().handleContentChunk(data)

    def _refuse(self) -> None:
        """Answer 413, then take what still comes for a moment: a reset would destroy the answer on its way."""
        _turn_away(self.channel, b"413 Content Too Large")


def _turn_away(channel: Any, status: bytes) -> None:
    """Answer without the application, once."""
    if channel is None or channel.transport is None or getattr(channel, "refused", False):
        return
    channel.refused = True
    channel.transport.write(b"HTTP/1.1 " + status + b"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
    channel.dataReceived = lambda data: None
    daphne.server.reactor.callLater(2, channel.transport.loseConnection)


def _is_address(origin: bytes) -> bool:
    try:
        parts = urlsplit(origin.decode("ascii"))
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


class LeanProtocol(WebSocketProtocol):  # type: ignore[misc]
    """Forgets the handshake once it is done: it is most of what an idle screen costs."""

    def onOpen(self) -> None:  # noqa: N802
        super().onOpen()
        self.http_headers = self.request.headers = {}
        self.http_request_data, self.clean_headers = b"", ()


class BoundedFactory(HTTPFactory):  # type: ignore[misc]
    def buildProtocol(self, addr: Any) -> Any:  # noqa: N802
        protocol = super().buildProtocol(addr)
        protocol.requestFactory = BoundedRequest
        channel = protocol._channel  # Twisted alone would hang up without a word
        channel.lineLengthExceeded = lambda line: _turn_away(channel, b"431 Request Header Fields Too Large")
        return protocol


daphne.server.HTTPFactory = BoundedFactory  # Server.run() offers no other way to choose it


class Server(daphne.server.Server):  # type: ignore[misc]
    """Daphne, with prepared frames and an orderly end."""

    exit_code = 0

    def __init__(self, application: Any, bind: str, port: int) -> None:
        endpoint = f"tcp:port={port}:interface={bind.replace(':', chr(92) + ':')}:backlog={BACKLOG}"
        super().__init__(
            application,
            endpoints=[endpoint],
            signal_handlers=False,
            websocket_timeout=-1,
            ping_interval=20,
            ping_timeout=20,
            websocket_max_message_size=64 * 1024,
            websocket_max_frame_size=64 * 1024,
            server_name="",
        )
        self.bind, self.ports = bind, list[Any]()
        self.stopping: asyncio.Task[None] | None = None

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT."""
        loop = daphne.server.twisted_loop
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.drain)
        super().run()

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        if scope["type"] == "websocket" and hasattr(protocol.transport, "_tempDataLen"):
            scope["extensions"] = {sockets.EXTENSION: Direct(protocol)}
        return super().create_application(protocol, scope)

    def listen_success(self, port: Any) -> None:
        super().listen_success(port)
        self.ports.append(port)
        self.ws_factory.protocol = LeanProtocol
        self.ws_factory.setProtocolOptions(allowNullOrigin=True, failByDrop=False, closeHandshakeTimeout=2)
        host = f"[{self.bind}]" if ":" in self.bind else self.bind
        print(f"OC Pizza: http://{host}:{port.getHost().port}/", flush=True)  # noqa: T201

    def listen_error(self, failure: Any) -> None:
        self.exit_code = PORT_IN_USE
        reason = failure.value.socketError.strerror if failure.check(CannotListenError) else failure.getErrorMessage()
        print(f"OC Pizza cannot listen: {self.endpoints[0]}: {reason}. Choose another --port.", file=sys.stderr)  # noqa: T201
        self.stop()

    def drain(self) -> None:
        """Begin to stop: nothing new, everything begun is answered, screens are told to come back."""
        if self.stopping is None:
            guard = threading.Timer(EXIT_WITHIN, os._exit, (0,))
            guard.daemon = True
            guard.start()
            self.stopping = asyncio.ensure_future(self._drain())

    async def _drain(self) -> None:
        logger.info("stopping")
        try:
            for port in self.ports:
                port.doRead()  # whoever the kernel has let in already is not turned away
                await defer.maybeDeferred(port.stopListening).asFuture(asyncio.get_running_loop())
            await asyncio.sleep(0.25)  # their requests arrive
            await self._until(lambda: not self._in_flight(), ANSWER_WITHIN)
            hub.here().dismiss_all(codes.RESTART)
            await self._until(lambda: not self._screens(), 2)
        finally:
            self.stop()

    async def _until(self, done: Any, within: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                while not done():
                    await asyncio.sleep(0.02)

    def _in_flight(self) -> list[Any]:
        return [p for p, d in self.connections.items() if isinstance(p, WebRequest) and "disconnected" not in d]

    def _screens(self) -> list[Any]:
        return [p for p, d in self.connections.items() if not isinstance(p, WebRequest) and "disconnected" not in d]

    def kill_all_applications(self) -> Any:
        """As Daphne's, which expects an application on every connection: one may have just been refused."""
        tasks = [d["application_instance"] for d in self.connections.values() if "application_instance" in d]
        for task in tasks:
            task.cancel()
        return defer.Deferred.fromFuture(asyncio.gather(*tasks, return_exceptions=True))


def _sweep() -> None:
    """Do a worker's work as long as the process lives; in one process, what it announces is on the screens at once."""
    sweeps.sweep_until(threading.Event(), lambda name, settled: logger.info("%s: %d", name, settled))


def main() -> int:
    """Read the command line, serve, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m ocpizza.serve", description=__doc__)
    parser.add_argument("--bind", default=os.environ.get("BIND", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=os.environ.get("PORT") or "8000")
    parser.add_argument("--with-worker", action="store_true", help="sweep in this process too, as a worker would")
    options = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    server = Server(application, options.bind, options.port)
    if options.with_worker:
        threading.Thread(target=_sweep, name="sweeps", daemon=True).start()
    server.run()
    return server.exit_code


if __name__ == "__main__":
    sys.exit(main())
