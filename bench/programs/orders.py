"""A process with Django inside that places orders, by the product's action and by bare SQL; speaks lines of JSON."""

import asyncio
import json
import secrets
import statistics
import sys
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import django

django.setup()

import psycopg2  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402
from psycopg2.extras import execute_values  # noqa: E402

from ocpizza.catalog.models import Variant  # noqa: E402
from ocpizza.live import hub  # noqa: E402
from ocpizza.orders.actions import Actor  # noqa: E402
from ocpizza.orders.flow import By, Fulfilment  # noqa: E402
from ocpizza.orders.models import Order  # noqa: E402
from ocpizza.orders.placing import Wish, place  # noqa: E402
from ocpizza.stock.ledger import SCREENS  # noqa: E402
from ocpizza.stock.models import Level  # noqa: E402
from ocpizza.stores.models import Store  # noqa: E402

BASKET = {"margherita-m": 1, "reine-g": 2, "cola": 1}
PLENTY = 10**12
THREADS = 4


def listen_as_a_server_does() -> None:
    """Start a loop with a hub: like a web process, we announce through it and never wait."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()

    async def attach() -> None:
        hub.here()

    asyncio.run_coroutine_threadsafe(attach(), loop).result(10)


def basket() -> dict[str, int]:
    """Return two pizzas and something to drink that are on the demo's menu."""
    known = set(Variant.objects.values_list("sku", flat=True))
    chosen = {sku: quantity for sku, quantity in BASKET.items() if sku in known}
    drink = Variant.objects.filter(size=None).order_by("pk").values_list("sku", flat=True)
    return chosen if len(chosen) == len(BASKET) else chosen | {drink[0]: 1}


def wish(store: Store, wanted: dict[str, int]) -> Wish:
    area = store.areas.all()[0]
    return Wish(
        store=store,
        key=uuid.uuid4().hex,
        basket=wanted,
        fulfilment=Fulfilment.DELIVERY,
        name="Alice Martin",
        phone="06 39 98 12 34",
        street="12 rue Beauvoisine",
        postcode=area.postcode,
        city="Rouen",
    )


class Till:
    def __init__(self) -> None:
        Level.objects.update(quantity=PLENTY)
        self.stores = list(Store.objects.with_hours().order_by("pk")[:THREADS])  # as the checkout fetches its store
        self.basket = basket()

    def do_place(self, store: str, count: int) -> dict[str, Any]:
        """Place orders in one store and return their references."""
        found = Store.objects.with_hours().get(slug=store)
        placed = [place(wish(found, self.basket), Actor(By.CUSTOMER)).order.reference for _ in range(count)]
        return {"references": placed}

    def do_race(self, threads: int, ours: int, bare: int) -> dict[str, float]:
        """Place so many orders in each of these threads, each in its own store; then so many by bare SQL."""
        return {"ours": self._rate(self._place, threads, ours), "bare": self._rate(self._insert, threads, bare)}

    def do_queries(self) -> dict[str, Any]:
        """Return the statements of one order."""
        statements: list[str] = []

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            statements.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            self._place(self.stores[0], 1)
        return {"statements": statements}

    def do_seed(self, count: int) -> dict[str, int]:
        """Copy one order of each store, completed, until there are so many, over the last days and today."""
        for store in self.stores:
            self._place(store, 1)
            self._copy(Order.objects.filter(store=store).order_by("pk").last(), count // len(self.stores))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return {"orders": Order.objects.count()}

    def do_one_by_one(self, count: int) -> dict[str, float]:
        """Place orders one after the other; the median, in ms. They are completed after, as a kitchen would."""
        took = []
        for number in range(count):
            store = self.stores[number % len(self.stores)]
            began = time.perf_counter()
            place(wish(store, self.basket), Actor(By.CUSTOMER))
            took.append((time.perf_counter() - began) * 1000)
            self._complete(store)
        return {"median": statistics.median(took)}

    def _complete(self, store: Store) -> None:
        Order.objects.filter(store=store, due_cents__gt=0).update(status="completed", due_cents=0)

    def _rate(self, work: Callable[[Store, int], None], threads: int, count: int) -> float:
        def run(store: Store) -> None:
            work(store, count)
            connection.close()

        began = time.perf_counter()
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(run, self.stores[:threads]))
        rate = threads * count / (time.perf_counter() - began)
        for store in self.stores:
            self._complete(store)
        return rate

    def _place(self, store: Store, count: int) -> None:
        for _ in range(count):
            place(wish(store, self.basket), Actor(By.CUSTOMER))

    def _insert(self, store: Store, count: int) -> None:
        """Write the rows that `place` writes, in one transaction as it does, with nothing read and nothing checked."""
        link, rows = psycopg2.connect(**_address()), Rows(store)
        for _ in range(count):
            with link, link.cursor() as cursor:
                rows.write(cursor)
        link.close()

    def _copy(self, order: Order, count: int) -> None:
        """Multiply an order with lines, changes and movements by INSERT … SELECT, over the last 30 days."""
        with connection.cursor() as cursor:
            for sql in COPY:
                cursor.execute(sql, {"order": order.pk, "reference": order.reference, "count": count})


def _address() -> dict[str, Any]:
    found = connection.settings_dict
    return {"host": found["HOST"], "port": found["PORT"], "user": found["USER"], "dbname": found["NAME"]}


