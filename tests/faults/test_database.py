"""The database restarts under load: what was acknowledged is there, and work resumes within a second."""

import threading
import time

import pytest

from tests import services
from tests.faults.people import Browser, Screen, cook, customers, reference
from tests.services import wait_until
from tests.sites import opened


@pytest.fixture(scope="module")
def server():
    """A PostgreSQL of this file's own."""
    with services.postgres() as own:
        yield own


@pytest.fixture(scope="module")
def site(server, demo_data, tmp_path_factory):
    """A site on it."""
    env = services.environment(DATABASE_URL=server.url(), OCPIZZA_VAR=str(tmp_path_factory.mktemp("var")))
    services.manage("migrate", "--noinput", env=env)
    services.manage("demo", env=env)
    with opened(demo_data, database_url=server.url()) as here:
        yield here


def test_no_acknowledged_order_is_lost_and_the_first_success_comes_within_a_second(site, server, truth):
    waiting = customers(site.url, 24)
    acknowledged: list[tuple[float, str]] = []
    refused: list[int] = []
    with Screen(cook(site.url)) as screen:
        crowd = [
            threading.Thread(target=_insist, args=(waiting[index::4], acknowledged, refused), daemon=True)
            for index in range(4)
        ]
        for one in crowd:
            one.start()
        wait_until(lambda: len(acknowledged) >= 3, 10, "some orders are in")
        server.stop()
        wait_until(lambda: refused, 10, "somebody notices")
        server.start()
        back = time.monotonic()
        for one in crowd:
            one.join(30)
        database = truth(site)
        wait_until(lambda: screen.version >= database.version(), 7, "the screen is right again")
    first = min(when for when, _ in acknowledged if when >= back)
    print(f"first success {first - back:.3f} s after the return, {len(refused)} refusals")
    assert first - back <= 1.0
    assert set(refused) <= {0, 500, 503}
    assert {one for _, one in acknowledged} <= set(database.orders())
    assert len(acknowledged) == len(waiting)
    assert all(database.orders_of(customer.form["key"]) == 1 for customer in waiting)


def _insist(people, acknowledged, refused):
    """Each one presses the button until the order is acknowledged, as people do."""
    for customer in people:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            answer = customer.order()
            if answer.status == 303:
                acknowledged.append((time.monotonic(), reference(answer)))
                break
            refused.append(answer.status)
            threading.Event().wait(0.05)


def test_health_tells_the_truth_while_the_database_is_away(site, server):
    browser = Browser(site.url)
    assert browser.get("/readyz").status == 200
    server.stop()
    assert (browser.get("/livez").status, browser.get("/readyz").status) == (200, 503)
    server.start()
    wait_until(lambda: browser.get("/readyz").status == 200, 1, "ready again")
