"""Every open screen ends up showing what the database says, however notices and renderings fail."""

import asyncio
import time

import pytest
from django.template.loader import render_to_string

from ocpizza.live import feeds, hub, looks, notices, radio, screens
from tests.live.browsers import change, settled
from tests.live.toy import screens as toy


class Painter:
    """Counts the looks of the hub, and holds or breaks them as the test says."""

    def __init__(self, monkeypatch):
        self.looks, self.painted, self.failures, self.gate = 0, 0, 0, None
        self.entered = asyncio.Event()
        look, paint = looks.look, looks.paint

        def counted_look(*args):
            self.looks += 1
            if self.failures:
                self.failures -= 1
                raise RuntimeError("the template is broken")
            return look(*args)

        def counted_paint(feed):
            self.painted += 1
            painted = paint(feed)
            if self.gate is not None:
                hub._hubs[0].loop.call_soon_threadsafe(self.entered.set)
                asyncio.run_coroutine_threadsafe(self.gate.wait(), hub._hubs[0].loop).result(20)
            return painted

        monkeypatch.setattr(looks, "look", counted_look)
        monkeypatch.setattr(looks, "paint", counted_paint)


@pytest.fixture
def painter(monkeypatch):
    return Painter(monkeypatch)


def page_bytes(key="a", prefix="toy"):
    """The regions as a page opened now would hold them."""
    page = screens.page(screens.Viewer(None, "fr", None), [(prefix, [key])])
    return {region.name: screens.render(region) for region in page.regions}


def test_who_holds_the_current_version_is_told_so(live):
    change()

    async def story(open_browser):
        frame = await (await open_browser("toy.a=1")).frame()
        assert (frame.kind, frame.held, frame.regions) == ("hello", "toy.a=1", [])

    live(story)


def test_who_holds_less_gets_everything_as_a_page_would(live):
    change(text="news")

    async def story(open_browser):
        frame = await (await open_browser("toy.a=0")).frame()
        assert (frame.kind, frame.held, frame.regions) == ("snapshot", "toy.a=1", ["rows", "title"])
        assert {name: frame.region(name) for name in frame.regions} == page_bytes()

    live(story)


def test_a_change_is_sent_to_all_who_watch_it_and_only_what_changed(live):
    async def story(open_browser):
        one, two, other = await open_browser(), await open_browser(), await open_browser("toy.b=0")
        for browser in (one, two, other):
            assert (await browser.frame()).kind == "hello"
        change("a", "news")
        for browser in (one, two):
            frame = await browser.frame()
            assert (frame.kind, frame.held, frame.regions) == ("patch", "toy.a=1", ["rows"])
            assert frame.region("rows") == page_bytes()["rows"]
        await settled()
        assert len(other.frames) == 1

    live(story)


def test_a_page_may_hold_several_screens_on_one_socket(live):
    async def story(open_browser):
        browser = await open_browser("toy.a=0 toy.b=0 late.a=0")
        firsts = {(await browser.frame()).held, (await browser.frame()).held}
        assert firsts == {"toy.a=0 toy.b=0", "late.a=0"}
        change("b")
        assert (await browser.frame()).held == "toy.a=0 toy.b=1"

    live(story)


def test_a_feed_is_painted_once_for_all_its_sockets(live, painter):
    async def story(open_browser):
        browsers = [await open_browser() for _ in range(20)]
        for browser in browsers:
            await browser.frame()
        before = painter.painted
        change()
        for browser in browsers:
            await browser.frame()
        await settled()
        assert painter.painted == before + 1

    live(story)


def test_changes_during_a_painting_are_painted_together_after_it(live, painter):
    async def story(open_browser):
        browser = await open_browser()
        await browser.frame()
        await settled()
        before, painter.gate = painter.painted, asyncio.Event()
        change()
        await painter.entered.wait()
        for _ in range(10):
            change()
        painter.gate.set()
        assert (await browser.frame()).held == "toy.a=1"
        assert (await browser.frame()).held == "toy.a=11"
        await settled()
        assert painter.painted == before + 2
        assert browser.frames[-1].region("rows") == page_bytes()["rows"]

    live(story)


