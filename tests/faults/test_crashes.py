"""A process dies while it works: one intention stays one order, and screens find what nobody told them."""

import sys
import threading
import time

import pytest

from tests import services
from tests.faults.conftest import broken_web
from tests.faults.people import Browser, Screen, cook, customers, reference
from tests.services import wait_until

SWEEP, MARGIN = 5.0, 2.0


def in_the_background(work):
    """Start the work; return a thread whose `answer` holds the result."""
    answers = []
    thread = threading.Thread(target=lambda: answers.append(work()), daemon=True)
    thread.answers = answers
    thread.start()
    return thread


def test_killed_in_the_middle_of_an_order_the_retry_makes_exactly_one(fresh_site, truth):
    database, customer = truth(fresh_site), customers(fresh_site.url, 1)[0]
    before = len(database.orders())
    with Screen(cook(fresh_site.url)) as screen:
        with database.holding_the_stock():
            sent = in_the_background(customer.order)
            wait_until(database.waiting, 5, "the order waits in its transaction")
            fresh_site.web.kill()
        sent.join(10)
        assert sent.answers[0].status == 0
        wait_until(lambda: not database.waiting(), 5, "the database forgot the dead")
        assert len(database.orders()) == before
        fresh_site.web.start()
        back = time.monotonic()
        placed = reference(customer.order())
        assert customer.order().location.rstrip("/").endswith(placed)
        wait_until(lambda: screen.shows(f'data-order="{placed}"'), 3 + MARGIN, "the screen shows it")
        assert screen.seen[-1][0] - back <= 3 + MARGIN
    assert database.orders_of(customer.form["key"]) == 1
    assert len(database.orders()) == before + 1


def test_screens_are_back_within_three_seconds_of_the_servers_return(fresh_site):
    with Screen(cook(fresh_site.url)) as screen:
        fresh_site.web.kill()
        down = time.monotonic()
        fresh_site.web.start()
        wait_until(lambda: screen.seen[-1][0] > down, 3, "a frame after the return")


def test_killed_after_the_commit_before_the_answer_the_retry_finds_the_order(fresh_site, truth):
    database = truth(fresh_site)
    with broken_web("dies_after_the_commit", fresh_site) as dying:
        customer = customers(dying.url, 1)[0]
        assert customer.order().status == 0
        assert dying.server.wait(5) == -9
    assert database.orders_of(customer.form["key"]) == 1
    customer.url = fresh_site.url  # the next process answers the retry; cookies do not know ports
    placed = reference(customer.order())
    assert database.orders_of(customer.form["key"]) == 1
    assert customer.get(f"/suivi/{placed}/").status == 200


def test_what_was_committed_and_never_told_is_seen_by_the_sweep(fresh_site, truth):
    database = truth(fresh_site)
    with Screen(cook(fresh_site.url)) as screen:
        before = set(database.orders())
        _dies_between_commit_and_notice(fresh_site)
        done = time.monotonic()
        (placed,) = set(database.orders()) - before
        wait_until(lambda: screen.shows(f'data-order="{placed}"'), SWEEP + MARGIN, "the sweep finds it")
        print(f"seen {screen.reached(database.version()) - done:.2f} s after the commit")
        assert screen.reached(database.version()) - done <= SWEEP + MARGIN


def test_the_fault_is_real_without_the_sweep_nobody_would_see_it(fresh_site, truth):
    database = truth(fresh_site)
    with broken_web("no_sweep", fresh_site) as web, Screen(cook(web.url)) as screen:
        _dies_between_commit_and_notice(fresh_site)
        behind = database.version()
        with pytest.raises(AssertionError):
            wait_until(lambda: screen.version >= behind, SWEEP + MARGIN, "seen without a sweep")


def _dies_between_commit_and_notice(site):
    crash = services.Process([sys.executable, "-m", "tests.faults.crash"], site.web.folder / "crash.log", site.env())
    crash.spawn()
    assert crash.wait(20) == -9, crash.output()


@pytest.mark.parametrize("requests", [4, 12])
def test_sigterm_answers_everything_in_flight_and_calls_the_screens_back(requests, fresh_site, truth):
    database, waiting = truth(fresh_site), customers(fresh_site.url, requests)
    with Screen(cook(fresh_site.url)) as screen:
        with database.holding_the_stock():
            sent = [in_the_background(customer.order) for customer in waiting]
            wait_until(lambda: database.waiting() >= 4, 5, "as many orders as there are threads wait")
            asked = time.monotonic()
            fresh_site.web.server.send(15)
            wait_until(lambda: not fresh_site.web.alive(), 5, "nobody new is let in")
        for one in sent:
            one.join(20)
        assert fresh_site.web.server.wait(25) == 0
        print(f"ended {time.monotonic() - asked:.2f} s after SIGTERM")
        assert time.monotonic() - asked < 25
        wait_until(lambda: screen.codes, 5, "the screen is told")
    assert [one.answers[0].status for one in sent] == [303] * requests
    assert {reference(one.answers[0]) for one in sent} <= set(database.orders())
    assert screen.codes[0] == 4012


def test_the_fault_is_real_a_server_that_stops_at_once_drops_what_is_in_flight(fresh_site, truth):
    database = truth(fresh_site)
    with broken_web("stops_at_once", fresh_site) as web:
        customer = customers(web.url, 1)[0]
        with database.holding_the_stock():
            sent = in_the_background(customer.order)
            wait_until(database.waiting, 5, "the order waits in its transaction")
            web.server.send(15)
            sent.join(3)
        sent.join(20)
        assert sent.answers[0].status != 303


def test_an_idle_server_ends_at_once(fresh_site):
    asked = time.monotonic()
    assert fresh_site.web.terminate() == 0
    assert time.monotonic() - asked < 5
    assert Browser(fresh_site.url).get("/livez").status == 0
