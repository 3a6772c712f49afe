"""What a race needs: people who act at once, a way to see who waits for whom, and guards that can be taken away."""

import contextlib
import threading
from collections.abc import Callable

from django.db import connection, connections
from django.db.models import QuerySet

from tests.services import wait_until

PATIENCE = 10  # seconds; nothing here takes one


def together(*works: Callable[[], object]) -> list[object]:
    """Do all of it at once, each in a thread with its own connection; return results and exceptions in order."""
    start, answers = threading.Barrier(len(works)), [None] * len(works)

    def act(index: int, work: Callable[[], object]) -> None:
        try:
            start.wait(PATIENCE)
            answers[index] = work()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            answers[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=pair, daemon=True) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE * 3)
        assert not thread.is_alive(), "somebody waits for ever"
    return answers


def kinds(answers: list[object]) -> list[str]:
    """Return how each one ended: "done", "unchanged", or the name of the error; sorted."""
    return sorted(
        type(one).__name__ if isinstance(one, Exception) else ("done" if one.changed else "unchanged")
        for one in answers
    )


def waiting_for_a_lock() -> int:
    """Return how many connections of this database wait for somebody else's lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees what it saw before
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]


def first_waits_for(monkeypatch, owner: object, name: str, others: int) -> threading.Event:
    """Have the first one to reach `owner.name` stay there until so many others wait for its locks.

    Returns what is set once somebody is there.
    """
    original, first, there = getattr(owner, name), threading.Semaphore(1), threading.Event()

    def gate(*args, **kwargs):
        if first.acquire(blocking=False):
            there.set()
            wait_until(lambda: waiting_for_a_lock() >= others, PATIENCE, f"{others} others wait")
        return original(*args, **kwargs)

    monkeypatch.setattr(owner, name, gate)
    return there


def after(there: threading.Event, work: Callable[[], object]) -> Callable[[], object]:
    """Return the work, done once somebody is there."""

    def later() -> object:
        assert there.wait(PATIENCE)
        return work()

    return later


def meet_at(monkeypatch, owner: object, name: str, people: int) -> None:
    """Have everybody wait for each other when first reaching `owner.name`: what they read before is the same."""
    original, meeting, seen = getattr(owner, name), threading.Barrier(people), threading.local()

    def gate(*args, **kwargs):
        if not getattr(seen, "here", False):
            seen.here = True
            meeting.wait(PATIENCE)
        return original(*args, **kwargs)

    monkeypatch.setattr(owner, name, gate)


def without_locks(monkeypatch) -> None:
    """Take the row locks away."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, *args, **kwargs: self.all())


def without_the_condition(monkeypatch, field: str) -> None:
    """Take a condition like `quantity__gte=…` out of every query."""
    original = QuerySet.filter

    def blind(self, *args, **conditions):
        return original(self, *args, **{key: value for key, value in conditions.items() if key != field})

    monkeypatch.setattr(QuerySet, "filter", blind)


@contextlib.contextmanager
def without_constraints(table: str, *names: str):
    """Take constraints and unique indexes of a table away; the table is emptied before they come back."""
    again = [_take_away(table, name) for name in names]
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {table} CASCADE")
            for statement in again:
                cursor.execute(statement)


def _take_away(table: str, name: str) -> str:
    """Drop a constraint or index by name (a column's own unique constraint: `column*`); return how to make it again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND conname LIKE %s",
            [table, name.replace("*", "%")],
        )
        if found := cursor.fetchone():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{found[0]}"')
            return f'ALTER TABLE {table} ADD CONSTRAINT "{found[0]}" {found[1]}'
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = %s AND indexname = %s", [table, name])
        definition = cursor.fetchone()[0]
        cursor.execute(f'DROP INDEX "{name}"')
        return definition
