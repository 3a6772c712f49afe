"""What people do on the screens of an evening, found by the marks that every screen carries."""

import re

from playwright.sync_api import expect

from tests.journeys.test_storefront import choose, fill

STORE = "rouen-centre"
HOME = {"street": "12 rue Beauvoisine", "postcode": "76000", "city": "Rouen"}


def order(page, product="royale", size=2, fulfilment="delivery", **fields):
    """Order one pizza through the pages of the store, and return the order's reference: the page is its tracking."""
    page.goto(f"/carte/{STORE}/")
    choose(page, product, size)
    expect(page.locator("#basket-bar")).to_contain_text(re.compile("1 (article|item)"))
    page.goto("/commande/")
    return check_out(page, fulfilment, **fields)


def check_out(page, fulfilment="delivery", **fields):
    """Order what is in the basket; the page is its tracking then."""
    send(page, fulfilment, **fields)
    page.wait_for_url("**/suivi/**")
    return page.locator("#order").get_attribute("data-order")


def send(page, fulfilment="delivery", **fields):
    """Fill the checkout in and press its button."""
    page.locator(f"[name=fulfilment][value={fulfilment}]").check()
    if "allergy" in fields:
        page.locator("details.allergy summary").click()
    fill(page, **(HOME if fulfilment == "delivery" else {}) | fields)
    page.locator("#checkout button.button-big").click()


class Screen:
    """A page in front of somebody, which is never loaded again from here on: `assert_unbroken()` says so."""

    def __init__(self, page, address=""):
        if address:
            page.goto(address)
        self.page = page
        self.live()
        page.evaluate("window.unbroken = performance.timeOrigin")
        self.loads = []
        page.on("load", lambda loaded: self.loads.append(loaded.url))

    def live(self, within=15):
        """Wait until the page says that it is live, by a frame of the server."""
        expect(self.page.locator("#oc-frame[data-kind]")).to_be_attached(timeout=within * 1000)
        expect(self.page.locator("html")).to_have_attribute("data-live", "live", timeout=within * 1000)

    def order(self, reference):
        return self.page.locator(f'[data-order="{reference}"]').first

    def shows(self, reference, status, within=8):
        expect(self.order(reference)).to_have_attribute("data-status", status, timeout=within * 1000)

    def tap(self, action, reference=""):
        """Press the button that moves the order; the courier's large ones stand apart from it."""
        form = f"form[data-action={action}]"
        self.page.locator(f'[data-order="{reference}"] {form}' if reference else form).locator("button").first.click()

    def assert_unbroken(self):
        """Assert that nothing but the live layer changed this page."""
        kept = self.page.evaluate("window.unbroken === performance.timeOrigin")
        visits = self.page.evaluate("performance.getEntriesByType('navigation').length")
        assert (kept, visits, self.loads) == (True, 1, [])


def cook_through(kitchen, reference, ready="awaiting_delivery"):
    """The cook starts it, puts it into the oven and says that it is ready."""
    for action, status in (("start", "in_preparation"), ("oven", "in_oven"), ("ready", ready)):
        kitchen.tap(action, reference)
        kitchen.shows(reference, status)
