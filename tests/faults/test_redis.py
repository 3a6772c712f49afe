"""Redis dies and comes back: orders go on, screens follow by the sweep."""

import threading
import time

from tests.faults.people import Screen, cook, customers, reference
from tests.services import wait_until

SWEEP = 5.0  # what is promised
MARGIN = 2.0  # for a machine of two cores that runs servers, database and watchers at once
ORDERS, OUTAGE, PACE = 100, 10.0, 0.13


def test_an_order_through_one_process_shows_on_the_screen_of_another(site_factory, redis_server, truth):
    site = site_factory(redis_url=redis_server.url, webs=2)
    one, other = site.webs
    with Screen(cook(other.url)) as screen:
        for customer in customers(one.url, 3):
            placed = reference(customer.order())
            version, done = truth(site).version(), time.monotonic()
            wait_until(lambda v=version: screen.version >= v, SWEEP + MARGIN, "the other process shows it")
            assert screen.reached(version) - done < 1.5, "faster than any sweep: by notice"
            assert screen.shows(f'data-order="{placed}"')


def test_redis_away_for_ten_seconds_during_a_hundred_orders(site_factory, redis_server, truth):
    site = site_factory(redis_url=redis_server.url, webs=2)
    one, other = site.webs
    database, waiting = truth(site), customers(one.url, ORDERS)
    steps: list[tuple[int, float]] = []
    with Screen(cook(one.url)) as here, Screen(cook(other.url)) as there:
        outage = threading.Thread(target=_outage, args=(redis_server,))
        answers, start, tick = [], time.monotonic(), threading.Event()
        for index, customer in enumerate(waiting):
            tick.wait(max(0.0, start + index * PACE - time.monotonic()))
            if index == 10:
                outage.start()
            answers.append(customer.order())
            steps.append((database.version(), time.monotonic()))
        outage.join(30)
        back = time.monotonic()
        final = database.version()
        for screen in (here, there):
            wait_until(lambda s=screen: s.version >= final, SWEEP + MARGIN, "right after Redis's return")
            assert screen.reached(final) <= max(back, steps[-1][1]) + SWEEP + MARGIN
            late = [screen.reached(version) - done for version, done in steps]
            print(f"at most {max(late):.2f} s behind, right {screen.reached(final) - back:+.2f} s from Redis's return")
            assert max(late) <= SWEEP + MARGIN
    assert {answer.status for answer in answers} == {303}
    assert {reference(answer) for answer in answers} <= set(database.orders())
    assert len({reference(answer) for answer in answers}) == ORDERS


def _outage(redis):
    redis.kill()
    threading.Event().wait(OUTAGE)
    redis.start()


def test_notices_are_heard_again_after_redis_came_back(site_factory, redis_server, truth):
    site = site_factory(redis_url=redis_server.url, webs=2)
    one, other = site.webs
    database = truth(site)
    with Screen(cook(other.url)) as screen:
        redis_server.kill()
        assert customers(one.url, 1)[0].order().status == 303
        redis_server.start()

        def heard_at_once() -> bool:
            assert customers(one.url, 1)[0].order().status == 303
            version, done = database.version(), time.monotonic()
            wait_until(lambda: screen.version >= version, SWEEP + MARGIN, "the screen follows")
            return screen.reached(version) - done < 0.5

        wait_until(
            lambda: heard_at_once() and heard_at_once() and heard_at_once(), 40, "by notice, three times running"
        )
