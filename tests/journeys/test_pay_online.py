"""A customer pays online in Chromium: hangs, sees how long it is kept, pays; the kitchen sees it only then."""

import re

import pytest
from playwright.sync_api import expect

from tests.browsing import axe
from tests.journeys.evening import STORE, Screen, send
from tests.journeys.test_storefront import choose, holds


@pytest.fixture
def customer(live_site, person):
    return person(live_site, "", "phone")


DECLARE = (
    "from ocpizza.catalog.models import Ingredient; from ocpizza.stores.models import Store;"
    "from ocpizza.stock import outages; store = Store.objects.get(slug='rouen-centre');"
    "outages.{verb}(store, Ingredient.objects.get(slug='ham'), None)"
)


def order_online(page):
    """Order one Royale to be paid online; the page is its payment then."""
    page.goto(f"/carte/{STORE}/")
    choose(page, "royale", 0)
    expect(page.locator("#basket-bar")).to_contain_text("1 article")
    page.goto("/commande/")
    page.locator("[name=pay][value=online]").check()
    button = page.locator("#checkout button.button-big")
    expect(button).to_have_text("Commander, payer en ligne", use_inner_text=True)
    send(page, "takeaway")
    page.wait_for_url("**/paiement/**")


def leave_hanging(page):
    """Let the bank say nothing: the page is the order's tracking then."""
    page.get_by_role("button", name="Laisser en suspens").click()
    page.wait_for_url("**/suivi/**")


def is_kept(page):
    """Assert that the page says how long the stock is kept."""
    expect(page.locator(".hold")).to_contain_text(re.compile(r"Réservé encore 9:\d\d, jusqu’à"))
    holds(page)


def find_only(page, row, words):
    """Search at the counter, by keys alone."""
    page.keyboard.press("/")
    page.locator("#search").press_sequentially(words)
    expect(page.locator("[data-product=cola]")).to_be_hidden()
    expect(row).to_be_visible()


def settle_without_ham(site, counter, reference):
    """Have the kitchen run out of ham, and the counter settle it, while its search stands."""
    site.manage("shell", "-c", DECLARE.format(verb="declare_out"))
    case = counter.order(reference)
    expect(case).to_contain_text("Il manque\N{NO-BREAK SPACE}: jambon")
    expect(counter.page.locator("[data-product=cola]")).to_be_hidden()
    axe(counter.page)
    case.get_by_role("button", name="Sans jambon").click()
    expect(counter.page.locator("#settle")).to_contain_text("Rien à régler")
    site.manage("shell", "-c", DECLARE.format(verb="bring_back"))


def test_the_stock_waits_for_the_money_and_the_kitchen_for_the_order(live_site, person, customer):
    kitchen = Screen(person(live_site, "cook", "tablet"), f"/cuisine/{STORE}/")
    counter = Screen(person(live_site, "counter", "desktop"), f"/comptoir/{STORE}/")
    row, order = counter.page.locator("[data-product=royale]"), customer.locator("#order")
    left = int(row.get_attribute("data-left"))
    order_online(customer)
    is_kept(customer)
    expect(row).to_have_attribute("data-left", str(left - 1))
    leave_hanging(customer)
    is_kept(customer)
    reference = order.get_attribute("data-order")
    expect(kitchen.order(reference)).to_have_count(0)

    customer.get_by_role("link", name="Payer").click()
    customer.get_by_role("button", name="Payer").click()
    expect(order).to_contain_text("Payée en ligne")
    kitchen.shows(reference, "awaiting_preparation")

    find_only(counter.page, row, "royale")
    settle_without_ham(live_site, counter, reference)
    expect(order).to_contain_text("Retiré avec vous")
    kitchen.assert_unbroken()
    counter.assert_unbroken()