def test_bytes_that_did_not_change_are_not_sent_but_the_version_is(live):
    async def story(open_browser):
        browser = await open_browser()
        await browser.frame()
        with hub.looks.translation.override("fr"):
            from ocpizza.live import streams

            streams.announce(["toy.a"])
        frame = await browser.frame()
        assert (frame.kind, frame.held, frame.regions) == ("patch", "toy.a=1", [])

    live(story)


def test_a_notice_that_says_nothing_new_costs_and_sends_nothing(live, painter):
    async def story(open_browser):
        browser = await open_browser()
        await browser.frame()
        await settled()
        before = painter.looks
        hub.here().heard({"toy.a": 0, "toy.b": 5})
        await settled()
        assert painter.looks == before
        assert len(browser.frames) == 1

    live(story)


def test_a_screen_that_nobody_watches_is_not_painted(live, painter):
    async def story(open_browser):
        browser = await open_browser()
        await browser.frame()
        await browser.leave()
        before = painter.looks
        change()
        await settled()
        assert painter.looks == before
        assert hub.here().feeds == {}
        assert dict(hub.here().watchers) == {}

    live(story)


def test_a_beat_comes_every_fifteen_seconds_and_shows_nothing(live):
    async def story(open_browser):
        browser, here, now = await open_browser(), hub.here(), time.monotonic()
        await browser.frame()
        await settled()
        here.swept_well_at = now + 15
        here.tick(now + 14)
        await settled()
        assert len(browser.frames) == 1
        here.tick(now + 16)
        frame = await browser.frame()
        assert (frame.kind, frame.held, frame.regions) == ("beat", "toy.a=0", [])
        assert abs(frame.now - time.time() * 1000) < 5000

    live(story)


def test_no_beat_vouches_for_a_screen_that_could_not_be_checked(live):
    async def story(open_browser):
        browser, here, now = await open_browser(), hub.here(), time.monotonic()
        await browser.frame()
        await settled()
        here.swept_at = now + 100  # the sweep does not come
        here.tick(now + 16)
        await settled()
        assert len(browser.frames) == 1

    live(story)


def test_a_lost_notice_is_healed_by_the_sweep(live):
    async def story(open_browser):
        browser, here = await open_browser(), hub.here()
        await browser.frame()
        change(text="unheard", silently=True)
        here.tick(here.swept_at + hub.SWEEP_EVERY)
        frame = await browser.frame()
        assert (frame.kind, frame.held, frame.regions) == ("heal", "toy.a=1", ["rows"])
        assert frame.region("rows") == page_bytes()["rows"]

    live(story)


def test_the_sweep_comes_by_itself_within_five_seconds(live):
    async def story(open_browser):
        browser = await open_browser()
        await browser.frame()
        change(silently=True)
        begun = time.monotonic()
        assert (await browser.frame()).kind == "heal"
        assert time.monotonic() - begun < 7

    live(story)


def test_without_the_sweep_a_lost_notice_stays_lost(live):
    """The negative control of the two tests above."""

    async def story(open_browser):
        browser, here = await open_browser(), hub.here()
        await browser.frame()
        change(silently=True)
        here.swept_at = time.monotonic() + 100
        here.tick(time.monotonic())
        await settled()
        assert len(browser.frames) == 1

    live(story)


def test_one_query_sweeps_all_streams(live, django_assert_num_queries):
    async def story(open_browser):
        for key in "abcdef":
            await (await open_browser(f"toy.{key}=0 late.{key}=0")).frame()
        with django_assert_num_queries(1):
            looks.read(list(hub.here().watchers))

    live(story)


