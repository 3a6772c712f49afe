"""What the fault tests share: the database seen from outside, and servers with something broken."""

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg2
import pytest

from tests import services
from tests.faults.people import KITCHEN


@dataclass
class Truth:
    """The database itself, over a connection of our own."""

    url: str

    def ask(self, sql: str, *values: object) -> list[tuple]:
        with contextlib.closing(psycopg2.connect(self.url)) as line, line, line.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    def version(self, stream: str = KITCHEN) -> int:
        return next((row[0] for row in self.ask("SELECT version FROM live_stream WHERE name = %s", stream)), 0)

    def orders(self) -> list[str]:
        return [row[0] for row in self.ask("SELECT reference FROM orders_order")]

    def orders_of(self, key: str) -> int:
        return self.ask("SELECT count(*) FROM orders_order WHERE key = %s", key)[0][0]

    def waiting(self) -> int:
        """Return how many of the servers' connections wait for a lock."""
        return self.ask(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )[0][0]

    @contextlib.contextmanager
    def holding_the_stock(self) -> Iterator[None]:
        """Keep every stock row locked: whoever orders waits in the middle of the transaction."""
        with contextlib.closing(psycopg2.connect(self.url)) as line, line.cursor() as cursor:
            cursor.execute("SELECT 1 FROM stock_level ORDER BY id FOR UPDATE")
            yield
            line.rollback()


@pytest.fixture
def truth():
    """See a site's database from outside: `truth(site)`."""
    return lambda site: Truth(site.database_url)


@contextlib.contextmanager
def broken_web(fault: str, site) -> Iterator[services.Web]:
    """Serve the site's database with this fault of tests/faults/broken.py."""
    healthy = site.web
    web = _Broken(services.free_port(), dict(healthy.env), healthy.folder, [fault])
    web.env["PORT"] = str(web.port)
    try:
        web.start()
        yield web
    finally:
        web.kill()


class _Broken(services.Web):
    def start(self, seconds: float = 30) -> None:
        command = [sys.executable, "-m", "tests.faults.broken", *self.arguments]
        self.server = services.Process(command, self.folder / f"broken-{self.port}.log", self.env)
        self.server.spawn()
        services.wait_until(self._up_or_dead, seconds, f"the broken server on port {self.port} answers")
        assert self.server.running, self.server.output()
