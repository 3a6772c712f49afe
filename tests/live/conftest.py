"""Screens in this process: the live layer on an event loop of the test's own, with browsers that are coroutines."""

import asyncio
import threading
from pathlib import Path

import pytest

# Imports of the product wait until Django is set up: pytest loads this file before.


@pytest.fixture(autouse=True, scope="session")
def toys():
    """Install the toy screens in the product under test."""
    from django.template import engines

    from tests.live.toy import screens as toy

    toy.register_all()
    engines["django"].engine.dirs.append(str(Path(toy.__file__).parent / "templates"))


@pytest.fixture
def live(transactional_db, toys):
    """Run a coroutine on a loop of its own, with a hub of its own: `live(story)`, told an `open_browser`."""
    from django.db import connections

    from ocpizza.live import hub
    from tests.live.browsers import Browser

    def run(story):
        async def told():
            here = hub.here()
            browsers = []

            async def open_browser(held="toy.a=0", **how):
                browser = Browser(held, **how)
                browsers.append(browser)
                await browser.open()
                return browser

            try:
                async with asyncio.timeout(30):
                    await story(open_browser)
            finally:
                for browser in browsers:
                    await browser.leave()
                await asyncio.to_thread(_close_connections, here)
                connections.close_all()  # in a coroutine Django keeps one per task

        asyncio.run(told())

    return run


def _close_connections(here):
    """Each thread of the hub closes its own, as the end of the process would."""
    from django.db import connections

    from ocpizza.live import hub

    meeting = threading.Barrier(hub.THREADS)

    def close():
        meeting.wait(10)
        connections.close_all()

    for job in [here._threads.submit(close) for _ in range(hub.THREADS)]:
        job.result(10)
    here._threads.shutdown()


@pytest.fixture
def cookies(transactional_db):
    """Log people in: `cookies(is_staff=True)` returns the user and the headers of their browser."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    def log_in(name="bruno", **rights):
        user = get_user_model().objects.create_user(name, password="x", **rights)
        client = Client()
        client.force_login(user)
        return user, {b"cookie": f"sessionid={client.cookies['sessionid'].value}".encode()}

    return log_in
