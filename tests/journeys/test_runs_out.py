"""An ingredient runs out by somebody's order: menu, open basket and counter say so, and say when it is back."""

import pytest
from playwright.sync_api import expect

from tests.journeys.evening import STORE, Screen, order
from tests.journeys.test_storefront import choose

PIZZA, INGREDIENT, PORTION = "saumon", "smoked-salmon", 112_000  # the large one's
BOOK = """
from ocpizza.stock import actions
from ocpizza.stock.models import Level
level = Level.objects.select_related("store").get(store__slug={store!r}, ingredient__slug={ingredient!r})
actions.receive(level.store, {{level.ingredient_id: {thousandths}}})
"""


@pytest.fixture
def receive(fresh_site):
    """Book a receipt in the store, or take some away: `receive(1000)`."""

    def book(thousandths):
        said = BOOK.format(store=STORE, ingredient=INGREDIENT, thousandths=thousandths)
        fresh_site.manage("shell", "--no-imports", "-c", said)

    return book


def sells(screen, available):
    """Wait until the screen says whether the pizza can be had."""
    said = "true" if available else "false"
    expect(screen.page.locator(f"[data-product={PIZZA}]").first).to_have_attribute("data-available", said, timeout=8000)


def test_what_an_order_uses_up_is_gone_everywhere_without_a_reload_and_back_with_a_receipt(fresh_site, person, receive):
    receive(PORTION - 200_000)  # of the 200 g in the demonstration, one large pizza's is left
    basket = person(fresh_site, "", "phone")
    basket.goto(f"/carte/{STORE}/")
    choose(basket, PIZZA, 2)
    expect(basket.locator("#basket-bar")).to_contain_text("1 article")
    menu = Screen(person(fresh_site, "", "phone"), f"/carte/{STORE}/")
    open_basket = Screen(basket, "/panier/")
    counter = Screen(person(fresh_site, "counter", "tablet"), f"/comptoir/{STORE}/")
    screens = (menu, open_basket, counter)
    for screen in screens:
        sells(screen, available=True)

    order(person(fresh_site, "customer", "phone"), PIZZA, 2, "takeaway")
    for screen in screens:
        sells(screen, available=False)
    expect(menu.page.locator(f"[data-product={PIZZA}]")).to_contain_text("saumon fumé")
    expect(open_basket.page.locator(f"[data-product={PIZZA}]")).to_contain_text("saumon fumé")

    receive(PORTION)
    for screen in screens:
        sells(screen, available=True)
        screen.assert_unbroken()
