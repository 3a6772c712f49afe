"""What a person in front of a live page sees and keeps while it changes, and when the network or the server fails."""

import re
import statistics
import tempfile
import time
import urllib.request

import pytest
from playwright.sync_api import expect

from tests import services

SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.live.toy.settings"}
ROUGH = r"WebSocket connection|Failed to load resource|htmx:"


@pytest.fixture(scope="module")
def toy():
    """A server with the toy screens; tests that stop it start it again."""
    with tempfile.TemporaryDirectory(prefix="ocpizza-toy-") as folder:
        url = f"sqlite:///{folder}/toy.sqlite3"
        env = services.environment(DATABASE_URL=url, OCPIZZA_VAR=folder, **SETTINGS)
        services.manage("migrate", "--noinput", "--verbosity=0", env=env)
        with services.web(url, env=SETTINGS) as web:
            yield web


@pytest.fixture
def key():
    return f"k{time.monotonic_ns()}"


@pytest.fixture
def open_page(toy, context_factory, key):
    def opened(path="", clock=False):
        page = context_factory(base_url=toy.url, locale="fr-FR").new_page()
        if clock:
            page.clock.install()
        page.goto(path or f"/toy/toy/{key}/")
        return page

    return opened


def post(toy, path, **form):
    body = "&".join(f"{name}={value}" for name, value in form.items()).encode()
    request = urllib.request.Request(f"{toy.url}/toy/{path}", body, {"HX-Request": "true"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.headers["OC-Version"]


def add(toy, key, text):
    return post(toy, f"add/{key}/", text=text)


def live(page):
    expect(page.locator("#oc-frame[data-kind]")).to_be_attached()
    expect(page.locator("html")).to_have_attribute("data-live", "live")


def state(page, name, within=10):
    expect(page.locator("html")).to_have_attribute("data-live", name, timeout=within * 1000)


def test_a_change_is_painted_in_the_browsers_of_others_in_a_blink(toy, key, open_page):
    page = open_page()
    live(page)
    page.evaluate("""() => document.addEventListener("oc:painted", () => { document.title = String(Date.now()); })""")
    waits = []
    for number in range(12):
        begun = time.time() * 1000
        add(toy, key, f"n{number}")
        expect(page.locator(f"#row-{key}n{number}")).to_be_visible()
        waits.append(float(page.title()) - begun)
    assert statistics.median(waits) < 500, waits


def test_what_a_person_opened_typed_and_focused_survives_a_repaint(toy, key, open_page):
    add(toy, key, "one")
    add(toy, key, "two")
    page = open_page()
    live(page)
    page.locator(f"#more-{key}one summary").click()
    page.locator(f"#form-{key}one input").fill("not sent yet")
    field = page.locator(f"#form-{key}two input")
    field.fill("being typed")
    field.press("ArrowLeft")
    add(toy, key, "three")
    expect(page.locator(f"#row-{key}three")).to_be_visible()
    expect(page.locator(f"#more-{key}one")).to_have_attribute("open", "")
    expect(page.locator(f"#form-{key}one input")).to_have_value("not sent yet")
    expect(field).to_be_focused()
    page.keyboard.type("!")
    expect(field).to_have_value("being type!d")


def test_focus_on_something_that_leaves_goes_to_its_neighbour(toy, key, open_page):
    for text in ("one", "two", "three"):
        add(toy, key, text)
    page = open_page()
    live(page)
    page.locator(f"#form-{key}two button").focus()
    post(toy, f"remove/{key}/two/")
    expect(page.locator(f"#row-{key}two")).to_have_count(0)
    expect(page.locator(f"#form-{key}three input")).to_be_focused()
    post(toy, f"remove/{key}/three/")
    expect(page.locator(f"#form-{key}one input")).to_be_focused()


def test_a_form_waits_visibly_until_the_frame_that_shows_its_change(toy, open_page):
    add(toy, "a", f"first{time.monotonic_ns()}")
    page = open_page("/toy/toy/a/")
    live(page)
    page.route(
        "**/toy/add/a/", lambda route: (expect(page.locator("[data-pending]")).to_have_count(1), route.continue_())
    )
    form = page.locator("#rows form").last
    form.locator("input").fill(f"mine{time.monotonic_ns()}")
    rows = page.locator("#rows li").count()
    form.locator("button").click()
    expect(page.locator("#rows li")).to_have_count(rows + 1)
    expect(page.locator("[data-pending]")).to_have_count(0)


def test_a_refusal_is_said(toy, open_page, console):
    console.expect(r"409|htmx:responseError|htmx:response:error|Response Status Error")
    page = open_page()
    live(page)
    page.locator("#late button").click()
    expect(page.locator("#refusal [role=alert]")).to_have_text("Trop tard")
    expect(page.locator("[data-pending]")).to_have_count(0)


def test_without_a_server_the_page_says_so_and_how_old_it_is_then_comes_back(toy, key, open_page, console):
    console.expect(ROUGH)
    page = open_page()
    live(page)
    toy.kill()
    try:
        state(page, "reconnecting", 8)
        expect(page.locator("[data-live-bar]")).to_have_text("Reconnexion…")
        state(page, "stale", 12)
        expect(page.locator("[data-live-bar]")).to_have_text(re.compile(r"^Affichage de \d\d:\d\d:\d\d, non à jour$"))
        page.locator("#late button").click()
        expect(page.locator("#refusal")).to_contain_text("rien n’a été envoyé")
    finally:
        toy.start()
    add(toy, key, "meanwhile")
    state(page, "live", 20)
    expect(page.locator(f"#row-{key}meanwhile")).to_be_visible()


def test_a_web_process_that_is_replaced_is_noticed_by_nobody(toy, key, open_page, console):
    console.expect(ROUGH)
    page = open_page()
    live(page)
    toy.restart()
    begun = time.monotonic()
    add(toy, key, "after")
    expect(page.locator(f"#row-{key}after")).to_be_visible(timeout=15_000)
    assert time.monotonic() - begun < 5


def test_a_tablet_that_slept_is_stale_at_once_and_right_soon_without_an_alarm(toy, key, open_page):
    page = open_page(clock=True)
    page.clock.run_for(1000)
    live(page)
    page.evaluate(
        """() => {
          const note = (what) => { document.body.dataset.seen = `${document.body.dataset.seen ?? ""} ${what}`; };
          document.addEventListener("oc:state", (event) => note(event.detail.state));
          document.addEventListener("oc:frozen", () => note("FROZEN"));
        }"""
    )
    page.clock.fast_forward(600_000)
    expect(page.locator("body")).to_have_attribute("data-seen", " stale live")
    add(toy, key, "fresh")
    expect(page.locator(f"#row-{key}fresh")).to_be_visible()


def test_after_a_minute_without_frames_the_page_is_frozen_and_tells_the_kitchen(toy, open_page, console):
    console.expect(ROUGH)
    page = open_page(clock=True)
    page.clock.run_for(1000)
    live(page)
    page.evaluate("""() => document.addEventListener("oc:frozen", () => { document.body.dataset.frozen = "told"; })""")
    toy.kill()
    try:
        expect(page.locator("oc-live")).to_be_attached()
        for _ in range(20):
            page.clock.run_for(4_000)
        state(page, "frozen")
        expect(page.locator("body")).to_have_attribute("data-frozen", "told")
    finally:
        toy.start()


def test_without_sockets_the_page_follows_by_polling(toy, key, open_page, context_factory):
    page = context_factory(base_url=toy.url).new_page()
    page.route_web_socket("**/ws/live/**", lambda socket: socket.close(code=1011))
    page.goto(f"/toy/toy/{key}/")
    add(toy, key, "polled")
    expect(page.locator(f"#row-{key}polled")).to_be_visible(timeout=15_000)


def frame(kind, version, text, key, build="1", more="", now=0):
    """A frame as the server would send it."""
    now = now or int(time.time() * 1000)
    head = f'data-v="toy.{key}={version}" data-kind="{kind}" data-now="{now}" data-build="{build}"{more}'
    return (
        f'<oc-frame id="oc-frame" {head} hx-swap-oob="true"></oc-frame>\n'
        f'<h1 id="title" data-region hx-swap-oob="morph">{text}</h1>'
    )


def staged(page):
    """Play the server's part on the page's sockets, which are listed as they open."""
    sockets = []

    def opened(socket):
        sockets.append(socket)

    page.route_web_socket("**/ws/live/**", opened)
    return sockets


def test_late_and_repeated_frames_change_nothing(toy, key, context_factory):
    page = context_factory(base_url=toy.url).new_page()
    sockets = staged(page)
    page.goto(f"/toy/toy/{key}/")
    expect(page.locator("oc-live")).to_have_attribute("data-state", "live")
    services.wait_until(lambda: page.title() and sockets, 10, "the page opens its socket")
    title, (socket,) = page.locator("#title"), sockets
    socket.send(frame("snapshot", 5, "five", key))
    expect(title).to_have_text("five")
    socket.send(frame("patch", 4, "four", key))
    socket.send(frame("patch", 6, "six", key))
    expect(title).to_have_text("six")
    socket.send(frame("patch", 5, "five again", key))
    socket.send(frame("beat", 6, "six, once more", key))
    expect(title).to_have_text("six, once more")
    socket.send(frame("snapshot", 2, "restored", key, more=" data-reset"))
    expect(title).to_have_text("restored")
    expect(page.locator("oc-live")).to_have_attribute("v", f"toy.{key}=2")


@pytest.mark.parametrize(
    ("code", "says"),
    [(4401, "Session terminée"), (4403, "Accès retiré"), (4404, "n’existe plus"), (4426, "Nouvelle version")],
)
def test_a_final_close_is_explained_and_not_retried(toy, key, context_factory, code, says):
    page = context_factory(base_url=toy.url).new_page()
    opened = []
    page.route_web_socket("**/ws/live/**", lambda socket: (opened.append(socket), socket.close(code=code)))
    page.clock.install()
    page.goto(f"/toy/toy/{key}/")
    state(page, "closed")
    expect(page.locator("[data-live-bar]")).to_contain_text(says)
    expect(page.locator("[data-live-bar] a")).to_be_visible()
    page.clock.run_for(30_000)
    assert len(opened) == 1


def test_a_page_of_an_older_build_reloads_once_nobody_is_busy_with_it(toy, key, context_factory):
    page = context_factory(base_url=toy.url).new_page()
    sockets = staged(page)
    add(toy, key, "row")
    page.clock.install()
    page.goto(f"/toy/toy/{key}/")
    page.clock.run_for(100)
    services.wait_until(lambda: page.title() and sockets, 10, "the page opens its socket")
    sockets[0].send(frame("hello", 1, "old", key, build="1"))
    expect(page.locator("#title")).to_have_text("old")
    page.locator(f"#form-{key}row input").fill("half a sent")
    sockets[0].send(frame("patch", 2, "new", key, build="2"))
    expect(page.locator("#title")).to_have_text("new")
    page.clock.run_for(20_000)
    expect(page.locator("#title")).to_have_text("new")
    page.locator(f"#form-{key}row input").fill("")
    page.locator(f"#form-{key}row input").blur()
    with page.expect_navigation():
        page.clock.run_for(20_000)


def test_times_tick_by_the_clock_of_the_server(toy, key, context_factory):
    page = context_factory(base_url=toy.url).new_page()
    sockets = staged(page)
    page.goto(f"/toy/toy/{key}/")
    services.wait_until(lambda: page.title() and sockets, 10, "the page opens its socket")
    at = int(time.time() * 1000) + 3_600_000  # this device is an hour slow
    times = "".join(
        f'<time id="{name}" {attribute}></time>'
        for name, attribute in {
            "since": f'data-since="{at - 185_000}"',
            "down": f'data-countdown="{at + 65_500}"',
            "min": f'data-minutes="{at + 11 * 60_000 - 500}"',
            "age": f'data-start-by="{at - 10_000}" data-soon="60" data-late="5"',
            "calm": f'data-promised="{at + 600_000}" data-soon="60"',
        }.items()
    )
    sockets[0].send(frame("snapshot", 1, times, key, now=at))
    expect(page.locator("#since")).to_have_text(re.compile(r"3:0\d"))
    expect(page.locator("#down")).to_have_text(re.compile(r"1:0\d"))
    expect(page.locator("#min")).to_have_text("11\u00a0min")
    expect(page.locator("#age")).to_have_attribute("data-age", "late")
    expect(page.locator("#calm")).to_have_attribute("data-age", "calm")


def test_the_page_reports_nothing_against_the_content_policy(toy, key, open_page, console):
    page = open_page()
    live(page)
    add(toy, key, "<b onclick=alert(1)>")
    expect(page.locator("#rows")).to_contain_text("<b onclick=alert(1)>")
