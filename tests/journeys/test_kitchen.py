"""The kitchen's screen under the hands of a cook: keys, double taps, allergies, places, sounds and the recipe."""

import re

import pytest
from playwright.sync_api import expect

from tests.browsing import axe

PLACE = """
import uuid
from datetime import timedelta
from django.utils import timezone
from ocpizza.orders.actions import Actor
from ocpizza.orders.flow import By, Fulfilment
from ocpizza.orders.models import Order
from ocpizza.orders.placing import Wish, place
from ocpizza.stores.models import Store
store, now = Store.objects.get(slug="rouen-centre"), timezone.now()
for start_in, fulfilment, allergy in {orders!r}:
    wish = Wish(
        store=store, key=uuid.uuid4().hex, basket={{"reine-g": 2, "cola": 1}}, fulfilment=Fulfilment(fulfilment),
        name="Alice Martin", phone="0639980001", street="1 rue du Bac", postcode="76000", city="Rouen",
        allergy=allergy,
    )
    order = place(wish, Actor(By.CUSTOMER)).order
    Order.objects.filter(pk=order.pk).update(start_by=now + timedelta(minutes=start_in),
                                             promised_at=now + timedelta(minutes=start_in + 40))
"""
HEARD = """() => { window.heard = []; document.addEventListener("oc:sound", (e) => heard.push(e.detail.tune)); }"""
CLOSE_ENOUGH = 7_000  # another process places the orders: the sweep finds them within five seconds
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def place(site, *orders):
    """Place orders: (minutes until the start-by time, fulfilment, allergy)."""
    filled = [(start_in, *(rest or ("delivery", ""))) for start_in, *rest in orders]
    site.manage("shell", "-v", "0", "-c", PLACE.format(orders=filled))


@pytest.fixture
def kitchen(fresh_site, person):
    """Open the kitchen of Rouen Centre as its cook, with these orders on it."""

    def open_screen(*orders, device="wall"):
        place(fresh_site, *orders)
        page = person(fresh_site, "cook", device)
        page.goto("/cuisine/rouen-centre/")
        expect(page.locator("html[data-live=live]")).to_have_count(1)
        return page

    return open_screen


def numbers(page):
    """Return the numbers on the grid in the order of their places."""
    script = """() => [...document.querySelectorAll(".ticket:not([hidden])")]
      .sort((a, b) => a.dataset.place - b.dataset.place).map((ticket) => Number(ticket.dataset.number))"""
    return page.evaluate(script)


def ticket(page, number):
    return page.locator(f'[data-number="{number}"]')


def test_keys_bump_recall_and_undo(kitchen):
    page = kitchen((0,), (1,))
    page.keyboard.press("1")
    expect(ticket(page, 101)).to_have_attribute("data-status", "in_preparation")
    expect(page.locator("#undo")).to_contain_text("101 commencée")
    expect(ticket(page, 101).get_by_role("button", name="Au four")).to_be_focused()
    page.keyboard.press("Enter")
    expect(ticket(page, 101)).to_have_attribute("data-status", "in_oven")
    page.keyboard.press("z")
    expect(ticket(page, 101)).to_have_attribute("data-status", "in_preparation")
    expect(page.locator("#undo")).to_be_empty()
    page.keyboard.press("r")
    expect(ticket(page, 101)).to_have_attribute("data-status", "awaiting_preparation")
    assert numbers(page) == [102, 101]  # it came back, and the other one did not move
    ticket(page, 102).locator(".bump").focus()
    page.keyboard.press("ArrowRight")
    expect(ticket(page, 101).locator(".bump")).to_be_focused()


def test_the_mark_of_a_tap_is_there_before_the_answer(kitchen):
    page = kitchen((0,))
    page.route("**/start/", lambda route: None)  # an answer that never comes
    page.keyboard.press("1")
    expect(page.locator("form[data-pending]")).to_have_count(1, timeout=100)


def test_a_double_tap_is_one_tap(kitchen):
    page = kitchen((0,), (1,))
    ticket(page, 101).locator(".bump").dblclick()
    expect(ticket(page, 101)).to_have_attribute("data-status", "in_preparation")
    ticket(page, 101).locator(".bump").dblclick()
    expect(ticket(page, 101)).to_have_attribute("data-status", "in_oven")
    expect(ticket(page, 102)).to_have_attribute("data-status", "awaiting_preparation")


