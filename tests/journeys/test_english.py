"""An English reader finds no French on any screen, in the page or in what the socket paints later."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.evening import STORE, Screen, check_out, cook_through, order
from tests.journeys.test_storefront import choose

FRENCH = re.compile(
    r"\b(vous|votre|vos|nous|notre|pas|avec|pour|dans|cette|cet|est|sont|une|aucune?|rien|avant|après|depuis|encore|vers"
    r"|commandes?|commencer|livraison|livrée?s?|livreur|cuisine|panier|prêtes?|emporter|annuler|annulée|carte|retirer"
    r"|encaisser|prendre|partir|arrivé|tournée|aujourd|connexion|déconnecter|recette|allergie|espèces|chèque|paiement"
    r"|rappel|reçue|préparation|terminée|suspendre|relancer|responsable|client|demande|motif|moyen|fermer|appeler"
    r"|ajouter|choisir|taille|grande|petite|moyenne|jambon|champignons|fromage|crème|réglages|plein|écran)\b",
    re.IGNORECASE,
)
WORDS = """() => {
  const said = ["aria-label", "title", "placeholder", "alt"];
  const texts = [document.title, document.body.innerText];
  for (const part of document.querySelectorAll("body *")) {
    if (part.closest("[lang=fr]")) continue;
    for (const name of said) texts.push(part.getAttribute(name) || "");
    for (const value of Object.values(part.dataset)) if (value.includes(" ")) texts.push(value);
    if (part.matches("option, .visually-hidden, summary, legend, button")) texts.push(part.textContent);
  }
  return texts.join("\\n");
}"""
OURS = re.compile(r"crème fraîche|Rouen Centre|Cuisine Rouen", re.IGNORECASE)
"""French that English has too."""


def english(page):
    """Assert that the page is in English, as far as these words tell."""
    assert page.locator("html").get_attribute("lang") == "en", page.url
    found = {word.group().lower() for word in FRENCH.finditer(OURS.sub("", page.evaluate(WORDS)))}
    assert found == set(), page.url


@pytest.fixture
def visitor(live_site, person):
    def arrive(who="", device="desktop"):
        return person(live_site, who, device, locale="en-GB")

    return arrive


@pytest.mark.parametrize(
    "address", ["/", "/?postcode=7", "/carte/sotteville/", "/panier/", "/connexion/", "/demo/", "/no/"]
)
def test_a_page_greets_an_english_browser_in_english(visitor, console, address):
    console.expect("404|422")
    page = visitor()
    page.goto(address)
    english(page)


@pytest.fixture
def screens(visitor):
    """The screens of those who work, all in English."""
    places = {
        "cook": ("wall", f"/cuisine/{STORE}/"),
        "counter": ("tablet", f"/cuisine/{STORE}/"),
        "courier": ("phone", f"/livraison/{STORE}/"),
        "manager": ("desktop", "/tableau/"),
    }
    return {who: Screen(visitor(who, device), address) for who, (device, address) in places.items()}


def test_one_order_is_english_on_every_screen(visitor, screens, console):
    console.expect("422")
    customer = visitor("", "phone")
    reference = read_the_checkout(customer)
    screens["customer"] = tracking = Screen(customer)
    cook = screens["cook"]
    cook.shows(reference, "awaiting_preparation")
    cook.order(reference).locator("a.line-name").first.click()
    expect(cook.page.get_by_role("dialog")).to_contain_text("Doses")
    english(cook.page)
    cook.page.keyboard.press("Escape")
    for action, status in (("start", "in_preparation"), ("oven", "in_oven"), ("ready", "awaiting_delivery")):
        cook.tap(action, reference)
        tracking.shows(reference, status)
        for screen in screens.values():
            english(screen.page)
    fail_the_delivery(reference, screens["courier"])
    for screen in (tracking, screens["manager"]):
        screen.shows(reference, "delivery_failed")
        english(screen.page)
    for address in (f"/tableau/commande/{reference}/", f"/tableau/{STORE}/"):
        screens["manager"].page.goto(address)
        english(screens["manager"].page)


def read_the_checkout(customer):
    """Fill a basket, order without a name, then with one."""
    customer.goto(f"/carte/{STORE}/")
    choose(customer, "royale", 2)
    expect(customer.locator("#basket-bar")).to_contain_text("1 item")
    for address in ("/panier/", "/commande/"):
        customer.goto(address)
        english(customer)
    customer.locator("#checkout button.button-big").click()
    expect(customer.locator("#summary")).to_be_focused()
    english(customer)
    return check_out(customer)


def fail_the_delivery(reference, courier):
    courier.shows(reference, "awaiting_delivery")
    for action in ("take", "leave", "arrive"):
        courier.tap(action, reference if action == "take" else "")
        expect(courier.page.locator(f"#round form[data-action={action}], #ready form")).to_have_count(0)
        english(courier.page)
    courier.page.locator("details.reasons summary").click()
    english(courier.page)
    courier.page.locator("details.reasons button[value=absent]").click()


def test_who_switches_to_english_hears_english_from_the_socket(live_site, person):
    page = person(live_site, "cook", "tablet")
    page.goto(f"/cuisine/{STORE}/")
    page.keyboard.press("?")
    page.get_by_role("button", name="English").click()
    kitchen = Screen(page)
    reference = order(person(live_site, "", "phone"), fulfilment="takeaway")
    kitchen.shows(reference, "awaiting_preparation")
    expect(page.locator("#say")).to_contain_text("Order")
    english(page)
    cook_through(kitchen, reference, "ready_for_collection")
    english(page)
    kitchen.assert_unbroken()


def test_a_french_screen_would_be_noticed(live_site, person):
    page = person(live_site, "manager")
    page.goto("/tableau/")
    assert FRENCH.search(page.evaluate(WORDS))
