"""A crowd of screens in one process: opens sockets, notes when each one has which version, answers questions.

Speaks lines of JSON on stdin and stdout. Plain epoll and no library, so that the client costs little, and the same
whatever server it watches.
"""

import json
import os
import re
import select
import socket
import struct
import sys
import time
from itertools import pairwise
from typing import Any

TEXT, CLOSE, PING = 1, 8, 9
ROOT = re.compile(rb'<[a-z][\w-]* id="([\w-]+)"[^>]*? data-region hx-swap-oob="morph"')
AT_ONCE = 40  # handshakes under way; Daphne's backlog is 50


class Screen:
    """One socket; `version` is the newest it was sent, `at` the instant (monotonic ns) when it had it whole."""

    __slots__ = ("at", "buffer", "connection", "frames", "length", "regions", "version")

    def __init__(self, connection: socket.socket) -> None:
        self.connection, self.buffer = connection, b""
        self.version = self.at = self.frames = self.length = 0
        self.regions: dict[str, bytes] | None = None

    def fed(self, data: bytes) -> bool:
        """Take in bytes; False once the server has closed."""
        buffer = self.buffer + data if self.buffer else data
        while len(buffer) >= 2:
            length, start = buffer[1], 2
            if length == 126:
                length, start = (struct.unpack_from("!H", buffer, 2)[0] if len(buffer) >= 4 else 1 << 62), 4
            elif length == 127:
                length, start = (struct.unpack_from("!Q", buffer, 2)[0] if len(buffer) >= 10 else 1 << 62), 10
            if len(buffer) < start + length:
                break
            if not self._hear(buffer[0] & 15, buffer[start : start + length]):
                return False
            buffer = buffer[start + length :]
        self.buffer = buffer
        return True

    def _hear(self, kind: int, payload: bytes) -> bool:
        if kind == TEXT:
            start = payload.find(b'data-v="') + 8
            end = payload.find(b'"', start)
            version = int(payload[payload.rfind(b"=", start, end) + 1 : end])
            self.frames += 1
            if version > self.version:
                self.version, self.at, self.length = version, time.monotonic_ns(), len(payload)
            if self.regions is not None:
                self._keep(payload)
        elif kind == PING:
            self.connection.send(bytes((0x8A, 0x80 | len(payload), 0, 0, 0, 0)) + payload)
        return kind != CLOSE

    def _keep(self, payload: bytes) -> None:
        """Do what the browser does: the newest bytes of each region count."""
        payload = payload.split(b'<div id="say"', 1)[0]
        starts = [match.start() for match in ROOT.finditer(payload)]
        for start, end in pairwise([*starts, len(payload)]):
            html = payload[start:end].rstrip(b"\n")
            name = ROOT.match(html)[1].decode()  # type: ignore[index]
            self.regions[name] = html.replace(b' hx-swap-oob="morph"', b"", 1)  # type: ignore[index]


class Crowd:
    def __init__(self) -> None:
        self.poll = select.epoll()
        self.screens: dict[int, Screen] = {}
        self.lost = 0

    def run(self) -> None:
        os.set_blocking(0, False)
        self.poll.register(0, select.EPOLLIN)
        asked = b""
        while True:
            for number, _event in self.poll.poll():
                if number:
                    self._read(number)
                    continue
                said = os.read(0, 1 << 16)
                if not said:
                    return
                *lines, asked = (asked + said).split(b"\n")
                for line in lines:
                    print(json.dumps(self._answer(json.loads(line))), flush=True)

    def _read(self, number: int) -> None:
        screen = self.screens[number]
        try:
            data = screen.connection.recv(262_144)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data or not screen.fed(data):
            self.lost += 1
            self._drop(number)

    def _drop(self, number: int) -> None:
        self.poll.unregister(number)
        self.screens.pop(number).connection.close()

    def _answer(self, wish: dict[str, Any]) -> Any:
        return getattr(self, f"do_{wish.pop('do')}")(**wish)

    def do_open(
        self, port: int, path: str, count: int, cookie: str = "", keep: bool = False, language: str = "fr"
    ) -> dict[str, int]:
        for start in range(0, count, AT_ONCE):
            fresh = [self._knock(port, path, cookie, language) for _ in range(min(AT_ONCE, count - start))]
            for connection in fresh:
                self._enter(connection, keep)
        return {"open": len(self.screens)}

    def _knock(self, port: int, path: str, cookie: str, language: str) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", port), timeout=30)
        connection.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Accept-Language: {language}\r\n"
            f"Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nCookie: {cookie}\r\n\r\n".encode()
        )
        return connection

    def _enter(self, connection: socket.socket, keep: bool) -> None:
        said = b""
        while b"\r\n\r\n" not in said:
            data = connection.recv(65_536)
            if not data:
                raise ConnectionError(said.decode(errors="replace"))
            said += data
        head, _, rest = said.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 101"):
            raise ConnectionError(head.decode(errors="replace"))
        connection.setblocking(False)
        screen = Screen(connection)
        screen.regions = {} if keep else None
        self.screens[connection.fileno()] = screen
        self.poll.register(connection, select.EPOLLIN)
        if rest:
            screen.fed(rest)

    def do_state(self, version: int = 0) -> dict[str, Any]:
        """Tell how many have this version, and when the first, the median and the last one had it."""
        there = sorted(screen.at for screen in self.screens.values() if screen.version >= version)
        frames = sum(screen.frames for screen in self.screens.values())
        length = max((screen.length for screen in self.screens.values()), default=0)
        answer = {"open": len(self.screens), "there": len(there), "lost": self.lost, "frames": frames, "length": length}
        return answer | ({"first": there[0], "middle": there[len(there) // 2], "last": there[-1]} if there else {})

    def do_regions(self) -> list[dict[str, str]]:
        """Return the different states that the screens are in: one when all show the same."""
        states = {tuple(sorted((screen.regions or {}).items())) for screen in self.screens.values()}
        return [{name: html.decode() for name, html in state} for state in states]

    def do_leave(self) -> dict[str, int]:
        for number in tuple(self.screens):
            self._drop(number)
        return {"open": 0}


if __name__ == "__main__":
    try:
        Crowd().run()
    except KeyboardInterrupt:
        sys.exit(130)
