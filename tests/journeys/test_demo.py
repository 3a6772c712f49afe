"""The demonstration's page in Chromium: every door opens with one click, with and without scripts."""

import pytest

from tests.browsing import axe

ROLES = ["customer", "cook", "courier", "counter", "manager", "direction"]


@pytest.mark.parametrize("device", ["small", "phone", "desktop"])
def test_the_page_fits_the_device_and_axe_finds_nothing(live_site, person, device):
    page = person(live_site, "", device)
    page.goto("/demo/")
    page.locator(".crew summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)


@pytest.mark.parametrize("who", ROLES)
def test_one_click_without_scripts_opens_the_roles_screen(live_site, person, who):
    page = person(live_site, who, java_script_enabled=False)
    assert "/demo/" not in page.url
    assert page.locator("[data-region]").count() > 0
