"""A cook counts with a phone in one hand: large keys, one ingredient at a time; the manager's levels follow."""

import re

from playwright.sync_api import expect

from tests.browsing import axe
from tests.journeys.evening import STORE, Screen
from tests.journeys.test_ground import SIDEWAYS, TOO_SMALL


def press(page, digits):
    for digit in digits:
        page.locator(f'[data-key="{digit}"]').tap()


def test_a_count_on_a_phone_moves_the_managers_levels(live_site, person):
    levels = Screen(person(live_site, "manager", "tablet"), f"/stock/{STORE}/")
    axe(levels.page)
    phone = person(live_site, "cook", "phone")
    phone.goto(f"/stock/{STORE}/inventaire/")
    phone.get_by_role("button", name="Tout le magasin").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Anchois")
    assert phone.evaluate(SIDEWAYS) <= 0
    assert phone.evaluate(TOO_SMALL) == []
    axe(phone)

    press(phone, "12")
    phone.get_by_role("button", name="Compté", exact=True).tap()
    expect(phone.locator(".message")).to_contain_text("anchois\xa0: 12\xa0pièces, écart +10\xa0pièces")
    expect(levels.page.locator("#level-anchovies .level-left b")).to_have_text("12\xa0pièces")
    levels.assert_unbroken()

    expect(phone.get_by_role("heading", level=1)).to_have_text("Aneth")
    phone.get_by_role("link", name="Passer").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Artichaut")
    press(phone, "1,5")
    phone.locator('[data-key="back"]').tap()
    expect(phone.locator("[data-typed]")).to_have_value("1,")
    phone.get_by_role("link", name="Précédent").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Aneth")
    phone.get_by_role("button", name=re.compile("C’est juste")).tap()
    expect(phone.locator(".message")).to_contain_text("le compte est juste")

    phone.get_by_role("link", name="Bilan").tap()
    expect(phone.locator("tr[data-ingredient=anchovies]")).to_contain_text("+10")
    axe(phone)
    phone.get_by_role("link", name="Continuer").tap()
    expect(phone.locator(".count-progress b")).to_have_text("2")


def test_the_search_keeps_its_rows_when_the_levels_are_repainted(live_site, person):
    page = person(live_site, "manager", "tablet")
    levels = Screen(page, f"/stock/{STORE}/")
    page.get_by_label("Chercher un ingrédient").fill("oeuf")
    expect(page.locator("#levels > li:visible")).to_have_count(1)
    page.locator("#more-egg summary").click()
    page.locator("#more-egg button", has_text="1 h").click()
    expect(page.locator("#level-egg")).to_have_attribute("data-state", "out")
    expect(page.locator("#levels > li:visible")).to_have_count(1)
    page.locator("#level-egg").get_by_role("button", name="De retour").click()
    expect(page.locator("#level-egg")).to_have_attribute("data-state", "well")
    levels.assert_unbroken()
