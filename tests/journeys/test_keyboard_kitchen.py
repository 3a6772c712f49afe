"""A cook without a mouse: one order from the queue to the rail by keys alone; keys that are typed bump nothing."""

import pytest
from playwright.sync_api import expect

from tests.journeys.evening import STORE, Screen, cook_through, order

PENDING_AFTER = """(key) => new Promise((told) => {
  const pressed = performance.now();
  const seen = new MutationObserver(() => {
    if (document.querySelector("form[data-pending]")) { seen.disconnect(); told(performance.now() - pressed); }
  });
  seen.observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-pending"] });
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
})"""


@pytest.fixture
def kitchen(fresh_site, person):
    return Screen(person(fresh_site, "cook", "wall"), f"/cuisine/{STORE}/")


@pytest.fixture
def customer(fresh_site, person):
    return person(fresh_site, "", "phone")


def test_one_order_goes_to_the_rail_by_keys_alone(kitchen, customer):
    first, second = order(customer), order(customer, "reine", fulfilment="takeaway")
    page, keys = kitchen.page, kitchen.page.keyboard
    kitchen.shows(second, "awaiting_preparation")
    places = {page.locator(f"#ticket-{one}").get_attribute("data-place"): one for one in (first, second)}
    assert sorted(places) == ["1", "2"]
    keys.press("2")
    kitchen.shows(places["2"], "in_preparation")
    kitchen.shows(places["1"], "awaiting_preparation")
    keys.press("z")
    kitchen.shows(places["2"], "awaiting_preparation")

    keys.press("ArrowLeft")
    expect(page.locator(f"#ticket-{places['1']} .bump")).to_be_focused()
    keys.press("ArrowRight")
    expect(page.locator(f"#ticket-{places['2']} .bump")).to_be_focused()
    for status in ("in_preparation", "in_oven"):
        keys.press("Enter")
        kitchen.shows(places["2"], status)
    page.locator(f"#oven-{places['2']} .tick").focus()
    keys.press("Enter")
    expect(page.locator(f"#ready-{places['2']}")).to_be_visible()
    keys.press("r")
    kitchen.shows(places["2"], "in_oven")
    kitchen.shows(places["1"], "awaiting_preparation")
    kitchen.assert_unbroken()


def test_a_key_pressed_twice_bumps_once_and_its_mark_waits_for_no_answer(kitchen, customer):
    reference = order(customer)
    kitchen.shows(reference, "awaiting_preparation")
    held, posts, late = [], [], True

    def answer(route):
        held.append(route) if late else route.continue_()

    kitchen.page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    kitchen.page.route("**/start/", answer)
    assert kitchen.page.evaluate(PENDING_AFTER, "1") < 100
    kitchen.page.keyboard.press("1")
    kitchen.page.keyboard.press("1")
    kitchen.shows(reference, "awaiting_preparation")
    late = False
    for route in held:
        route.continue_()
    kitchen.shows(reference, "in_preparation")
    expect(kitchen.page.locator("[data-pending]")).to_have_count(0)
    assert all(address.endswith("/start/") for address in posts)


def test_keys_typed_into_a_field_bump_nothing(kitchen, customer):
    away = order(customer, "reine", fulfilment="takeaway")
    kitchen.shows(away, "awaiting_preparation")
    cook_through(kitchen, away, "ready_for_collection")
    waiting = order(customer)
    kitchen.shows(waiting, "awaiting_preparation")
    posts = []
    kitchen.page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    means = kitchen.order(away).locator("select")
    means.focus()
    for key in ("1", "r", "z", "ArrowDown"):
        kitchen.page.keyboard.press(key)
    expect(means).to_be_focused()
    kitchen.shows(waiting, "awaiting_preparation")
    kitchen.shows(away, "ready_for_collection")
    assert posts == []
