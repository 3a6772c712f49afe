"""The admin in Chromium: its own scripts work under our content policy, and nothing is reported."""

import pytest

MAKE_ROOT = "from ocpizza.accounts.models import User; User.objects.create_superuser('root', '', 'four-a-bois')"


@pytest.fixture(scope="module")
def office_site(live_site):
    live_site.manage("shell", "--no-imports", "-c", MAKE_ROOT)
    return live_site


@pytest.fixture
def office(office_site, context_factory):
    """A browser that is logged in to the admin."""
    page = context_factory("desktop", base_url=office_site.url).new_page()
    page.goto("/admin/")
    page.fill("#id_username", "root")
    page.fill("#id_password", "four-a-bois")
    page.click("[type=submit]")
    return page


@pytest.mark.parametrize("rows", ["stores/store", "catalog/product", "catalog/ingredient", "accounts/user"])
def test_lists_and_forms_break_no_rule_of_the_content_policy(office, console, rows):
    console.expect("Autofocus processing was blocked")
    office.goto(f"/admin/{rows}/")
    office.locator("#result_list tbody th a").first.click()
    office.locator("input[name=_save]").first.wait_for()
    office.goto(f"/admin/{rows}/add/")
    office.locator("input[name=_save]").first.wait_for()


def test_the_admins_own_scripts_run(office, console):
    office.goto("/admin/stores/store/add/")
    office.locator("#id_name").press_sequentially("Bois-Guillaume")
    assert office.input_value("#id_slug") == "bois-guillaume"
    office.locator("#hours-group .add-row a").click()
    assert office.locator("#hours-0").is_visible()


def test_a_new_price_is_on_the_menu_that_someone_has_open(office, console, context_factory, office_site):
    menu = context_factory("phone", base_url=office_site.url).new_page()
    menu.goto("/carte/rouen-centre/")
    menu.locator("html[data-live=live]").wait_for(state="attached")
    office.goto("/admin/catalog/product/?q=Cola+33")
    office.locator("#result_list tbody th a").first.click()
    office.fill("#id_variants-0-price_cents", "2.70")
    office.locator("input[name=_save]").first.click()
    menu.locator("[data-product=cola] >> text=2,70").wait_for()
