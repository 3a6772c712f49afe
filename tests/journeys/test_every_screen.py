"""Every screen of the product on every device: nothing sideways, nothing too small to touch, nothing for axe to say."""

import json

import pytest
from playwright.sync_api import expect

from tests.browsing import axe
from tests.journeys.evening import STORE
from tests.journeys.test_ground import SIDEWAYS

EVENING = """
import json
from datetime import timedelta
from django.utils import timezone
from ocpizza.accounts.models import User
from ocpizza.orders.flow import Status
from ocpizza.orders.models import Order
from ocpizza.payments.actions import cash_in
from ocpizza.rounds import actions as rounds
from ocpizza.stock import actions as stock, deliveries, recalls
from ocpizza.stock.models import Level
from ocpizza.stores.models import Store
from tests import cast
store = Store.objects.get(slug="rouen-centre")
wishes = {"basket": {"royale-g": 2, "quatre-fromages-p": 1, "cola": 3}, "allergy": "arachide et fruits à coque",
          "kitchen_note": "Bien cuite, à couper en huit.", "courier_note": "Sonner deux fois, le chien dort.",
          "door_code": "27B4", "floor": "3e étage gauche"}
made = {status: cast.at(status, store, **wishes).reference for status in Status if status != "awaiting_payment"}
made["takeaway"] = cast.at("awaiting_preparation", store, fulfilment="takeaway", basket={"calzone-m": 1}).reference
made["late"] = cast.at("awaiting_preparation", store, **wishes).reference
early = timezone.now() - timedelta(hours=1)
Order.objects.filter(reference=made["late"]).update(start_by=early, promised_at=early)
paid = cast.at("ready_for_collection", store, basket={"tiramisu": 1})
cast.cashed(paid)
for name, stops in (("chloe", 2), ("samir", 1), ("tom", 1)):
    courier = User.objects.get(username=f"{name}.rouen-centre")
    taken = [cast.at("awaiting_delivery", store, **wishes).reference for _ in range(stops)]
    rounds.take(store, courier, taken)
    if name != "chloe":
        rounds.leave(store, courier)
        rounds.arrive(store, courier, taken[0])
    if name == "tom":
        cash_in(taken[0], "cash", cast.Actor(cast.By.COURIER, courier), 10_000)
level = Level.objects.get(store=store, ingredient__slug="anchovies")
stock.receive(store, {level.ingredient_id: -level.quantity})
dill = level.ingredient.__class__.objects.get(slug="dill")
lot = deliveries.Arrival(dill, 500_000, "A-17", timezone.localdate())
deliveries.book(store, deliveries.Delivery("evening", [lot]), None)
made["recall"] = recalls.start(dill, "A-17", "Germes, avis du fournisseur", None).recall.reference
print("MADE" + json.dumps(made))
"""
TRACKED = [
    "awaiting_preparation",
    "in_preparation",
    "in_oven",
    "awaiting_delivery",
    "in_delivery",
    "ready_for_collection",
]
TRACKED += ["delivery_failed", "completed", "cancelled", "late"]
TOO_SMALL = """() => {
  const least = (part) => {
    if (part.matches(".bump, .tick")) return 64;
    return part.matches(".ticket:not([data-dense=touch]) .lines > li") ? 24 : 48; // a full ticket: WCAG's least
  };
  const parts = [...document.querySelectorAll("a, button, summary, select, input:not([type=hidden]), textarea")]
    .map((part) => (part.matches("[type=checkbox], [type=radio]") ? part.closest("label") : part))
    .map((part) => (part.matches(".line-name") ? part.closest("li") : part)); // the row is what one touches
  return parts.filter((part) => part.checkVisibility({ visibilityProperty: true }))
    .filter((part) => !part.closest(".skip-link, .ribbon, p"))
    .filter((part) => part.getBoundingClientRect().height < least(part) - 0.1)
    .map((part) => `${part.getBoundingClientRect().height} ${part.outerHTML.slice(0, 120)}`);
}"""
COVERED_ALLERGIES = """() => [...document.querySelectorAll(".allergy b:not(.seen-mark)")]
  .filter((text) => text.checkVisibility()).filter((text) => {
    text.scrollIntoView({ block: "center" });
    const { x, y, width, height } = text.getClientRects()[0];
    const above = document.elementFromPoint(x + width / 2, y + height / 2);
    return above !== text && above?.closest(".allergy > span") === null;
  }).map((text) => text.closest("li").id)"""
NARROWEST = 320
KITCHEN, DELIVERY, BOARD = f"/cuisine/{STORE}/", f"/livraison/{STORE}/", "/tableau/"
OFFICE = [
    "/menu/",
    "/menu/prix/produit/reine/",
    "/menu/produit/nouveau/",
    "/menu/recette/reine/",
    f"/menu/{STORE}/",
]


@pytest.fixture(scope="module")
def made(live_site):
    """An evening with an order in every status; their references."""
    said = live_site.manage("shell", "--no-imports", "-c", EVENING).stdout
    return json.loads(said.split("MADE", 1)[1])


@pytest.fixture(params=["phone", "small", "tablet", "wall"])
def device(request):
    return request.param