def test_an_allergy_is_seen_on_every_stage_before_the_button_works(kitchen):
    page = kitchen((0, "delivery", "arachide"))
    for button, status in (("Commencer", "in_preparation"), ("Au four", "in_oven"), ("101 prête", "awaiting_delivery")):
        row = ticket(page, 101)
        expect(row).to_contain_text("Allergie arachide")
        expect(row.get_by_role("button", name=button, exact=True)).not_to_be_visible()
        row.get_by_role("button", name="Vu").click()
        row.get_by_role("button", name=button, exact=True).click()
        expect(row).to_have_attribute("data-status", status)


def test_a_bump_bar_sees_the_allergy_first_and_a_reload_remembers(kitchen):
    page = kitchen((0, "delivery", "arachide"))
    page.keyboard.press("1")
    expect(ticket(page, 101).locator("[data-allergy][data-seen]")).to_have_count(1)
    expect(ticket(page, 101)).to_have_attribute("data-status", "awaiting_preparation")
    page.reload()
    expect(ticket(page, 101).locator("[data-allergy][data-seen]")).to_have_count(1)
    page.keyboard.press("1")
    expect(ticket(page, 101)).to_have_attribute("data-status", "in_preparation")


def test_a_ticket_changes_place_only_when_another_one_leaves(kitchen, fresh_site):
    page = kitchen(*((minutes,) for minutes in range(10, 19)))
    assert numbers(page) == list(range(101, 109))
    expect(page.locator(".more:visible")).to_have_text("+1 en attente")
    place(fresh_site, (1,))
    expect(page.locator(".more:visible")).to_have_text("+2 en attente", timeout=CLOSE_ENOUGH)
    assert numbers(page) == list(range(101, 109))
    for status in ("in_preparation", "in_oven"):
        ticket(page, 103).locator(".bump").click()
        expect(ticket(page, 103)).to_have_attribute("data-status", status)
    expect(page.locator(".more:visible")).to_have_text("+1 en attente")
    assert numbers(page) == [110, 101, 102, 104, 105, 106, 107, 108]


def test_six_tickets_on_a_tablet_and_the_count_stays_true(kitchen):
    page = kitchen(*((minutes,) for minutes in range(10, 19)), device="tablet")
    expect(page.locator(".ticket:visible")).to_have_count(6)
    expect(page.locator(".more:visible")).to_have_text("+3 en attente")


def test_a_new_order_sounds_once_the_service_is_open_and_until_someone_touches(kitchen, fresh_site):
    page = kitchen((10,))
    page.evaluate(HEARD)
    page.get_by_role("button", name="Ouvrir le service").click()
    page.evaluate("heard.length = 0")
    place(fresh_site, (12,), (13,))
    expect(page.locator("#arrival")).to_be_visible(timeout=CLOSE_ENOUGH)
    expect(page.locator("#arrival")).to_contain_text("103 Nouvelle commande")
    page.wait_for_timeout(4_500)
    heard = page.evaluate("heard")
    assert len(heard) >= 2
    assert set(heard) == {"arrived"}
    expect(ticket(page, 103)).to_have_class(re.compile("is-new"))
    page.mouse.click(5, 300)
    expect(page.locator("#arrival")).not_to_be_visible()
    expect(page.locator(".is-new")).to_have_count(0)


def test_a_late_order_sounds_once(kitchen, fresh_site):
    page = kitchen((10,))
    page.evaluate(HEARD)
    place(fresh_site, (-60,))
    expect(page.locator('.ticket[data-age="late"]')).to_have_count(1, timeout=CLOSE_ENOUGH)
    expect(page.locator("#late-count")).to_contain_text("1 en retard")
    page.wait_for_timeout(1500)
    assert page.evaluate("heard").count("late") == 1
    page.reload()
    page.evaluate(HEARD)
    page.wait_for_timeout(1500)
    assert "late" not in page.evaluate("heard")


def test_the_recipe_stays_open_while_the_screen_changes(kitchen, fresh_site):
    page = kitchen((10,))
    ticket(page, 101).get_by_role("link", name="Reine").click()
    expect(page.get_by_role("dialog")).to_contain_text("2× Reine")
    place(fresh_site, (12,))
    expect(ticket(page, 102)).to_have_count(1, timeout=CLOSE_ENOUGH)
    expect(page.get_by_role("dialog")).to_be_visible()
    axe(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).not_to_be_visible()