def test_a_failing_painting_is_logged_and_tried_again(live, painter, caplog, monkeypatch):
    async def story(open_browser):
        browser = await open_browser()
        await browser.frame()
        painter.failures = 2
        change()
        frame = await browser.frame()
        assert (frame.kind, frame.held) == ("patch", "toy.a=1")
        assert caplog.text.count("screen_failed toy.a") == 2
        assert not hub.here().feeds[next(iter(hub.here().feeds))].failing

    live(story)


def test_no_beat_vouches_for_a_screen_that_cannot_be_painted(live, painter, caplog):
    async def story(open_browser):
        browser, here = await open_browser(), hub.here()
        await browser.frame()
        painter.failures = 1_000
        change()
        async with asyncio.timeout(5):
            while not any(feed.failing for feed in here.feeds.values()):
                await asyncio.sleep(0.01)
        here.tick(time.monotonic() + 14.9)
        assert len(browser.frames) == 1
        painter.failures = 0
        assert (await browser.frame()).held == "toy.a=1"

    live(story)


def test_a_joiner_waits_for_a_painting_that_works(live, painter, caplog):
    async def story(open_browser):
        painter.failures = 1
        frame = await (await open_browser("toy.a=7")).frame()
        assert frame.kind == "snapshot"

    live(story)


def test_a_dead_layer_delays_no_change_and_screens_of_this_process_hear_at_once(live, monkeypatch, caplog):
    async def dead(versions):
        raise ConnectionError

    async def story(open_browser):
        monkeypatch.setattr(radio, "publish", dead)
        browser = await open_browser()
        await browser.frame()
        change()
        assert (await browser.frame()).kind == "patch"
        await settled()
        assert "notices_lost ConnectionError" in caplog.text

    live(story)


def test_another_process_is_heard_through_the_layer(live):
    async def story(open_browser):
        browser = await open_browser()
        await browser.frame()
        versions = change(silently=True)
        async with asyncio.timeout(5):
            while not any("live" in group for group in radio._layer().groups):
                await asyncio.sleep(0.01)
        await radio.publish(versions)
        assert (await browser.frame()).kind == "patch"

    live(story)


def test_a_joiner_overtaken_by_a_commit_gets_a_snapshot_not_a_hello(live, monkeypatch):
    """Its page may be as old as its version, while the feed's first picture shows what came after."""

    async def story(open_browser):
        paint = looks.paint

        def overtaken(feed):
            monkeypatch.setattr(looks, "paint", paint)
            change(text="meanwhile", silently=True)
            return paint(feed)

        monkeypatch.setattr(looks, "paint", overtaken)
        frame = await (await open_browser("toy.a=0")).frame()
        assert (frame.kind, frame.held) == ("snapshot", "toy.a=0")
        assert "a:meanwhile" in frame.region("rows")

    live(story)


def test_a_restored_backup_makes_screens_go_back(live):
    from ocpizza.live.models import Stream

    change()
    change()

    async def story(open_browser):
        browser, here = await open_browser("toy.a=2"), hub.here()
        await browser.frame()
        Stream.objects.filter(name="toy.a").update(version=1)
        here.tick(here.swept_at + hub.SWEEP_EVERY)
        frame = await browser.frame()
        assert (frame.kind, frame.held, frame.reset) == ("heal", "toy.a=1", True)
        assert (await (await open_browser("toy.a=2")).frame()).reset

    live(story)


def test_a_screen_that_shows_lateness_is_repainted_by_the_clock_and_sent_if_it_differs(live, monkeypatch):
    async def story(open_browser):
        browser, here = await open_browser("late.a=0"), hub.here()
        assert (await browser.frame()).kind == "snapshot"
        await settled()
        here.tick(time.monotonic() + 31)
        await settled()
        assert len(browser.frames) == 1
        monkeypatch.setattr(toy, "rows", lambda keys: ["late!"])
        here.tick(time.monotonic() + 62)
        await browser.until(lambda: any(frame.kind == "heal" for frame in browser.frames))
        assert browser.frames[-1].regions == ["rows"]
        assert browser.frames[-1].held == "late.a=0"

    live(story)


