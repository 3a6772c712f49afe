"""The courier's page under a thumb: one address at a time, and always in sight."""

from playwright.sync_api import expect

from tests.journeys.evening import STORE

ROUND = """
from ocpizza.accounts.models import User
from ocpizza.rounds import actions as rounds
from ocpizza.stores.models import Store
from tests import cast
store = Store.objects.get(slug="rouen-centre")
ready = [cast.at("awaiting_delivery", store, basket={"cola": 8}).reference for _ in range(8)]
rounds.take(store, User.objects.get(username="chloe.rouen-centre"), ready[:2])
rounds.leave(store, User.objects.get(username="chloe.rouen-centre"))
"""


def test_the_next_address_comes_into_sight(fresh_site, person):
    fresh_site.manage("shell", "-v", "0", "--no-imports", "-c", ROUND)
    page = person(fresh_site, "courier", "phone")
    page.goto(f"/livraison/{STORE}/")
    expect(page.locator("html[data-live=live]")).to_have_count(1)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator("#round-title")).not_to_be_in_viewport()
    page.locator("#round form[data-action=arrive] button").click()
    page.locator("details.reasons summary").click()
    page.locator("details.reasons form button").first.click()
    expect(page.locator("#round-title")).to_contain_text("2 sur 2")
    expect(page.locator("#round-title")).to_be_in_viewport()
