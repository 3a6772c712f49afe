"""The menu's office in Chromium: a switch that others see at once and that can be undone, a preview that follows."""

from playwright.sync_api import expect

from tests.journeys.evening import STORE


def test_a_switch_is_seen_by_a_colleague_and_undone(live_site, person):
    dina, farida = person(live_site, "manager", "tablet"), person(live_site, "direction")
    for page in (dina, farida):
        page.goto(f"/menu/{STORE}/")
        page.locator("html[data-live=live]").wait_for(state="attached")
    dina.fill("#until-royale", "23:30")
    dina.locator("[data-switch=saumon] button").click()
    expect(farida.locator("#switch-saumon")).to_have_attribute("data-on", "false")
    expect(dina.locator("#until-royale")).to_have_value("23:30")  # what is being typed survives the repaint
    dina.locator("#undo button").click()
    expect(farida.locator("#switch-saumon")).to_have_attribute("data-on", "true")


def test_the_preview_follows_what_is_typed_and_a_new_row_keeps_it(live_site, person):
    farida = person(live_site, "direction")
    farida.goto("/menu/recette/orientale/")
    farida.fill("#quantity_1", "110")
    expect(farida.locator("#preview")).to_contain_text("90\xa0g → 110\xa0g")
    farida.locator("button[value='dose.add']").click()
    farida.locator("#dose_7").select_option("walnuts")
    expect(farida.locator("#errors")).to_have_count(0)
    expect(farida.locator("#quantity_1")).to_have_value("110")
    farida.fill("#quantity_7", "12,5")
    expect(farida.locator("#preview .band-allergy")).to_contain_text("fruits à coque")
    farida.locator("button[value=save]").click()
    expect(farida.get_by_text("Version 2 enregistrée.")).to_be_visible()
