"""1,000 watchers for 20 s by socket, against the same 1,000 who ask every 2 s: the server's CPU seconds.

Both watch the toy screen on the same server, one after the other, while something changes every 2 s. The sockets
receive each change; the others ask `/live/?v=<held>` over kept connections, and are answered "you are current" or
the fragment: what a browser without a socket does, only more often. CPU is user and system time of the web process;
PostgreSQL's comes on top. The toy is kind to the polling: a real menu would cost it a painting per question.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bench.report import Row
from bench.shop import Shop, Visitor, cpu, cpu_of_family, crowd, settle, talking

WATCHERS, SECONDS, EVERY = 1000, 20, 2


def measure(shop: Shop) -> list[Row]:
    with shop.web(shop.database()) as web, crowd() as screens, talking("bench.programs.load") as load:
        visitor, postgres = Visitor(web.port), shop.cluster.server.pid  # type: ignore[union-attr]
        screens.open(port=web.port, path="/ws/live/?v=toy.all=0", count=WATCHERS)
        settle(2)
        sockets = _spent(web.pid, postgres, lambda: _change(visitor))
        received = screens.state()
        screens.leave()
        settle(1)
        with ThreadPoolExecutor(1) as pool:
            asking = pool.submit(
                load.run,
                port=web.port,
                path="/live/?v=toy.all={version}",
                connections=WATCHERS,
                seconds=SECONDS,
                every=EVERY,
            )
            polling = _spent(web.pid, postgres, lambda: _change(visitor))
            polls = asking.result()
    return _rows(sockets, polling, received, polls)


def _change(visitor: Visitor) -> None:
    for _ in range(SECONDS // EVERY):
        visitor.trigger("/bench/publish/")
        threading.Event().wait(EVERY)


def _spent(web: int, postgres: int, work: Callable[[], None]) -> tuple[float, float]:
    """Return CPU seconds of the web process and of PostgreSQL while the work is done."""
    before = cpu(web), cpu_of_family(postgres)
    work()
    return cpu(web) - before[0], cpu_of_family(postgres) - before[1]


def _rows(sockets: tuple[float, float], polling: tuple[float, float], received: Any, polls: Any) -> list[Row]:
    wanted = WATCHERS * SECONDS // EVERY
    return [
        Row(
            f"{WATCHERS:,} watchers for {SECONDS} s by socket vs polling every {EVERY} s: CPU of the web process",
            f"{sockets[0]:.2f} s ({received['frames']:,} frames)",
            f"{polling[0]:.2f} s ({polls['answers']:,} of {wanted:,} polls answered, {polls['errors']} errors)",
            sockets[0] / polling[0],
        ),
        Row(
            "…CPU of PostgreSQL",
            f"{sockets[1]:.2f} s",
            f"{polling[1]:.2f} s",
            sockets[1] / polling[1] if polling[1] else None,
        ),
    ]