@pytest.fixture
def enter(device, live_site, made, context_factory):
    """Enter as somebody of the demonstration, on each device in turn."""

    def entered(who):
        page = context_factory(device, base_url=live_site.url).new_page()
        page.goto("/demo/")
        page.evaluate("for (const crew of document.querySelectorAll('details')) crew.open = true;")
        page.locator(f"button[name=who][value='{who}']").first.click()
        page.wait_for_load_state()
        return page

    return entered


def holds(page):
    """Assert that the page fits, can be touched, and leaves axe without a word."""
    assert page.evaluate(SIDEWAYS) <= 0, f"{page.url} scrolls sideways"
    assert page.evaluate(TOO_SMALL) == [], page.url
    if page.viewport_size["width"] > NARROWEST:
        axe(page)  # what it says at 390 it would say at 320 again


def opened(page, address):
    page.goto(address)
    if page.locator("oc-live").count():
        expect(page.locator("#oc-frame[data-kind]")).to_be_attached()


def test_the_customers_pages_hold_in_every_status(enter, made, device):
    page = enter("customer")
    for status in TRACKED if device == "phone" else ["awaiting_preparation", "in_delivery", "delivery_failed"]:
        opened(page, f"/suivi/{made[status]}/")
        if page.locator("#change-mind").count():
            page.locator("#change-mind summary").click()
        holds(page)
    opened(page, f"/carte/{STORE}/")
    page.locator("[data-product=calzone] summary.dish-add").click()
    holds(page)
    opened(page, f"/carte/{STORE}/napolitaine/?choix=napolitaine-g/saumon-g!olives%2Begg")
    holds(page)


def test_the_kitchen_of_the_cook_holds(enter, made):
    page = enter("cook")
    opened(page, KITCHEN)
    holds(page)
    page.keyboard.press("?")
    holds(page)
    page.keyboard.press("Escape")
    page.locator(".ticket:visible a.line-name").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("Doses")
    holds(page)
    opened(page, f"/cuisine/{STORE}/recette/royale-g/?quantite=3&commande={made['late']}")
    holds(page)


def test_no_allergy_is_covered_before_it_was_seen(enter):
    page = enter("cook")
    opened(page, KITCHEN)
    assert page.locator(".must-see:visible").count() >= 5
    assert page.evaluate(COVERED_ALLERGIES) == []
    for _ in range(2):
        page.locator("#rail .seen:visible").first.click()
        assert page.evaluate(COVERED_ALLERGIES) == []


def test_the_kitchen_of_the_counter_holds(enter):
    page = enter("counter")
    opened(page, KITCHEN)
    holds(page)
    page.locator(".ticket:visible .ticket-menu summary").first.click()
    holds(page)


def test_the_couriers_page_holds_at_each_step(enter):
    page = enter("courier")
    opened(page, DELIVERY)
    expect(page.locator("#round form[data-action=leave]")).to_be_visible()
    holds(page)
    page.locator("details.reasons summary").click()
    holds(page)
    page = enter(f"samir.{STORE}")
    opened(page, DELIVERY)
    page.locator("details.cash summary").click()
    page.get_by_label("Donné par le client").fill("20")
    expect(page.locator(".change")).to_contain_text("Il manque")
    holds(page)
    page = enter(f"tom.{STORE}")
    opened(page, DELIVERY)
    expect(page.locator("#round form[data-action=deliver]")).to_be_visible()
    holds(page)


def test_the_board_and_its_pages_hold(enter, made):
    page = enter("manager")
    opened(page, BOARD)
    page.locator("#troubles details summary").first.click()
    holds(page)
    for status in ("delivery_failed", "completed", "cancelled"):
        opened(page, f"/tableau/commande/{made[status]}/")
        holds(page)
    for address in (f"/tableau/{STORE}/", f"/tableau/{STORE}/?jour=2026-01-05"):
        opened(page, address)
        holds(page)
    page = enter("direction")
    opened(page, BOARD)
    holds(page)
    for address in OFFICE:
        opened(page, address)
        holds(page)


@pytest.mark.parametrize("device", ["phone", "wall"])
def test_refusals_hold(enter, console):
    console.expect("40[0-9]")
    page = enter("courier")
    for address in (BOARD, f"/cuisine/{STORE}/recette/royale-g/?quantite=x", "/suivi/nobody/", "/carte/nowhere/"):
        opened(page, address)
        holds(page)


@pytest.mark.parametrize(
    ("who", "device", "address"),
    [("cook", "wall", KITCHEN), ("courier", "phone", DELIVERY), ("manager", "tablet", BOARD), ("", "phone", "late")],
)
def test_a_screen_that_lost_its_line_holds(live_site, made, person, console, who, device, address):
    console.expect("WebSocket")
    page = person(live_site, who, device)
    page.route_web_socket("**/ws/live/**", lambda socket: socket.close(code=1011))
    page.clock.install()
    page.goto(f"/suivi/{made['late']}/" if address == "late" else address)
    page.clock.run_for(12_000)
    expect(page.locator("html")).to_have_attribute("data-live", "stale")
    holds(page)


def test_the_purchases_and_the_figures_hold(enter, made, device):
    page = enter("manager")
    further = ["", "lots/", "rappels/", f"rappels/{made['recall']}/", "marges/"]
    for address in ["chiffres/", *(further if device == "phone" else [])]:
        opened(page, f"/achats/{STORE}/{address}")
        holds(page)
