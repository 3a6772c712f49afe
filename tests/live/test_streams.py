"""A version counts every committed change, and nobody hears of one that was not committed."""

import threading

import pytest
from django.db import connection, transaction

from ocpizza.live import notices, radio, streams


def test_a_bump_is_one_statement_whatever_the_number_of_streams(db, django_assert_num_queries):
    streams.bump(["menu.b", "kitchen.a"])
    with django_assert_num_queries(1):
        bumped = streams.bump({"menu.b", "kitchen.a", "board.a"})
    assert list(bumped.items()) == [("board.a", 1), ("kitchen.a", 2), ("menu.b", 2)]


def test_streams_are_bumped_in_the_order_of_their_names(db, django_assert_num_queries):
    with django_assert_num_queries(1) as seen:
        streams.bump(["c.c", "a.a", "b.b"])
    sql = seen.captured_queries[0]["sql"]
    assert sql.index("a.a") < sql.index("b.b") < sql.index("c.c")


def test_a_stream_named_twice_counts_once(db):
    assert streams.bump(["menu.a", "menu.a"]) == {"menu.a": 1}


def test_no_stream_is_no_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert streams.bump([]) == {}
        assert streams.versions([]) == {}


def test_versions_are_read_in_one_query_and_unknown_streams_are_at_zero(db, django_assert_num_queries):
    streams.bump(["menu.a"])
    with django_assert_num_queries(1):
        assert streams.versions(["menu.b", "menu.a"]) == {"menu.a": 1, "menu.b": 0}


def test_concurrent_changes_get_every_version_once_without_a_gap(transactional_db):
    def work():
        for _ in range(10):
            with transaction.atomic():
                seen.append(streams.bump(["kitchen.a", "menu.a"]))
        connection.close()

    seen: list[dict[str, int]] = []
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(each["kitchen.a"] for each in seen) == list(range(1, 41))
    assert all(each["kitchen.a"] == each["menu.a"] for each in seen)


def test_a_change_is_told_after_its_commit_and_not_before(transactional_db, monkeypatch):
    told = []
    monkeypatch.setattr(notices, "tell", told.append)
    with transaction.atomic():
        assert streams.announce(["menu.a"]) == {"menu.a": 1}
        assert told == []
    assert told == [{"menu.a": 1}]


def test_a_change_that_is_rolled_back_is_neither_told_nor_counted(transactional_db, monkeypatch):
    told = []
    monkeypatch.setattr(notices, "tell", told.append)

    def fail():
        with transaction.atomic():
            streams.announce(["menu.a"])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert told == []
    assert streams.versions(["menu.a"]) == {"menu.a": 0}


def test_a_dead_layer_fails_no_change_and_is_not_asked_again_at_once(transactional_db, monkeypatch):
    asked = []

    async def dead(versions):
        asked.append(versions)
        raise ConnectionError

    monkeypatch.setattr(radio, "publish", dead)
    monkeypatch.setattr(notices._Process, "ear", None)
    monkeypatch.setattr(notices._Process, "silent_until", 0.0)
    for _ in range(3):
        with transaction.atomic():
            streams.announce(["menu.a"])
    assert streams.versions(["menu.a"]) == {"menu.a": 3}
    assert len(asked) == 1
