"""One order, four screens: customer, cook, courier and manager each see every step, and nobody loads a page again."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.evening import STORE, Screen, cook_through, order, send
from tests.journeys.test_storefront import choose

KITCHEN, DELIVERY, BOARD, MENU = f"/cuisine/{STORE}/", f"/livraison/{STORE}/", "/tableau/", f"/carte/{STORE}/"
POST = """async ({ address, form }) => {
  const headers = { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers")) };
  const answer = await fetch(address, { method: "POST", headers, body: new URLSearchParams(form) });
  return [answer.status, await answer.text()];
}"""
LEAVE_AT = """
from ocpizza.stock import actions
from ocpizza.stock.models import Level
level = Level.objects.select_related("store").get(store__slug={store!r}, ingredient__slug={ingredient!r})
actions.receive(level.store, {{level.ingredient_id: {thousandths} - level.quantity}})
"""


@pytest.fixture
def kitchen(live_site, person):
    return Screen(person(live_site, "cook", "wall"), KITCHEN)


@pytest.fixture
def delivery(live_site, person):
    return Screen(person(live_site, "courier", "phone"), DELIVERY)


@pytest.fixture
def board(live_site, person):
    return Screen(person(live_site, "manager", "desktop"), BOARD)


@pytest.fixture
def customer(live_site, person):
    return person(live_site, "customer", "phone")


class Numbers:
    """What the board counts for the store, against what it counted at first."""

    def __init__(self, board):
        self.board = board
        self.first = {name: self.read(name) for name in ("En cuisine", "Au four", "En route")}
        self.takings = self.money()

    def _place(self, name):
        return self.board.page.locator(f"#card-{STORE} .facts > div", has_text=name).locator("dd")

    def read(self, name):
        return int(self._place(name).inner_text())

    def money(self):
        return int(re.sub(r"\D", "", self.board.page.locator("#totals > div").nth(2).locator("dd").inner_text()))

    def are(self, **more):
        for name, first in self.first.items():
            expect(self._place(name)).to_have_text(str(first + more.get(name.replace(" ", "_"), 0)), timeout=8000)


def step(tracking, name):
    expect(tracking.page.locator("[aria-current=step]")).to_have_attribute("data-step", name, timeout=8000)


def cash_in(delivery, given="50"):
    delivery.page.locator("details.cash summary").click()
    delivery.page.get_by_label("Donné par le client").fill(given)
    expect(delivery.page.locator(".change")).to_contain_text("Rendre")
    delivery.page.locator("form[data-action=cash] button.button-big").click()


def test_one_order_is_followed_on_four_screens_without_a_reload(customer, kitchen, delivery, board):
    numbers = Numbers(board)
    reference = order(customer, "quatre-fromages", 1)
    tracking = Screen(customer)
    step(tracking, "received")
    kitchen.shows(reference, "awaiting_preparation")
    numbers.are(En_cuisine=1)
    the_cook_works(reference, kitchen, tracking, delivery, numbers)
    the_courier_rides(reference, delivery, tracking, numbers)
    tracking.shows(reference, "completed")
    expect(customer.locator("h1")).to_contain_text("Livrée à")
    expect(customer.locator(".following-body")).to_contain_text("Payée.")
    expect(delivery.page.locator("#round")).to_contain_text("livrée sur 1")
    expect(kitchen.page.locator(f'[data-order="{reference}"]')).to_have_count(0)
    numbers.are()
    assert numbers.money() > numbers.takings
    for screen in (tracking, kitchen, delivery, board):
        screen.assert_unbroken()


def the_cook_works(reference, kitchen, tracking, delivery, numbers):
    kitchen.tap("start", reference)
    step(tracking, "preparation")
    kitchen.tap("oven", reference)
    step(tracking, "oven")
    numbers.are(Au_four=1)
    delivery.shows(reference, "in_oven")  # announced: it comes out next
    expect(delivery.order(reference).locator("form")).to_have_count(0)
    kitchen.tap("ready", reference)
    tracking.shows(reference, "awaiting_delivery")
    delivery.shows(reference, "awaiting_delivery")


def the_courier_rides(reference, delivery, tracking, numbers):
    who = tracking.page.locator(".following-who")
    delivery.tap("take", reference)
    delivery.shows(reference, "in_delivery")
    step(tracking, "road")
    numbers.are(En_route=1)
    delivery.tap("leave")
    expect(who).to_contain_text("Chloé est en route")
    delivery.tap("arrive")
    expect(who).to_contain_text("est devant chez vous")
    cash_in(delivery)
    expect(delivery.page.locator(".change-due")).to_contain_text("Rendre")
    delivery.tap("deliver")


def test_take_away_is_cashed_in_and_handed_over_by_the_counter(live_site, person, customer, kitchen):
    counter = Screen(person(live_site, "counter", "tablet"), KITCHEN)
    reference = order(customer, "reine", fulfilment="takeaway")
    tracking = Screen(customer)
    counter.shows(reference, "awaiting_preparation")
    expect(counter.order(reference).locator("form[data-action=start]")).to_have_count(0)
    cook_through(kitchen, reference, ready="ready_for_collection")
    step(tracking, "ready")
    counter.order(reference).locator("select").select_option("card")
    counter.tap("cash", reference)
    expect(customer.locator(".following-body")).to_contain_text("Payée.")
    counter.tap("collect", reference)
    tracking.shows(reference, "completed")
    expect(customer.locator("h1")).to_contain_text("Retirée à")
    for screen in (counter, kitchen):
        expect(screen.page.locator(f'[data-order="{reference}"]')).to_have_count(0)
    for screen in (tracking, kitchen, counter):
        screen.assert_unbroken()


def left(menu, product):
    return int(menu.page.locator(f"[data-product={product}]").get_attribute("data-left"))


def test_what_a_customer_cancels_is_struck_in_the_kitchen_and_back_on_the_menu(live_site, person, customer, kitchen):
    menu = Screen(person(live_site, "", "tablet"), MENU)
    before = left(menu, "saumon")
    dish = menu.page.locator("[data-product=saumon]")
    reference = order(customer, "saumon", 1)
    tracking = Screen(customer)
    expect(dish).to_have_attribute("data-left", str(before - 1))
    kitchen.shows(reference, "awaiting_preparation")
    customer.locator("#change-mind summary").click()
    customer.get_by_role("button", name="Oui, annuler").click()
    tracking.shows(reference, "cancelled")
    kitchen.shows(reference, "cancelled")
    expect(kitchen.order(reference)).to_contain_text("Annulée")
    expect(dish).to_have_attribute("data-left", str(before))
    kitchen.order(reference).get_by_role("button", name="Vu").click()
    expect(kitchen.order(reference)).not_to_be_visible()
    for screen in (menu, tracking, kitchen):
        screen.assert_unbroken()


def test_the_last_pizza_goes_from_every_menu_and_to_one_customer_only(live_site, person, console):
    console.expect("409|422")
    live_site.manage("shell", "-c", LEAVE_AT.format(store=STORE, ingredient="curry", thousandths=4_000))
    quick, slow = person(live_site, "", "phone"), person(live_site, "", "tablet")
    slow.goto(MENU)
    choose(slow, "poulet-curry", 0)
    expect(slow.locator("#basket-bar")).to_contain_text("1 article")
    menu = Screen(slow)
    dish = slow.locator("[data-product=poulet-curry]")
    expect(dish).to_have_attribute("data-available", "true")
    order(quick, "poulet-curry", 0, "takeaway")
    expect(dish).to_have_attribute("data-available", "false", timeout=8000)
    expect(dish).to_contain_text("curry")
    menu.assert_unbroken()
    slow.goto("/commande/")
    send(slow, "takeaway")
    expect(slow.locator("#summary")).to_contain_text("Poulet")
    expect(slow).to_have_url(re.compile("/commande/"))


def test_a_failed_delivery_is_decided_on_the_board_and_tried_again(customer, kitchen, delivery, board, console):
    console.expect("409|Response Status Error")
    reference = order(customer)
    tracking = Screen(customer)
    cook_through(kitchen, reference)
    delivery.tap("take", reference)
    delivery.tap("leave")
    delivery.page.locator("details.reasons summary").click()
    delivery.page.get_by_role("button", name="Client absent").click()
    board.shows(reference, "delivery_failed")
    expect(board.order(reference)).to_contain_text("client absent")
    tracking.shows(reference, "delivery_failed")
    board.tap("retry", reference)
    delivery.shows(reference, "awaiting_delivery")
    tracking.shows(reference, "awaiting_delivery")

    delivery.tap("take", reference)
    delivery.tap("leave")
    delivery.tap("arrive")
    expect(delivery.page.locator("details.cash")).to_be_visible()
    address = f"{DELIVERY}{reference}/livree/"
    status, sentence = delivery.page.evaluate(POST, {"address": address, "form": {}})
    assert status == 409
    assert "refusal" in sentence
    delivery.shows(reference, "in_delivery")
    tracking.shows(reference, "in_delivery")
    cash_in(delivery)
    delivery.tap("deliver")
    tracking.shows(reference, "completed")
    for screen in (tracking, kitchen, delivery, board):
        screen.assert_unbroken()
