"""A pizza as one wants it, in Chromium on a phone: with JavaScript and without, and while an ingredient runs out."""

from playwright.sync_api import expect

from tests.journeys.evening import STORE, Screen, check_out
from tests.journeys.test_every_screen import holds
from tests.journeys.test_storefront import choose

MENU = f"/carte/{STORE}/"
RECEIPT = (
    "from ocpizza.stock import actions; from ocpizza.stock.models import Level;"
    f"level = Level.objects.get(store__slug='{STORE}', ingredient__slug='smoked-salmon');"
    "actions.receive(level.store, {level.ingredient_id: 5_000_000})"
)


def says(panel, words):
    """Wait until the button that adds says so."""
    expect(panel.locator(".customise-dock .button-primary")).to_contain_text(words)


def test_a_pizza_is_composed_on_a_phone_and_every_touch_is_priced_and_drawn(live_site, context_factory):
    page = context_factory("phone", base_url=live_site.url).new_page()
    page.goto(MENU)
    page.locator("[data-product=reine] summary.dish-add").click()
    holds(page)
    page.locator("[data-product=reine]").get_by_role("link", name="Personnaliser").click()
    panel, allergens = page.locator("#customise"), page.locator("#allergens-now")
    screen = Screen(page)
    drawn = panel.locator("svg.drawing").inner_html()
    panel.get_by_role("radio", name="Grande").check()
    expect(panel).to_have_attribute("data-sku", "reine-g")
    panel.locator("#keep-mushrooms").uncheck()
    expect(panel.locator("del").first).to_have_text("champignons")
    expect(panel.locator("#keep-mushrooms")).to_be_focused()
    says(panel, "Ajouter · 14,90")
    assert panel.locator("svg.drawing").inner_html() != drawn
    expect(allergens).not_to_contain_text("œufs")
    panel.get_by_label("Œuf").check()
    expect(allergens).to_contain_text("œufs")
    says(panel, "Ajouter · 16,60")
    panel.get_by_label("Autre moitié").select_option("saumon")
    expect(page.get_by_role("heading", level=1)).to_have_text("½ Reine / ½ Saumon")
    expect(allergens).to_contain_text("poisson")
    panel.get_by_role("button", name="Une de plus").click()
    says(panel, "Ajouter · 36,20")
    holds(page)
    screen.assert_unbroken()
    panel.get_by_role("button", name="Ajouter").click()
    page.locator("#basket-bar").click()
    expect(page.locator(".basket-line")).to_have_attribute("data-sku", "reine-g/saumon-g!mushrooms+egg")


def test_a_line_of_the_basket_is_changed_in_its_place(live_site, context_factory, console):
    console.expect("htmx:(sendAbort|afterRequest)")  # a recomputation under way ends with the page that asked for it
    page = context_factory("phone", base_url=live_site.url).new_page()
    page.goto(f"{MENU}reine/?choix=reine-g/saumon-g!mushrooms%2Begg&quantity=2")
    panel, line = page.locator("#customise"), page.locator(".basket-line")
    panel.get_by_role("button", name="Ajouter").click()
    page.locator("#basket-bar").click()
    holds(page)
    line.get_by_role("link", name="Modifier").click()
    expect(panel.get_by_label("Œuf")).to_be_checked()
    panel.get_by_label("Autre moitié").select_option("")
    panel.locator("#keep-mushrooms").check()
    expect(panel).to_have_attribute("data-sku", "reine-g+egg")
    panel.get_by_role("button", name="Enregistrer").click()
    expect(line).to_have_attribute("data-sku", "reine-g+egg")
    expect(line).to_have_attribute("data-quantity", "2")


def test_a_pizza_is_composed_without_javascript(live_site, context_factory, console):
    console.expect("422")
    page = context_factory("phone", base_url=live_site.url, java_script_enabled=False).new_page()
    page.goto(f"{MENU}reine/")
    page.locator("#keep-mushrooms").uncheck()
    page.get_by_label("Autre moitié").select_option("orientale")
    page.get_by_role("button", name="Recalculer").click()
    expect(page.locator("#customise")).to_have_attribute("data-sku", "reine-m/orientale-m!mushrooms")
    page.locator("#keep-merguez").uncheck()
    page.get_by_label("Miel").check()
    page.get_by_label("Quantité").fill("2")
    page.get_by_role("button", name="Ajouter").click()
    page.locator("#basket-bar").click()
    line = page.locator(".basket-line")
    expect(line).to_have_attribute("data-sku", "reine-m/orientale-m!merguez!mushrooms+honey")
    line.get_by_role("link", name="Modifier").click()
    for extra in ("Basilic", "Chorizo", "Lardons", "Noix", "Poulet", "Reblochon"):
        page.get_by_label(extra).check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#summary")).to_contain_text("6 suppléments au plus")
    expect(page.get_by_label("Chorizo")).to_be_checked()
    expect(page.get_by_label("Quantité")).to_have_value("2")
    page.get_by_label("Chorizo").uncheck()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".basket-line .changes")).to_contain_text("+ miel")


def test_what_an_order_takes_changes_open_baskets_and_panels_and_a_receipt_brings_it_back(live_site, context_factory):
    phone = context_factory("phone", base_url=live_site.url)
    basket, panel, menu = (phone.new_page() for _ in range(3))
    menu.goto(MENU)
    for product, count in (("saumon", "1 article"), ("reine", "2 articles")):
        choose(menu, product, 2)
        expect(menu.locator("#basket-bar")).to_contain_text(count)
    screens = [Screen(basket, "/panier/"), Screen(panel, f"{MENU}reine/?choix=reine-g%21ham"), Screen(menu)]
    menu.locator("[data-product=reine] summary.dish-add").click()
    panel.get_by_label("Quantité").fill("3")
    salmon, line = panel.locator("#extra-smoked-salmon"), basket.locator("[data-sku=saumon-g]")
    expect(salmon).to_be_enabled()
    _order_the_salmon(context_factory("phone", base_url=live_site.url).new_page())

    expect(line).to_contain_text("il manque\N{NO-BREAK SPACE}: saumon fumé")
    holds(basket)
    expect(salmon).to_be_disabled()
    expect(panel.get_by_label("Quantité")).to_have_value("3")
    expect(panel.get_by_label("Quantité")).to_be_focused()
    expect(panel.locator("#keep-ham")).not_to_be_checked()
    expect(menu.locator("[data-product=saumon]")).to_have_attribute("data-available", "false")
    expect(menu.locator("#sizes-reine button.size").first).to_be_visible()

    live_site.manage("shell", "--no-imports", "-c", RECEIPT)
    expect(line).to_have_attribute("data-available", "true")
    expect(salmon).to_be_enabled()
    for screen in screens:
        screen.assert_unbroken()
    line.get_by_role("button", name="Un de plus").click()
    expect(line).to_have_attribute("data-quantity", "2")
    expect(line.get_by_role("button", name="Un de plus")).to_be_focused()


def _order_the_salmon(page):
    """Somebody else orders two medium ones: what is left makes none."""
    page.goto(MENU)
    for count in ("1 article", "2 articles"):
        choose(page, "saumon", 1)
        expect(page.locator("#basket-bar")).to_contain_text(count)
    page.goto("/commande/")
    check_out(page, "takeaway")
