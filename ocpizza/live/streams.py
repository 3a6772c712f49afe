"""Counts the changes of each stream in the transaction that makes them, and tells the screens once it is committed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial

from django.db import connection, transaction
from django.utils import timezone

from ocpizza.live import notices
from ocpizza.live.models import Stream


def bump(names: Iterable[str]) -> dict[str, int]:
    """Add one to the version of each stream, and return the new versions.

    One statement, the names sorted: two transactions that share streams lock the rows in the same order.
    Call it last: the rows stay locked until the commit, which makes the order of commits the order of versions.
    """
    ordered = sorted(set(names))
    if not ordered:
        return {}
    rows = ", ".join(["(%s, 1)"] * len(ordered))
    statement = (
        f"INSERT INTO live_stream (name, version) VALUES {rows} "  # noqa: S608 - placeholders only
        "ON CONFLICT (name) DO UPDATE SET version = live_stream.version + 1 RETURNING name, version"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, ordered)
        return dict(sorted(cursor.fetchall()))


def announce(names: Iterable[str]) -> dict[str, int]:
    """Bump the streams now and tell every open screen after the commit; only actions call this."""
    bumped = bump(names)
    if bumped:
        transaction.on_commit(partial(notices.tell, bumped), robust=True)
    return bumped


def versions(names: Iterable[str]) -> dict[str, int]:
    """Return the version of each stream, 0 for one that never changed; one query."""
    wanted = sorted(set(names))
    known = dict(Stream.objects.filter(name__in=wanted).values_list("name", "version")) if wanted else {}
    return {name: known.get(name, 0) for name in wanted}


def note_watched(names: Iterable[str]) -> None:
    """Note that these streams are on somebody's screen now; one statement, the names sorted as in `bump`."""
    now = timezone.now()
    rows = [Stream(name=name, watched_at=now) for name in sorted(set(names))]
    Stream.objects.bulk_create(rows, update_conflicts=True, unique_fields=["name"], update_fields=["watched_at"])


def watched(names: Iterable[str]) -> dict[str, datetime]:
    """Return when each stream was last on a screen of the staff; one that never was is left out. One query."""
    seen = Stream.objects.filter(name__in=sorted(set(names)), watched_at__isnull=False)
    return {name: at for name, at in seen.values_list("name", "watched_at") if at}


def spell(vector: Mapping[str, int]) -> str:
    """Write versions as pages, frames and headers carry them: `kitchen.lille=12 menu.lille=3`."""
    return " ".join(f"{name}={version}" for name, version in sorted(vector.items()))