def _columns(table: str, but: set[str]) -> list[str]:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return [column.name for column in described if column.name not in but | {"id"}]


COPY: list[str] = []


def prepare_copies() -> None:
    """Write the statements that multiply an order; the copies' references begin with the original's key."""
    plain = ", ".join(_columns("orders_order", {"reference", "key", "number", "day", "status", "due_cents"}))
    lines = ", ".join(_columns("orders_line", {"order_id"}))
    changes = ", ".join(_columns("orders_statuschange", {"order_id"}))
    moves = ", ".join(_columns("stock_movement", {"reference"}))
    mark = "'seed' || %(order)s || '-'"
    theirs = ", ".join(f"change.{name}" for name in changes.split(", "))
    its = ", ".join(f"line.{name}" for name in lines.split(", "))
    copies = f"orders_order copy WHERE copy.reference LIKE {mark} || '%%'"
    numbers = "generate_series(1, %(count)s) n"
    COPY[:] = [
        f"""INSERT INTO orders_order (reference, key, number, day, status, due_cents, {plain})
            SELECT {mark} || n, {mark} || n, 10000 + n, day - n %% 30, 'completed', 0, {plain}
            FROM orders_order, {numbers} WHERE id = %(order)s""",
        f"""INSERT INTO orders_line (order_id, {lines}) SELECT copy.id, {its}
            FROM orders_line line, {copies} AND line.order_id = %(order)s""",
        f"""INSERT INTO orders_statuschange (order_id, {changes}) SELECT copy.id, {theirs}
            FROM orders_statuschange change, {copies} AND change.order_id = %(order)s""",
        f"""INSERT INTO stock_movement (reference, {moves}) SELECT {mark} || n, {moves}
            FROM stock_movement, {numbers} WHERE reference = %(reference)s""",
        f"INSERT INTO live_stream (name, version) SELECT 'order.' || {mark} || n, 1 FROM {numbers}",
    ]


class Rows:
    """The rows of one order of a store, as `place` wrote them once: bare SQL writes the same again."""

    def __init__(self, store: Store) -> None:
        self.store = store
        order = Order.objects.filter(store=store, key__regex="^[0-9a-f]{32}$").order_by("pk").last()
        assert order is not None
        self.day = order.day
        self.order = self._rows("orders_order", "id", order.pk, set())[0]
        self.lines = self._rows("orders_line", "order_id", order.pk, {"order_id"})
        self.change = self._rows("orders_statuschange", "order_id", order.pk, {"order_id"})[0]
        self.moves = self._rows("stock_movement", "reference", order.reference, set())

    @staticmethod
    def _rows(table: str, key: str, value: Any, but: set[str]) -> list[dict[str, Any]]:
        names = _columns(table, but)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(names)} FROM {table} WHERE {key} = %s ORDER BY id", [value])
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def write(self, cursor: Any) -> None:
        reference, now = secrets.token_urlsafe(16), timezone.now()
        whens = " ".join(f"WHEN {move['ingredient_id']} THEN {-move['quantity']}" for move in self.moves)
        ids = ", ".join(str(move["ingredient_id"]) for move in self.moves)
        cursor.execute(
            f"UPDATE stock_level SET quantity = quantity - CASE ingredient_id {whens} END WHERE store_id = "
            f"{self.store.pk} AND ingredient_id IN ({ids}) AND quantity >= CASE ingredient_id {whens} END"
        )
        _insert(cursor, "stock_movement", [move | {"reference": reference, "at": now} for move in self.moves])
        cursor.execute(
            "UPDATE orders_daynumber SET last = last + 1 WHERE store_id = %s AND day = %s RETURNING last",
            [self.store.pk, self.day],
        )
        number = cursor.fetchone()[0]
        order = self.order | {"reference": reference, "key": uuid.uuid4().hex, "number": number, "placed_at": now}
        order |= {"status": "awaiting_preparation", "due_cents": order["total_cents"], "start_by": now}
        order |= {"status_at": now, "promised_at": now + timedelta(minutes=40)}
        ((pk,),) = _insert(cursor, "orders_order", [order], " RETURNING id")
        _insert(cursor, "orders_line", [{"order_id": pk} | line for line in self.lines])
        _insert(cursor, "orders_statuschange", [{"order_id": pk} | self.change | {"at": now}])
        slug = self.store.slug
        names = sorted([*(f"{room}.{slug}" for room in ("delivery", *SCREENS)), f"order.{reference}"])
        execute_values(
            cursor,
            "INSERT INTO live_stream (name, version) VALUES %s "
            "ON CONFLICT (name) DO UPDATE SET version = live_stream.version + 1 RETURNING name, version",
            [(name, 1) for name in names],
        )


def _insert(cursor: Any, table: str, rows: list[dict[str, Any]], tail: str = "") -> Any:
    statement = f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES %s{tail}"
    execute_values(cursor, statement, [tuple(row.values()) for row in rows])
    return cursor.fetchall() if tail else None


if __name__ == "__main__":
    listen_as_a_server_does()
    prepare_copies()
    till = Till()
    for said in sys.stdin:
        asked = json.loads(said)
        print(json.dumps(getattr(till, f"do_{asked.pop('do')}")(**asked)), flush=True)
