"""A browser that is a coroutine: it opens the screen application directly and keeps the frames it is sent."""

import asyncio
import re
import struct
import time
from dataclasses import dataclass
from urllib.parse import quote

from django.contrib.auth.models import Group
from django.db import transaction

from ocpizza.live import consumer, hub, streams
from ocpizza.live.sockets import EXTENSION

HEAD = re.compile(r'<oc-frame id="oc-frame" data-v="([^"]*)" data-kind="(\w+)" data-now="(\d+)" data-build="([^"]*)"')
REGION = re.compile(r'<(\w+) id="(\w+)" data-region hx-swap-oob="morph">')


@dataclass
class Seen:
    """One frame, read as the browser's script does."""

    text: str

    def __post_init__(self):
        head = HEAD.match(self.text)
        assert head, f"not a frame: {self.text[:200]}"
        self.held, self.kind, self.now, self.build = head[1], head[2], int(head[3]), head[4]
        self.regions = [found[2] for found in REGION.finditer(self.text)]
        self.reset = " data-reset " in self.text.split(">", 1)[0]
        said = re.search(r'<div id="say" hx-swap-oob="innerHTML">(.*?)</div>', self.text)
        self.say = said[1] if said else ""

    def region(self, name):
        """The region as the page holds it."""
        parts = re.split(r'\n(?=<\w+ id="\w+" (?:data-region )?hx-swap-oob)', self.text)
        part = next(p for p in parts if re.match(rf'<\w+ id="{name}" data-region', p))
        return part.replace(' hx-swap-oob="morph"', "")


class Prepared:
    """Our server's fast path, with a client that reads as much as the test says."""

    def __init__(self, browser):
        self.browser, self.held_back, self.cut, self.reads = browser, 0, False, True

    def write(self, wire):
        waited = self.held_back
        if not self.reads:
            self.held_back += len(wire)
            return waited
        size, start = wire[1], 2
        if size == 126:
            size, start = struct.unpack("!H", wire[2:4])[0], 4
        elif size == 127:
            size, start = struct.unpack("!Q", wire[2:10])[0], 10
        assert wire[0] == 0x81
        assert len(wire) == start + size
        self.browser.note(wire[start:].decode())
        return waited

    def abort(self):
        self.cut = True
        self.browser.inbox.put_nowait({"type": "websocket.disconnect", "code": 1006})


class Browser:
    """`open`, then `frame` after `frame`; `code` is set once the server closed."""

    def __init__(self, held, headers=None, fast=True, origin="http://testserver", query=None):
        query = query if query is not None else f"v={quote(held)}"
        sent = {b"host": b"testserver", b"origin": origin.encode()} | (headers or {})
        self.prepared = Prepared(self) if fast else None
        self.scope = {
            "type": "websocket",
            "path": "/ws/live/",
            "headers": [(name, value) for name, value in sent.items() if value],
            "query_string": query.encode(),
            "extensions": {EXTENSION: self.prepared} if fast else {},
        }
        self.inbox, self.frames, self.news = asyncio.Queue(), [], asyncio.Event()
        self.code, self.accepted, self.read, self.reading = None, False, 0, asyncio.Event()
        self.reading.set()

    async def open(self):
        self.inbox.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.create_task(consumer.screen(self.scope, self.inbox.get, self.send))

    async def send(self, message):
        if message["type"] == "websocket.accept":
            self.accepted = True
        elif message["type"] == "websocket.close":
            assert self.accepted, "a browser learns no code from a refused handshake"
            assert message["code"] == 1000 or 3000 <= message["code"] <= 4999
            self.code = message["code"]
            self.news.set()
            self.inbox.put_nowait({"type": "websocket.disconnect", "code": self.code})
        else:
            await self.reading.wait()
            self.note(message["text"])

    def note(self, text):
        assert self.code is None, "sent after the close"
        self.frames.append(Seen(text))
        self.news.set()

    async def frame(self, within=10):
        """Return the next frame, in order."""
        await self.until(lambda: len(self.frames) > self.read, within)
        self.read += 1
        return self.frames[self.read - 1]

    async def until(self, true, within=10):
        """Wait until something is true, looking whenever the server sends something."""
        async with asyncio.timeout(within):
            while not true():
                self.news.clear()
                await self.news.wait()

    async def closed(self, within=10):
        await self.until(lambda: self.code is not None, within)
        return self.code

    async def leave(self):
        if not self.task.done():
            self.inbox.put_nowait({"type": "websocket.disconnect", "code": 1001})
        await asyncio.wait_for(self.task, 10)


def change(key="a", text=None, silently=False, also=()):
    """Commit a change that the toy screens of the key show; `silently` loses the notice, as a crash would."""
    with transaction.atomic():
        Group.objects.create(name=f"{key}:{text or time.monotonic_ns()}")
        names = [f"{prefix}.{key}" for prefix in ("toy", "till", "late")]
        return (streams.bump if silently else streams.announce)([*names, *also])


async def settled():
    """Wait until the hub of this loop has nothing left to do."""
    here = hub.here()
    while here._refreshing or here._sweeping or here._checking or here._admitting:
        await asyncio.sleep(0.001)
