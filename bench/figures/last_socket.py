"""The last of 1,000 sockets: from the commit of a change to the instant when the last screen has the whole frame.

Three servers hold 1,000 sockets each and are triggered in turn, so that all meet the same noise: ours
(`ocpizza.serve`, a toy screen of one line, so that the transport is compared and not the painting), a bare asyncio
server that writes one prebuilt frame of the same length to each transport, and Django Channels' usual way, one
consumer and one layer channel per socket under plain Daphne with Redis pub/sub. The clock starts at our commit, and
in the references where the broadcast begins; nothing is subtracted: ours includes the notice to the loop, reading
the versions, the query, the painting and the frame. The clients are three processes of the same small epoll
program. "Sending alone" is from the first screen that has the frame to the last. The real menu is sent to 1,000
sockets as well, compared with the bare server writing as many bytes. Ratios are of medians; in brackets the 10th
and 90th percentile.
"""

import contextlib
import os
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.report import Promise, Row, spread
from bench.shop import Shop, Talk, Visitor, crowd, settle
from tests import services

SOCKETS = 1000
ROUNDS, SLOW_ROUNDS, MENU_ROUNDS = 40, 12, 15
MS = 1e6


@dataclass
class Hall:
    """A server with its 1,000 sockets; `total` and `sending` are milliseconds, one per round."""

    crowd: Talk
    trigger: Callable[[], dict[str, int]]
    total: list[float] = field(default_factory=list)
    sending: list[float] = field(default_factory=list)
    lost: int = 0

    def round(self, wait: float = 0.15) -> int:
        """Publish once; return the length of the frame."""
        published = self.trigger()
        for _ in range(40):
            settle(wait)
            state = self.crowd.state(version=published["version"])
            if state["there"] == SOCKETS:
                break
        else:
            self.lost += SOCKETS - state["there"]
            return int(state["length"])
        self.total.append((state["last"] - published["at"]) / MS)
        self.sending.append((state["last"] - state["first"]) / MS)
        return int(state["length"])


def measure(shop: Shop) -> list[Row]:
    with contextlib.ExitStack() as stack:
        ours = _ours(shop, stack, "toy.all=0", "/bench/publish/")
        length = ours.round()
        bare = _reference(shop, stack, lambda: length, "bench.references.bare")
        layer = _reference(shop, stack, lambda: length, "-m daphne bench.references.layer:application")
        for number in range(ROUNDS):
            ours.round()
            bare.round()
            if number % (ROUNDS // SLOW_ROUNDS) == 0:
                layer.round(0.5)
        rows = _transport_rows(ours, bare, layer, length)
    with contextlib.ExitStack() as stack:
        ours = _ours(shop, stack, "menu.rouen-centre=0", "/bench/receive/")
        long = ours.round()
        bare = _reference(shop, stack, lambda: long, "bench.references.bare")
        for _ in range(MENU_ROUNDS):
            ours.round()
            bare.round()
        rows.append(_row(f"last of {SOCKETS:,} sockets, the real menu ({long // 1000} kB) vs bare asyncio", ours, bare))
    return rows


def _ours(shop: Shop, stack: contextlib.ExitStack, held: str, address: str) -> Hall:
    web = stack.enter_context(shop.web(shop.database()))
    visitor, screens = Visitor(web.port), stack.enter_context(crowd())
    screens.open(port=web.port, path=f"/ws/live/?v={held}", count=SOCKETS)
    settle(1)
    return Hall(screens, lambda: visitor.trigger(address))


def _reference(shop: Shop, stack: contextlib.ExitStack, length: Callable[[], int], program: str) -> Hall:
    port = services.free_port()
    env = dict(os.environ, BENCH_REDIS_URL=shop.redis.url)
    if program.startswith("-m daphne"):
        command = ["-m", "daphne", "-v", "0", "-b", "127.0.0.1", "-p", str(port), "--websocket_timeout", "-1"]
        command.append(program.rsplit(" ", 1)[1])
    else:
        command = ["-m", program, str(port)]
    stack.enter_context(shop.program(*command, port=port, env=env))
    visitor, screens = Visitor(port), stack.enter_context(crowd())
    screens.open(port=port, path="/ws/", count=SOCKETS)
    settle(1)
    return Hall(screens, lambda: visitor.trigger(f"/publish/{length()}"))


def _transport_rows(ours: Hall, bare: Hall, layer: Hall, length: int) -> list[Row]:
    faster = statistics.median(layer.total) / statistics.median(ours.total) if layer.total else float("inf")
    return [
        _row(
            f"last of {SOCKETS:,} sockets vs a bare asyncio server ({length} bytes)", ours, bare, Promise("≤", 1.2, 1.5)
        ),
        Row(
            f"last of {SOCKETS:,} sockets vs one layer channel per socket: times faster",
            spread(ours.total, "ms"),
            spread(layer.total, "ms") + (f", {layer.lost} not received" if layer.lost else ""),
            faster,
            Promise("≥", 15, 15),
        ),
        Row(
            "…sending alone: first screen to last",
            spread(ours.sending, "ms"),
            spread(bare.sending, "ms"),
            statistics.median(ours.sending) / statistics.median(bare.sending),
        ),
    ]


def _row(name: str, ours: Hall, bare: Hall, promise: Promise | None = None) -> Row:
    ratio = statistics.median(ours.total) / statistics.median(bare.total)
    lost = f", {ours.lost} not received" if ours.lost else ""
    return Row(name, spread(ours.total, "ms") + lost, spread(bare.total, "ms"), ratio, promise)
