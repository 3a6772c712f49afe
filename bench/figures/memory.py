"""Memory per socket: the server's resident memory with 2,000 sockets, less that with none, divided by 2,000.

The sockets watch the menu of Rouen Centre. Before the first reading the server has answered pages and held 50
sockets, so that code and caches are not counted as theirs. The references are the same sockets on one consumer and
one layer channel each (Channels under plain Daphne), and on the bare asyncio server.
"""

import contextlib
import os

from bench.report import Promise, Row
from bench.shop import Shop, Visitor, crowd, rss, settle
from tests import services

SOCKETS, WARM = 2000, 50
KILO = 1000


def measure(shop: Shop) -> list[Row]:
    with shop.web(shop.database()) as web:
        Visitor(web.port).get("/carte/rouen-centre/")
        ours = _per_socket(web.port, web.pid, "/ws/live/?v=menu.rouen-centre=0")
    usual, bare = _reference(shop, "daphne"), _reference(shop, "bench.references.bare")
    return [
        Row(
            f"memory per socket, {SOCKETS:,} sockets",
            f"{ours:.1f} kB",
            f"{usual:.1f} kB with a layer channel each, {bare:.1f} kB bare asyncio",
            ours,
            Promise("≤", 25, 25),
            " kB",
        )
    ]


def _per_socket(port: int, process: int, path: str) -> float:
    with crowd() as screens:
        screens.open(port=port, path=path, count=WARM)
        settle(1)
        screens.leave()
        settle(1)
        before = rss(process)
        screens.open(port=port, path=path, count=SOCKETS)
        settle(3)
        assert screens.state()["open"] == SOCKETS
        return (rss(process) - before) / SOCKETS / KILO


def _reference(shop: Shop, program: str) -> float:
    port = services.free_port()
    if program == "daphne":
        command = ["-m", "daphne", "-v", "0", "-p", str(port), "--websocket_timeout", "-1"]
        command.append("bench.references.layer:application")
    else:
        command = ["-m", program, str(port)]
    with contextlib.ExitStack() as stack:
        env = dict(os.environ, BENCH_REDIS_URL=shop.redis.url)
        process = stack.enter_context(shop.program(*command, port=port, env=env))
        return _per_socket(port, process.pid, "/ws/")
