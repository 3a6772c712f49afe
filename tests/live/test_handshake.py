"""Who may open a screen, from where, and how long: a socket never outlives the right to look."""

import asyncio
import time

import pytest
from django.contrib.sessions.models import Session

from ocpizza.live import hub, streams
from tests.live.browsers import Browser, change, settled


async def refused(open_browser, **how):
    browser = await open_browser(**how)
    code = await browser.closed()
    assert browser.frames == []
    return code


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "",
        "http://testserver.evil.example",
        "http://eviltestserver",
        "http://testserver:8080",
        "http://testserver/",
        "http://user@testserver",
        "ftp://testserver",
        "testserver",
        "file://testserver",
    ],
)
def test_the_pages_of_others_cannot_open_our_screens(live, origin):
    async def story(open_browser):
        assert await refused(open_browser, origin=origin) == 4403

    live(story)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://testserver", "testserver"),
        ("http://TestServer", "testserver"),
        ("http://testserver:8000", "testserver:8000"),
        ("https://testserver", "testserver"),
        ("http://[::1]:8000", "[::1]:8000"),
    ],
)
def test_our_own_pages_can(live, settings, origin, host):
    settings.ALLOWED_HOSTS = ["testserver", "[::1]"]

    async def story(open_browser):
        browser = await open_browser(origin=origin, headers={b"host": host.encode()})
        assert (await browser.frame()).kind == "hello"

    live(story)


def test_a_host_that_is_not_ours_is_refused_even_if_the_origin_agrees(live, settings):
    settings.ALLOWED_HOSTS = ["testserver"]

    async def story(open_browser):
        headers = {b"host": b"rebound.example"}
        assert await refused(open_browser, origin="http://rebound.example", headers=headers) == 4403

    live(story)


def test_two_origins_are_none(live):
    async def story(open_browser):
        browser = Browser("toy.a=0")
        browser.scope["headers"].append((b"origin", b"http://testserver"))
        await browser.open()
        assert await browser.closed() == 4403
        await browser.leave()

    live(story)


def test_where_everything_is_encrypted_a_plain_page_cannot(live, settings):
    settings.SECURE_SSL_REDIRECT = True

    async def story(open_browser):
        assert await refused(open_browser, origin="http://testserver") == 4403

    live(story)


@pytest.mark.parametrize(
    "query", ["", "v=", "v=x", "v=unknown.a%3D1", "v=toy.gone%3D1", "v=toy.a%3D1&v=toy.b%3D1", "w=1", "v=%ff"]
)
def test_what_does_not_exist_is_gone(live, query):
    async def story(open_browser):
        assert await refused(open_browser, query=query) == 4404

    live(story)


def test_a_stranger_is_asked_to_log_in_and_a_customer_is_forbidden(live, cookies):
    _, headers = cookies()

    async def story(open_browser):
        assert await refused(open_browser, held="till.a=0") == 4401
        assert await refused(open_browser, held="till.a=0", headers={b"cookie": b"sessionid=forged"}) == 4401
        assert await refused(open_browser, held="till.a=0", headers=headers) == 4403

    live(story)


def test_staff_see_the_screens_of_staff(live, cookies):
    _, headers = cookies(is_staff=True)

    async def story(open_browser):
        assert (await (await open_browser("till.a=0", headers=headers)).frame()).kind == "hello"

    live(story)


def test_one_forbidden_screen_among_several_closes_the_socket(live, cookies):
    _, headers = cookies()

    async def story(open_browser):
        assert await refused(open_browser, held="toy.a=0 till.a=0", headers=headers) == 4403

    live(story)


def test_a_public_screen_asks_the_database_nothing_about_its_viewer(live, cookies, django_assert_num_queries):
    from ocpizza.live import looks
    from ocpizza.live.viewers import visit

    _, headers = cookies(is_staff=True)
    with django_assert_num_queries(0):
        looks._admit(visit(headers), "toy.a=0")


@pytest.mark.parametrize("lost", ["password", "active", "session", "staff"])
def test_a_right_that_is_lost_closes_the_socket_at_the_next_repaint(live, cookies, lost):
    user, headers = cookies(is_staff=True)

    async def story(open_browser):
        browser, public = await open_browser("till.a=0", headers=headers), await open_browser("toy.a=0")
        await browser.frame()
        await public.frame()
        take_away(user, lost)
        change(text="secret")
        assert await browser.closed() == (4403 if lost == "staff" else 4401)
        assert len(browser.frames) == 1, "what it may no longer see was sent"
        assert (await public.frame()).kind == "patch"
        assert len(hub.here().sockets) == 1

    live(story)


