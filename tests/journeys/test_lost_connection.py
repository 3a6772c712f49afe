"""The server is replaced in the middle of an order, or sockets are blocked: each screen says so, then is right."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.evening import STORE, Screen, order

ROUGH = r"WebSocket connection|Failed to load resource|htmx:|ERR_CONNECTION_REFUSED"
KITCHEN = f"/cuisine/{STORE}/"
HEARD = """() => { window.heard = []; document.addEventListener("oc:sound", (e) => heard.push(e.detail.tune)); }"""
STALE = re.compile(r"^Affichage de \d\d:\d\d:\d\d, non à jour$")


@pytest.fixture
def screens(live_site, person):
    """An order that waits for the cook, on the screens of the four; the first is its customer's."""
    customer = person(live_site, "customer", "phone")
    reference = order(customer)
    places = (
        ("cook", "wall", KITCHEN),
        ("courier", "phone", f"/livraison/{STORE}/"),
        ("manager", "desktop", "/tableau/"),
    )
    shown = [Screen(customer), *(Screen(person(live_site, who, device), address) for who, device, address in places)]
    return reference, shown


def say(screens, state, words, within):
    for screen in screens:
        expect(screen.page.locator("html")).to_have_attribute("data-live", state, timeout=within * 1000)
        expect(screen.page.locator("[data-live-bar]").first).to_have_text(words)


def test_four_screens_say_that_they_are_not_live_and_are_right_when_the_server_is_back(live_site, screens, console):
    console.expect(ROUGH)
    reference, shown = screens
    tracking, kitchen, *_others = shown
    live_site.web.kill()
    try:
        say(shown, "reconnecting", "Reconnexion…", 8)
        say(shown, "stale", STALE, 12)
        kitchen.tap("start", reference)
        expect(kitchen.page.locator("#refusal")).to_contain_text("rien n’a été envoyé")
        expect(kitchen.page.locator("[data-pending]")).to_have_count(0)
        kitchen.shows(reference, "awaiting_preparation")
    finally:
        live_site.web.start()
    for screen in shown:
        screen.live(within=20)
        expect(screen.page.locator("[data-live-bar]").first).to_be_empty()
    kitchen.tap("start", reference)
    kitchen.shows(reference, "in_preparation")
    tracking.shows(reference, "in_preparation")
    for screen in shown:
        screen.assert_unbroken()


def test_a_server_that_is_replaced_at_once_costs_no_tap(live_site, screens, console):
    console.expect(ROUGH)
    reference, (tracking, kitchen, *_others) = screens
    live_site.web.restart()
    kitchen.tap("start", reference)
    kitchen.shows(reference, "in_preparation", within=15)
    tracking.shows(reference, "in_preparation", within=15)
    for screen in (kitchen, tracking):
        screen.live()
        screen.assert_unbroken()


def blocked(page):
    """Cut every socket of this page, as some offices do."""
    page.route_web_socket("**/ws/live/**", lambda socket: socket.close(code=1011))
    page.clock.install()
    return page


def test_where_sockets_are_blocked_the_kitchen_follows_over_http(live_site, person):
    page = blocked(person(live_site, "cook", "tablet"))
    page.goto(KITCHEN)
    page.clock.run_for(1_000)
    reference = order(person(live_site, "customer", "phone"))
    row = page.locator(f'[data-order="{reference}"]')
    expect(row).to_have_count(0)
    page.clock.run_for(26_000)  # ten seconds without a socket, then every fifteen
    expect(row).to_have_attribute("data-status", "awaiting_preparation")
    row.locator("form[data-action=start] button").click()
    expect(row).to_have_attribute("data-status", "in_preparation")  # one's own change is asked for at once
    page.clock.run_for(1_000)
    expect(page.locator("html")).to_have_attribute("data-live", "stale")
    expect(page.locator("[data-live-bar]").first).to_have_text(STALE)


def test_a_kitchen_without_a_server_for_a_minute_is_hatched_and_sounds(live_site, person, console):
    console.expect(ROUGH)
    page = person(live_site, "cook", "wall")
    page.clock.install()
    page.goto(KITCHEN)
    page.clock.run_for(1_000)
    expect(page.locator("html")).to_have_attribute("data-live", "live")
    page.get_by_role("button", name="Ouvrir le service").click()
    page.evaluate(HEARD)
    live_site.web.kill()
    try:
        for _ in range(20):
            page.clock.run_for(4_000)
        expect(page.locator("html")).to_have_attribute("data-live", "frozen")
        assert "lost" in page.evaluate("window.heard")
    finally:
        live_site.web.start()
    for _ in range(5):
        page.clock.run_for(4_000)
    expect(page.locator("html")).to_have_attribute("data-live", "live")
