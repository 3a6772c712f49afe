"""HTTP clients in one process: each keeps its connection and asks again at once, or every so many seconds.

Speaks lines of JSON on stdin and stdout, as the crowd does.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from bench.report import percentile


@dataclass
class Errand:
    """What all clients do until the end; `path` may hold `{version}`, the newest seen by the client."""

    port: int
    path: str
    cookie: str
    every: float
    until: float
    latencies: list[float] = field(default_factory=list)
    errors: int = 0


class Client(asyncio.Protocol):
    """One keep-alive connection, one request at a time."""

    def __init__(self, errand: Errand) -> None:
        self.errand, self.version = errand, 0
        self.done = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport | None = None
        self.said = b""
        self.asked_at = self.next_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.next_at = time.monotonic()
        self.ask()

    def ask(self) -> None:
        errand, now = self.errand, time.monotonic()
        if now >= errand.until or self.transport is None:
            self.finish()
            return
        self.said, self.asked_at = b"", now
        self.next_at += errand.every
        path = errand.path.format(version=self.version)
        self.transport.write(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{errand.port}\r\nAccept-Language: fr\r\n"
            f"Cookie: {errand.cookie}\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        self.said += data
        head, end, body = self.said.partition(b"\r\n\r\n")
        if not end:
            return
        length = head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0]
        if len(body) >= int(length):
            self._answered(head, body)

    def _answered(self, head: bytes, body: bytes) -> None:
        errand, now = self.errand, time.monotonic()
        if head.startswith(b"HTTP/1.1 200"):
            errand.latencies.append(now - self.asked_at)
        else:
            errand.errors += 1
        if "{version}" in errand.path:
            held = body.partition(b'data-v="')[2].split(b'"', 1)[0]
            self.version = int(held.rpartition(b"=")[2] or 0)
        wait = self.next_at - now if errand.every else 0
        if wait > 0:
            asyncio.get_running_loop().call_later(wait, self.ask)
        else:
            self.ask()

    def connection_lost(self, error: Exception | None) -> None:
        if self.transport is not None and not self.done.done():
            self.errand.errors += 1
        self.transport = None
        self.finish()

    def finish(self) -> None:
        if not self.done.done():
            self.done.set_result(None)
        if self.transport is not None:
            self.transport.close()


async def run(port: int, path: str, connections: int, seconds: float, cookie: str = "", every: float = 0) -> Any:
    """Have so many clients ask for so long; those that ask every so often begin spread over that time."""
    errand = Errand(port, path, cookie, every, time.monotonic() + seconds)
    loop, clients = asyncio.get_running_loop(), list[Client]()
    began = time.monotonic()
    for number in range(connections):
        if every:
            await asyncio.sleep(max(0, began + number * every / connections - time.monotonic()))
        clients.append((await loop.create_connection(lambda: Client(errand), "127.0.0.1", port))[1])
    await asyncio.wait([client.done for client in clients], timeout=seconds + 30)
    took = time.monotonic() - began
    answered = errand.latencies
    return {
        "answers": len(answered),
        "errors": errand.errors,
        "rate": len(answered) / took,
        "p50": percentile(answered, 50) if answered else None,
        "p95": percentile(answered, 95) if answered else None,
    }


if __name__ == "__main__":
    for line in sys.stdin:
        wish = json.loads(line)
        wish.pop("do")
        print(json.dumps(asyncio.run(run(**wish))), flush=True)