def test_take_away_is_cashed_in_and_handed_over(kitchen):
    page = kitchen((0, "takeaway", ""))
    for button in ("Commencer", "Au four", "101 prête"):
        ticket(page, 101).get_by_role("button", name=button, exact=True).click()
    ticket(page, 101).locator("select").select_option("card")
    ticket(page, 101).get_by_role("button", name=re.compile("Encaisser")).click()
    ticket(page, 101).get_by_role("button", name="Remettre").click()
    expect(ticket(page, 101)).to_have_count(0)


def test_a_missing_ingredient_sends_the_ticket_back(kitchen):
    page = kitchen((0,))
    page.keyboard.press("1")
    ticket(page, 101).locator("summary").click()
    ticket(page, 101).get_by_role("button", name="mozzarella").click()
    expect(ticket(page, 101)).to_contain_text("il manque\N{NO-BREAK SPACE}: mozzarella")
    expect(ticket(page, 101)).to_have_attribute("data-status", "awaiting_preparation")


@pytest.mark.parametrize("device", ["phone", "small", "tablet", "desktop", "wall"])
def test_the_screen_holds_on_every_device(kitchen, device):
    page = kitchen((-60,), (0, "takeaway", "arachide"), (5,), *((minutes,) for minutes in range(10, 17)), device=device)
    page.keyboard.press("3")
    expect(ticket(page, 103)).to_have_attribute("data-status", "in_preparation")
    page.keyboard.press("3")
    expect(ticket(page, 103)).to_have_attribute("data-status", "in_oven")
    assert page.evaluate(SIDEWAYS) <= 0
    small = """() => [...document.querySelectorAll(".kitchen button, .kitchen summary, .kitchen select")]
      .filter((part) => part.checkVisibility({ visibilityProperty: true }) && part.getBoundingClientRect().height < 48)
      .map((part) => part.outerHTML.slice(0, 100))"""
    assert page.evaluate(small) == []
    axe(page)


def test_the_largest_text_can_be_read_across_the_room(kitchen):
    page = kitchen((10,))
    page.keyboard.press("?")
    page.get_by_role("radio", name="à 2 mètres").check()
    page.keyboard.press("Escape")
    page.reload()
    capitals = page.evaluate("""() => {
      const style = getComputedStyle(document.querySelector("a.line-name"));
      const pen = document.createElement("canvas").getContext("2d");
      pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      return pen.measureText("R").actualBoundingBoxAscent;
    }""")
    assert capitals >= 34


def test_a_ticket_too_long_for_its_place_says_so_and_shows_itself_whole(fresh_site, person):
    sorts = "margherita reine royale quatre-fromages chevre-miel orientale vegetarienne calzone chorizo tartiflette"
    basket = dict.fromkeys((f"{sort}-{size}" for sort in sorts.split() for size in "pg"), 1)
    long = PLACE.replace('{{"reine-g": 2, "cola": 1}}', f"{{{basket}}}")
    assert long != PLACE
    fresh_site.manage("shell", "-v", "0", "-c", long.format(orders=[(0, "delivery", "arachide")]))
    page = person(fresh_site, "cook", "wall")
    page.goto("/cuisine/rouen-centre/")
    expect(page.locator("html[data-live=live]")).to_have_count(1)
    rest = page.locator(".ticket .rest")
    expect(rest).to_contain_text(re.compile(r"\+\d+ tout voir"))
    rest.click()
    whole = page.locator("#whole")
    expect(whole.locator(".lines > li")).to_have_count(len(basket))
    expect(whole.locator(".lines > li").last).to_be_in_viewport()
    axe(page)
    page.keyboard.press("1")
    expect(ticket(page, 101).first).to_have_attribute("data-status", "awaiting_preparation")
    whole.get_by_role("link", name="Tartiflette").first.click()
    expect(page.locator("#recipe-title")).to_contain_text("Tartiflette")
    expect(whole).not_to_be_visible()


def test_a_short_ticket_hides_nothing(kitchen):
    page = kitchen((0,))
    expect(page.locator(".ticket .rest")).to_be_hidden()


def test_a_finger_opens_what_is_to_produce_over_the_tickets(kitchen):
    page = kitchen((0,), device="tablet")
    before = ticket(page, 101).bounding_box()
    page.get_by_role("button", name="À produire").click()
    expect(page.locator("#produce .tally-sizes").first).to_be_visible()
    assert ticket(page, 101).bounding_box() == before
