"""The ground of every page holds on each device: nothing sideways, nothing too small to touch, nothing for axe."""

import pytest

from tests.browsing import DEVICES, axe

TOO_SMALL = """() => [...document.querySelectorAll("a, button, input:not([type=hidden])")]
  .filter((part) => part.checkVisibility() && !part.closest("p, .skip-link"))
  .filter((part) => part.getBoundingClientRect().height < 48)
  .map((part) => part.outerHTML.slice(0, 120))"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("device", sorted(DEVICES))
@pytest.mark.parametrize("address", ["/connexion/", "/nulle-part/", "/demo/"])
def test_a_page_holds_on_every_device(live_site, context_factory, console, device, address):
    console.expect("404")
    page = context_factory(device, base_url=live_site.url).new_page()
    page.goto(address)
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(TOO_SMALL) == []
    axe(page)


def test_the_first_tab_leads_past_the_masthead(live_site, context_factory, console):
    console.expect("404")
    page = context_factory("desktop", base_url=live_site.url).new_page()
    page.goto("/nulle-part/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_language_changes_without_javascript(live_site, context_factory, console):
    console.expect("404")
    page = context_factory("small", base_url=live_site.url, java_script_enabled=False).new_page()
    page.goto("/nulle-part/")
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.url.endswith("/nulle-part/")
