"""Pages per second: `ocpizza.serve` against gunicorn with threads serving the same application.

Both serve from the same PostgreSQL database with persistent connections: ours as in production (Daphne, four HTTP
threads), gunicorn as `-k gthread -w 1 --threads 8`. 32 clients in one process keep their connections and ask again
as soon as they are answered; the two servers take turns of five seconds, the first second of all uncounted. The
menu is the real page; the fragment is one query and one small template. Connections to the database are counted in
pg_stat_activity during the load.
"""

import contextlib
import statistics
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.report import Promise, Row, spread
from bench.shop import Shop, Talk, Visitor, cpu_of_family, settle, talking
from tests import services

CLIENTS, SECONDS, TURNS = 32, 5, 4
MENU, FRAGMENT = "/carte/rouen-centre/", "/bench/fragment/"


@dataclass
class House:
    """A server under load: `rates` in answers per second by path, and the most connections it held."""

    port: int
    process: int
    database: str
    rates: dict[str, list[float]] = field(default_factory=lambda: {MENU: [], FRAGMENT: []})
    spent: dict[str, list[float]] = field(default_factory=lambda: {MENU: [], FRAGMENT: []})
    errors: int = 0
    connections: int = 0

    def turn(self, shop: Shop, load: Talk, path: str, seconds: float, count: bool = True) -> None:
        visitor = Visitor(self.port)
        visitor.get(MENU)
        with _counting(shop, self):
            before = cpu_of_family(self.process)
            found = load.run(port=self.port, path=path, connections=CLIENTS, seconds=seconds, cookie=visitor.cookie)
        self.errors += found["errors"]
        if count:
            self.rates[path].append(found["rate"])
            self.spent[path].append((cpu_of_family(self.process) - before) * 1000 / found["answers"])


def measure(shop: Shop) -> list[Row]:
    # Two databases with the same rows, so that each server's connections can be told apart.
    ours_url, theirs_url = shop.database(), shop.database()
    port = services.free_port()
    command = ["-m", "gunicorn", "-k", "gthread", "-w", "1", "--threads", "8", "-b", f"127.0.0.1:{port}"]
    command += ["--log-level", "error", "ocpizza.wsgi:app"]
    with (
        shop.web(ours_url) as web,
        shop.program(*command, port=port, env=shop.environment(theirs_url)) as gunicorn,
        talking("bench.programs.load") as load,
    ):
        houses = [House(web.port, web.pid, ours_url), House(port, gunicorn.pid, theirs_url)]
        for path in (MENU, FRAGMENT):
            for house in houses:
                house.turn(shop, load, path, 1.5, count=False)
            for turn in range(TURNS):
                for house in houses if turn % 2 else reversed(houses):
                    house.turn(shop, load, path, SECONDS)
                    settle(0.2)
    ours, theirs = houses
    return [
        _row("menu page, 32 clients, vs gunicorn gthread", ours, theirs, MENU, Promise("≥", 0.9, 0.9)),
        _spent("…CPU of the web process per menu page", ours, theirs, MENU),
        _row("one-query fragment, 32 clients, vs gunicorn gthread", ours, theirs, FRAGMENT, Promise("≥", 0.7, 0.5)),
        _spent("…CPU of the web process per fragment", ours, theirs, FRAGMENT),
        Row(
            "…database connections",
            f"{ours.connections}",
            f"{theirs.connections}",
            ours.connections / theirs.connections,
        ),
    ]


def _row(name: str, ours: House, theirs: House, path: str, promise: Promise) -> Row:
    ratio = statistics.median(ours.rates[path]) / statistics.median(theirs.rates[path])
    lost = f", {ours.errors} errors" if ours.errors else ""
    return Row(name, spread(ours.rates[path], "/s", 0) + lost, spread(theirs.rates[path], "/s", 0), ratio, promise)


def _spent(name: str, ours: House, theirs: House, path: str) -> Row:
    ratio = statistics.median(ours.spent[path]) / statistics.median(theirs.spent[path])
    return Row(name, spread(ours.spent[path], "ms"), spread(theirs.spent[path], "ms"), ratio)


@contextlib.contextmanager
def _counting(shop: Shop, house: House) -> Iterator[None]:
    ended = threading.Event()
    name = house.database.rsplit("/", 1)[1]

    def count() -> None:
        while not ended.wait(0.7):
            rows = shop.cluster.execute(f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}'")
            house.connections = max(house.connections, rows[0][0])

    thread = threading.Thread(target=count)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