def take_away(user, what):
    if what == "password":
        user.set_password("another")
    elif what == "active":
        user.is_active = False
    elif what == "staff":
        user.is_staff = False
    else:
        Session.objects.all().delete()
    user.save()


def test_a_revoked_right_closes_the_socket_at_once_by_notice(live, cookies):
    user, headers = cookies(is_staff=True)
    _, others = cookies("dina", is_staff=True)

    async def story(open_browser):
        browser, other = await open_browser("till.a=0", headers=headers), await open_browser("till.a=0", headers=others)
        await browser.frame()
        await other.frame()
        take_away(user, "staff")
        begun = time.monotonic()
        streams.announce([f"staff.{user.pk}"])
        assert await browser.closed() == 4403
        assert time.monotonic() - begun < 2
        await settled()
        assert other.code is None

    live(story)


def test_a_revoked_right_closes_the_socket_within_fifteen_seconds_without_notice(live, cookies):
    user, headers = cookies(is_staff=True)

    async def story(open_browser):
        browser, here = await open_browser("till.a=0", headers=headers), hub.here()
        await browser.frame()
        take_away(user, "session")
        here.tick(here.checked_at + hub.CHECK_EVERY)
        assert await browser.closed() == 4401

    live(story)


def test_another_role_makes_the_browser_come_back_for_its_own_screen(live, cookies):
    user, headers = cookies(is_staff=True)

    async def story(open_browser):
        browser = await open_browser("till.a=0", headers=headers)
        await browser.frame()
        user.is_superuser = True
        user.save()
        streams.announce([f"staff.{user.pk}"])
        assert await browser.closed() == 4000
        again = await open_browser("till.a=9", headers=headers)
        assert "chief" in (await again.frame()).region("title")

    live(story)


def test_a_database_that_is_away_during_a_handshake_is_retried_by_the_browser(live, monkeypatch, caplog):
    from ocpizza.live import looks

    def away(visits):
        raise ConnectionError

    async def story(open_browser):
        monkeypatch.setattr(looks, "admit", away)
        code = await refused(open_browser)
        assert code == 4011

    live(story)


def test_a_long_message_closes_the_socket_and_short_ones_are_ignored(live):
    async def story(open_browser):
        browser = await open_browser()
        await browser.frame()
        for message in (
            {"text": "x" * 4096},
            {"bytes": b"\0" * 4096},
            {"text": "<oc-frame>"},
            {"text": "", "bytes": None},
        ):
            browser.inbox.put_nowait({"type": "websocket.receive"} | message)
        change()
        assert (await browser.frame()).kind == "patch"
        browser.inbox.put_nowait({"type": "websocket.receive", "text": "é" * 2049})
        assert await browser.closed() == 4009

    live(story)


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ({}, "fr"),
        ({b"accept-language": b"en-GB,en;q=0.9"}, "en"),
        ({b"accept-language": b"de"}, "fr"),
        ({b"accept-language": b"fr", b"cookie": b"django_language=en"}, "en"),
        ({b"cookie": b"django_language=xx"}, "fr"),
    ],
)
def test_the_language_is_the_one_a_page_would_have(live, client, headers, language):
    async def story(open_browser):
        browser = await open_browser(headers=headers)
        await browser.frame()
        assert [feed.language for feed in hub.here().feeds] == [language]

    live(story)
    sent = {name.decode(): value.decode() for name, value in headers.items()}
    assert client.get("/live/", {"v": "toy.a=0"}, headers=sent)["Content-Language"] == language


def test_a_browser_that_leaves_while_it_is_authorised_leaves_nothing_behind(live):
    async def story(open_browser):
        browser = await open_browser()
        await browser.leave()
        await settled()
        assert hub.here().sockets == set()
        assert hub.here().feeds == {}

    live(story)


def test_at_the_end_of_the_process_every_socket_is_told_to_come_back(live):
    async def story(open_browser):
        browsers = [await open_browser() for _ in range(3)]
        for browser in browsers:
            await browser.frame()
        hub.here().dismiss_all(4012)
        assert [await browser.closed() for browser in browsers] == [4012] * 3
        await asyncio.sleep(0)
        assert hub.here().sockets == set()

    live(story)
