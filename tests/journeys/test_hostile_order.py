"""An order written by an attacker is text on every screen, and no browser reports a breach of the content policy."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.evening import STORE, Screen, cook_through, order

IMAGE, SCRIPT, CLOSER = "<img src=x onerror=hit()>", "<script>hit()</script>", '"><svg onload=hit()>'
HOSTILE = {
    "name": f"{IMAGE} Zoé",
    "street": f"3 {CLOSER} rue",
    "city": "{{ 7|add:7 }} Rouen",
    "door_code": CLOSER,
    "floor": "<b hidden>2</b>",
    "kitchen_note": f"{SCRIPT} {{% debug %}} </template>",
    "courier_note": f"</section>{IMAGE}",
    "allergy": f"{IMAGE}</main>",
}
TRAP = """() => {
  window.hits = 0;
  window.hit = () => { window.hits += 1; };
  addEventListener("securitypolicyviolation", () => { window.hits += 1; });
}"""
PLANTED = "img[src=x], [onerror], [onload], b[hidden]:not(.count), script:not([src]):not([type])"


def trapped(page):
    page.add_init_script(f"({TRAP})()")
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
    return page


def harmless(page, *texts):
    """Assert that these texts are read on the page as they were typed, and that nothing in it came alive."""
    for text in texts:
        expect(page.locator("body")).to_contain_text(text)
    expect(page.locator(PLANTED)).to_have_count(0)
    assert page.evaluate("window.hits") == 0


@pytest.fixture
def open_screen(live_site, person):
    def opened(who, address, device="desktop"):
        return Screen(trapped(person(live_site, who, device)), address)

    return opened


def test_a_hostile_order_is_text_on_every_screen(live_site, person, open_screen):
    cook, counter = open_screen("cook", f"/cuisine/{STORE}/", "wall"), open_screen("counter", f"/cuisine/{STORE}/")
    courier, board = open_screen("courier", f"/livraison/{STORE}/", "phone"), open_screen("manager", "/tableau/")
    customer = trapped(person(live_site, "", "phone"))
    reference = order(customer, **HOSTILE)
    tracking = Screen(customer)
    written = [HOSTILE[field] for field in ("name", "street", "allergy", "kitchen_note", "courier_note")]
    harmless(customer, *written)

    for screen in (cook, counter):
        screen.shows(reference, "awaiting_preparation")
        harmless(screen.page, HOSTILE["allergy"], HOSTILE["kitchen_note"])
    cook.order(reference).locator("a.line-name").click()
    expect(cook.page.get_by_role("dialog")).to_contain_text(HOSTILE["kitchen_note"])
    harmless(cook.page, HOSTILE["allergy"])
    cook.page.keyboard.press("Escape")
    for action, status in (("start", "in_preparation"), ("oven", "in_oven"), ("ready", "awaiting_delivery")):
        cook.order(reference).get_by_role("button", name="Vu").click()
        cook.tap(action, reference)
        cook.shows(reference, status)
    harmless(cook.page)

    courier.shows(reference, "awaiting_delivery")
    harmless(courier.page, HOSTILE["street"])
    courier.tap("take", reference)
    courier.tap("leave")
    harmless(courier.page, *(HOSTILE[name] for name in ("name", "door_code", "floor", "courier_note", "allergy")))
    courier.page.locator("details.reasons summary").click()
    courier.page.get_by_role("button", name="Adresse fausse").click()
    board.shows(reference, "delivery_failed")
    harmless(board.page)
    for address in (f"/tableau/commande/{reference}/", f"/tableau/{STORE}/"):
        board.page.goto(address)
        harmless(board.page, HOSTILE["name"])
    tracking.shows(reference, "delivery_failed")
    harmless(customer, *written)


def test_a_hostile_name_on_the_take_away_rail_is_text(live_site, person, open_screen):
    cook = open_screen("cook", f"/cuisine/{STORE}/", "wall")
    customer = trapped(person(live_site, "", "phone"))
    reference = order(customer, fulfilment="takeaway", name=HOSTILE["name"])
    cook.shows(reference, "awaiting_preparation")
    cook_through(cook, reference, "ready_for_collection")
    expect(cook.order(reference)).to_contain_text(HOSTILE["name"])
    harmless(cook.page)


def test_a_hostile_search_is_text(live_site, person, console):
    console.expect("422")
    page = trapped(person(live_site))
    page.goto("/")
    page.fill("#id_postcode", '"><b>7')
    page.get_by_role("button", name=re.compile("Qui me livre")).click()
    expect(page.locator("#id_postcode")).to_have_value('"><b>7')
    harmless(page)