def test_what_is_new_is_said_once_and_not_to_who_joins(live):
    change(text="old")

    async def story(open_browser):
        browser = await open_browser("toy.a=0")
        assert (await browser.frame()).say == ""
        change(text="new")
        assert (await browser.frame()).say == "a:new"
        assert (await (await open_browser("toy.a=0")).frame()).say == ""

    live(story)


def test_only_the_newest_of_a_burst_is_said_and_at_most_one_every_five_seconds(live):
    async def story(open_browser):
        browser, here = await open_browser(), hub.here()
        await browser.frame()
        said = []
        for text in ("one", "two", "three"):
            change(text=text)
            said.append((await browser.frame()).say)
        assert said == ["a:one", "", ""]
        here.tick(time.monotonic() + feeds.SAY_EVERY + 0.1)
        frame = await browser.frame()
        assert (frame.kind, frame.say, frame.regions) == ("patch", "a:three", [])

    live(story)


def test_a_client_that_does_not_read_is_cut_and_the_others_are_served(live):
    async def story(open_browser):
        slow, well = await open_browser(), await open_browser()
        await slow.frame()
        await well.frame()
        slow.prepared.reads = False
        while not slow.prepared.cut:
            change()
            await well.frame()
            slow.prepared.held_back *= 40  # as a longer screen would fill it
        assert slow.prepared.held_back > 256 * 1024
        change()
        assert (await well.frame()).kind == "patch"

    live(story)


def test_on_any_other_server_too_a_client_that_does_not_read_is_closed(live, monkeypatch):
    from ocpizza.live import sockets

    monkeypatch.setattr(sockets, "MOST_WAITING", 1000)

    async def story(open_browser):
        slow, well = await open_browser(fast=False), await open_browser(fast=False)
        await slow.frame()
        await well.frame()
        slow.reading.clear()
        for _ in range(20):
            change()
            await well.frame()
        assert await slow.closed() == 4008

    live(story)


def test_both_ways_of_sending_carry_the_same_text(live):
    async def story(open_browser):
        fast, plain = await open_browser(), await open_browser(fast=False)
        for number in range(5):
            await fast.frame()
            await plain.frame()
            change(text=f"é{number}")
        assert [f.text for f in fast.frames[1:]] == [f.text for f in plain.frames[1:]]

    live(story)


def test_ten_thousand_reconnections_during_changes_end_as_a_fresh_page(live, painter):
    """Each joins, some leave at once and come back; the painting is shared, so the storm costs few looks."""

    async def story(open_browser):
        browsers = []
        for wave in range(10):
            browsers += [await open_browser("toy.a=0" if n % 2 else f"toy.a={wave}") for n in range(1000)]
            change(text=f"{wave:03d}")
            await asyncio.sleep(0)
        final = {"toy.a": 10}
        for browser in browsers:
            await browser.until(lambda b=browser: b.frames and b.frames[-1].held == "toy.a=10", 30)
        fresh, here = page_bytes()["rows"], hub.here()
        assert all(feed.shown == final for feed in here.feeds.values())
        for browser in browsers:
            shown = [frame.region("rows") for frame in browser.frames if "rows" in frame.regions]
            assert (shown[-1] == fresh) if shown else (browser.frames[0].kind == "hello")
        assert painter.painted < 40
        assert len(here.sockets) == 10_000

    live(story)


def test_a_process_that_serves_announces_through_its_own_loop(live):
    async def story(open_browser):
        await (await open_browser()).frame()
        assert notices._Process.ear.loop is asyncio.get_running_loop()

    live(story)


def test_the_page_and_the_socket_hold_the_same_bytes(live):
    change(text="<same> & é")

    async def story(open_browser):
        frame = await (await open_browser("toy.a=0")).frame()
        viewer = screens.Viewer(None, "fr", None)
        whole = render_to_string("toy/page.html", screens.page(viewer, [("toy", ["a"])]).context)
        for name in frame.regions:
            assert frame.region(name) in whole

    live(story)
