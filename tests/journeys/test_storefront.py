"""A customer’s evening in Chromium: on every device, with and without JavaScript, while the kitchen works."""

import re

import pytest
from playwright.sync_api import expect

from tests.browsing import DEVICES, axe
from tests.journeys.test_ground import SIDEWAYS

TOO_SMALL = """() => [...document.querySelectorAll("a, button, summary, input:not([type=hidden], [type=radio])")]
  .filter((part) => part.checkVisibility() && !part.closest(".skip-link, .ribbon"))
  .filter((part) => part.getBoundingClientRect().height < 47.9)
  .map((part) => part.outerHTML.slice(0, 120))"""
ACTORS = """
from ocpizza.orders import actions
from ocpizza.orders.actions import Actor
from ocpizza.orders.flow import By
cook = Actor(By.COOK)
"""


def holds(page):
    """Assert that the page fits, can be touched, and leaves axe without a word."""
    assert page.evaluate(SIDEWAYS) <= 0, f"{page.url} scrolls sideways"
    assert page.evaluate(TOO_SMALL) == []
    axe(page)


def choose(page, product, size=1):
    dish = page.locator(f"[data-product={product}]")
    dish.locator("summary.dish-add").click()
    dish.locator("button.size").nth(size).click()


def fill(page, **fields):
    for name, value in {"phone": "06 39 98 12 34", "name": "Alice Martin", **fields}.items():
        page.fill(f"#id_{name}", value)


@pytest.mark.parametrize("device", sorted(DEVICES))
def test_every_page_holds_on_every_device(live_site, context_factory, console, device):
    console.expect("422")
    page = context_factory(device, base_url=live_site.url).new_page()
    for address in ("/", "/?postcode=76140", "/?postcode=abc", "/panier/", "/carte/rouen-centre/"):
        page.goto(address)
        holds(page)
    choose(page, "margherita")
    expect(page.locator("#basket-bar")).to_contain_text("1 article")
    holds(page)
    for address in ("/panier/", "/commande/"):
        page.goto(address)
        holds(page)
    page.get_by_role("button", name="Commander, payer").click()
    expect(page.locator("#summary")).to_be_focused()
    holds(page)
    page.get_by_role("radio", name="À emporter").check()
    fill(page)
    page.get_by_role("button", name="Commander, payer").click()
    page.wait_for_url("**/suivi/**")
    holds(page)


def test_the_total_follows_what_is_chosen_and_the_tracking_follows_the_kitchen(live_site, context_factory, console):
    page = context_factory("phone", base_url=live_site.url).new_page()
    page.goto("/carte/rouen-centre/")
    choose(page, "quatre-fromages", 2)
    expect(page.locator("#basket-bar")).to_contain_text("1 article")
    page.locator("#basket-bar").click()
    page.get_by_role("link", name="Commander").click()
    fill(page, street="12 rue Beauvoisine", postcode="76100", city="Rouen")
    page.locator("#id_city").blur()
    expect(page.locator("#bill .bill-total")).to_contain_text("19,40")
    page.get_by_role("radio", name="À emporter").check()
    expect(page.locator("#bill .bill-total")).to_contain_text("16,50")
    expect(page.locator("#id_street")).to_be_hidden()
    page.get_by_role("button", name="Commander, payer au comptoir").click()
    page.wait_for_url("**/suivi/**")
    order = page.locator("#order")
    expect(order).to_have_attribute("data-status", "awaiting_preparation")
    expect(page.locator(".following-in")).to_contain_text(re.compile(r"dans \d+\smin"))
    expect(page.locator("html")).to_have_attribute("data-live", "live")
    page.locator("#change-mind summary").click()
    live_site.manage("shell", "-c", f"{ACTORS}actions.start({order.get_attribute('data-order')!r}, cook)")
    expect(order).to_have_attribute("data-status", "in_preparation")
    expect(page.locator("#cancel")).to_have_count(0)
    expect(page.locator("[aria-current=step]")).to_contain_text("En préparation")


def test_what_runs_out_greys_on_the_open_menu_and_comes_back(live_site, context_factory, console):
    page = context_factory("phone", base_url=live_site.url).new_page()
    page.goto("/carte/sotteville/")
    expect(page.locator("html")).to_have_attribute("data-live", "live")
    dish = page.locator("[data-product=napolitaine]")
    page.locator("[data-product=margherita] summary.dish-add").click()
    book = (
        "from ocpizza.stock import actions; from ocpizza.stock.models import Level;"
        "level = Level.objects.get(store__slug='sotteville', ingredient__slug='anchovies');"
    )
    live_site.manage("shell", "-c", f"{book}actions.receive(level.store, {{level.ingredient_id: -level.quantity}})")
    expect(dish).to_have_attribute("data-available", "false")
    expect(dish).to_contain_text("anchois")
    expect(page.locator("#sizes-margherita button.size").first).to_be_visible()
    live_site.manage("shell", "-c", f"{book}actions.receive(level.store, {{level.ingredient_id: 600000}})")
    expect(dish).to_have_attribute("data-available", "true")
    choose(page, "napolitaine")
    expect(page.locator("#basket-bar")).to_contain_text("1 article")


def test_an_order_can_be_cancelled_live(live_site, context_factory, console):
    page = context_factory("phone", base_url=live_site.url).new_page()
    page.goto("/carte/rouen-centre/")
    choose(page, "reine")
    expect(page.locator("#basket-bar")).to_contain_text("1 article")
    page.goto("/commande/?fulfilment=takeaway")
    fill(page)
    page.get_by_role("button", name="Commander, payer").click()
    page.wait_for_url("**/suivi/**")
    page.locator("#change-mind summary").click()
    page.get_by_role("button", name="Oui, annuler").click()
    expect(page.locator("#order")).to_have_attribute("data-status", "cancelled")
    holds(page)


def test_the_whole_way_without_javascript(live_site, context_factory, console):
    page = context_factory("phone", base_url=live_site.url, java_script_enabled=False).new_page()
    page.goto("/")
    page.fill("#id_postcode", "76100")
    page.get_by_role("button", name="Qui me livre").click()
    page.get_by_role("link", name="Voir la carte").first.click()
    choose(page, "margherita")
    page.locator("#basket-bar").click()
    page.get_by_role("button", name="Un de plus").click()
    expect(page.locator(".basket-line .stepper .number")).to_contain_text("2")
    page.get_by_role("link", name="Commander").click()
    expect(page.locator("#id_postcode")).to_have_value("76100")
    fill(page, street="12 rue Beauvoisine", city="Rouen")
    page.get_by_role("button", name="Commander, payer à la livraison").click()
    expect(page.locator("#order")).to_have_attribute("data-status", "awaiting_preparation")
    page.locator("#change-mind summary").click()
    page.get_by_role("button", name="Oui, annuler").click()
    expect(page.locator("#order")).to_have_attribute("data-status", "cancelled")


def test_on_a_slow_line_every_tap_is_in_the_basket(live_site, context_factory):
    page = context_factory("phone", base_url=live_site.url).new_page()
    page.goto("/carte/rouen-centre/")
    line = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 500, "downloadThroughput": -1, "uploadThroughput": -1}
    line.send("Network.emulateNetworkConditions", slow)
    for drink in ("water", "cola", "cider"):
        page.locator(f"button[name=add][value^={drink}]").first.click()
    expect(page.locator("#basket-bar")).to_contain_text("3 articles")
    page.locator("#basket-bar").click()
    expect(page.locator(".basket-line")).to_have_count(3)
