"""A cook runs out of something, with floury hands on a tablet; another reads the changed recipe on the wall."""

import re

from playwright.sync_api import expect

from tests.browsing import axe
from tests.journeys.evening import STORE
from tests.journeys.test_ground import SIDEWAYS

KITCHEN = f"/cuisine/{STORE}/"
UPRIGHT = {"viewport": {"width": 820, "height": 1180}}
FILL = """
from ocpizza.accounts.models import User
from ocpizza.catalog import recipes
from ocpizza.catalog.models import Product, RecipeVersion
from ocpizza.stores.models import Store
from tests import cast
store = Store.objects.get(slug="rouen-centre")
changed = cast.ordered(store, basket={"chevre-miel-m": 1, "cola": 1})
words = {"before": "Royale", "after": "Chèvre-miel", "before_en": "Royal", "after_en": "Goat cheese and honey"}
changed.amendments.create(line=changed.lines.first(), kind="swap", at=changed.placed_at, **words)
cast.ordered(store, basket={"reine-g/orientale-g!olives+egg": 2})
reine, farida = Product.objects.get(slug="reine"), User.objects.filter(assignments__role="direction").first()
RecipeVersion.objects.create(product=reine, number=1, who=farida, content=recipes.content_of(reine))
reine.recipe.filter(ingredient__slug="ham").update(quantity=70_000)
Product.objects.filter(pk=reine.pk).update(recipe_version=2)
reine = Product.objects.get(pk=reine.pk)
RecipeVersion.objects.create(product=reine, number=2, who=farida, content=recipes.content_of(reine))
"""
SMALL = """() => [...document.querySelectorAll("dialog[open] :is(a, button, input:not([type=hidden]))")]
  .filter((part) => part.checkVisibility() && part.getBoundingClientRect().height < 48)
  .map((part) => part.outerHTML.slice(0, 100))"""


def opened(page):
    page.goto(KITCHEN)
    expect(page.locator("html[data-live=live]")).to_have_count(1)
    return page


def holds(page):
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(SMALL) == []
    axe(page)


def test_three_taps_take_an_ingredient_off_every_menu_and_one_brings_it_back(fresh_site, person):
    fresh_site.manage("shell", "-v", "0", "--no-imports", "-c", FILL)
    menu = person(fresh_site, device="phone")
    menu.goto(f"/carte/{STORE}/")
    honey_pizza = menu.locator("[data-product=chevre-miel]").first
    expect(honey_pizza).to_have_attribute("data-available", "true")
    page = opened(person(fresh_site, "cook", "tablet", **UPRIGHT))

    page.get_by_role("link", name="Rupture").click()
    panel = page.get_by_role("dialog")
    holds(page)
    panel.get_by_role("link", name="miel", exact=True).click()
    expect(panel).to_contain_text("1 pizza disparaît")
    expect(panel).to_contain_text("1 commande acceptée en a besoin")
    holds(page)
    panel.get_by_role("button", name="Jusqu’à nouvel ordre").click()

    expect(page.locator("#undo")).to_contain_text("miel\N{NO-BREAK SPACE}: en rupture, 1 pizza disparaît")
    expect(panel).not_to_be_visible()
    expect(honey_pizza).to_have_attribute("data-available", "false")
    page.locator("#undo").get_by_role("button", name="Annuler").click()
    expect(honey_pizza).to_have_attribute("data-available", "true")
    by_keyboard(page, panel)


def listening(page):
    """Wait until htmx listens to what it painted, 20 ms later: no finger is faster, a test is."""
    expect(page.locator(".htmx-settling, .htmx-added, .htmx-swapping")).to_have_count(0)


def by_keyboard(page, panel):
    """Declare, see what is left and bring back without touching: a bump bar is a keyboard."""
    page.keyboard.press("o")
    expect(panel.get_by_label("Ce qui manque")).to_be_focused()
    listening(page)
    panel.get_by_label("Ce qui manque").press_sequentially("mozz")
    expect(panel.locator(".pick")).to_have_count(1)
    listening(page)
    panel.locator(".pick").focus()
    page.keyboard.press("Enter")
    panel.get_by_label("Ou jusqu’à").fill("23:59")
    listening(page)
    page.keyboard.press("Enter")
    expect(page.locator("#out")).to_contain_text("Rupture 1")
    expect(page.locator('[data-number="101"].ticket')).to_contain_text("En rupture\N{NO-BREAK SPACE}: mozzarella")
    page.keyboard.press("p")
    expect(page.locator("#produce .possible li").first).to_contain_text("mozzarella en rupture")
    holds(page)
    page.keyboard.press("o")
    expect(panel.locator("#outages")).to_contain_text("jusqu’à 23:59")
    listening(page)
    panel.get_by_role("button", name="mozzarella\N{NO-BREAK SPACE}: de retour").click()
    expect(page.locator("#out")).not_to_contain_text("1")


def test_the_recipe_of_what_was_ordered_is_one_tap_from_the_line(fresh_site, person):
    fresh_site.manage("shell", "-v", "0", "--no-imports", "-c", FILL)
    page = opened(person(fresh_site, "cook", "wall"))
    amended = page.locator('[data-number="101"].ticket')
    expect(amended.locator(".amended")).to_contain_text("Royale → Chèvre-miel")
    expect(amended.get_by_role("button", name="Commencer")).not_to_be_visible()
    amended.get_by_role("button", name="Vu, c’est modifié").click()
    expect(amended.get_by_role("button", name="Commencer")).to_be_visible()
    line = page.locator('[data-number="102"].ticket .lines > li')
    expect(line).to_contain_text("SANS olives noires")
    expect(line).to_contain_text("DOUBLE œuf")
    expect(line).to_contain_text("modifiée depuis votre dernière fois")
    line.get_by_role("link", name="½ Reine / ½ Orientale").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("heading", name="2× ½ Reine / ½ Orientale")).to_be_focused()
    expect(sheet).to_contain_text("jambon\N{NO-BREAK SPACE}: 60\N{NO-BREAK SPACE}g → 70\N{NO-BREAK SPACE}g")
    expect(sheet.get_by_role("row", name=re.compile("^DOUBLE œuf"))).to_contain_text("2 pièces")
    holds(page)
    sheet.get_by_role("button", name="Vu, j’ai compris").click()
    expect(sheet).to_contain_text("c’est noté")
    expect(line).not_to_contain_text("modifiée depuis votre dernière fois")
    sheet.get_by_role("link", name="Recettes").click()
    sheet.get_by_label("Une pizza, ou un ingrédient").press_sequentially("saumon")
    expect(sheet.locator("#recipes-found a")).to_have_count(1)
    holds(page)
    sheet.locator("#recipes-found a").click()
    expect(sheet.get_by_role("heading", name="Saumon")).to_be_focused()
    page.keyboard.press("Escape")
    expect(sheet).not_to_be_visible()
