"""The menu: what can be made now, in which size, and why not."""

import re
from datetime import time

import pytest
from django.utils import timezone, translation
from django.utils.dates import WEEKDAYS

from ocpizza.catalog.models import Daypart, Family, Product
from ocpizza.live.screens import Viewer, feed_of, paint
from ocpizza.look.formats import clock_long
from ocpizza.orders.flow import Status
from ocpizza.stores.models import Store
from storefront.picture import menu_picture
from tests import cast

GRAM = 1000


def dish(page, slug):
    """Return the list item of a product."""
    return page[page.index(f'data-product="{slug}"') :].split("</li>", 1)[0]


def test_the_menu_shows_products_with_ingredients_allergens_and_prices(visitor):
    page = visitor.get("/carte/rouen-centre/")
    reine = dish(page, "reine")
    assert 'data-available="true"' in reine
    assert "tomate, mozzarella, jambon, champignons" in reine
    assert "gluten, lait" in reine
    assert "dès <b>9,90\N{NO-BREAK SPACE}€</b>" in reine
    assert [f'value="reine-{size}"' in reine for size in "pmg"] == [True] * 3
    assert "60" not in re.sub(r"<[^>]*>", "", reine), "a quantity of the recipe is shown"


def test_what_cannot_be_made_is_greyed_with_the_reason_and_cannot_be_added(visitor, rouen):
    cast.leave(rouen, jambon=10 * GRAM)
    page = visitor.get("/carte/rouen-centre/")
    reine = dish(page, "reine")
    assert 'data-available="false" data-left="0"' in reine
    assert "Indisponible" in reine
    assert "il manque\N{NO-BREAK SPACE}: jambon" in reine
    assert 'name="add"' not in reine
    assert 'data-available="true"' in dish(page, "margherita")


def test_a_size_that_cannot_be_made_is_greyed_alone(visitor, rouen):
    cast.leave(rouen, jambon=60 * GRAM)
    reine = dish(visitor.get("/carte/rouen-centre/"), "reine")
    assert 'value="reine-g" disabled' in reine
    assert 'value="reine-m">' in reine
    assert 'data-left="1"' in reine


def test_a_pizza_leads_to_its_customising_page_even_when_something_lacks(visitor, rouen):
    cast.leave(rouen, jambon=0)
    page = visitor.get("/carte/rouen-centre/")
    assert dish(page, "margherita").count('href="/carte/rouen-centre/margherita/"') == 3
    assert "Personnaliser" in dish(page, "margherita")
    assert 'href="/carte/rouen-centre/reine/"' in dish(page, "reine")
    assert "href" not in dish(page, "cola")


@pytest.mark.parametrize(("weekdays", "words"), [([], ""), (["away"], ", {day}")])
def test_what_is_not_served_at_this_hour_says_when_it_is(visitor, rouen, weekdays, words):
    local = timezone.localtime()
    later = time(0, 1) if local.hour >= 12 else time(22, 0)
    away = (local.weekday() + 1) % 7
    part = Daypart.objects.create(name="midi", name_en="lunch", opens=later, closes=time(later.hour + 1, 0))
    if weekdays:
        Daypart.objects.update(weekdays=[away])
    Product.objects.filter(slug="reine").update(daypart=part)
    reine = dish(visitor.get("/carte/rouen-centre/"), "reine")
    said = f"servie de {clock_long(later)} à {clock_long(part.closes)}" + words.format(day=WEEKDAYS[away])
    assert f'<span class="dish-reason">{said}</span>' in reine
    assert 'data-available="false"' in reine
    assert 'name="add"' not in reine


def test_the_chapters_of_the_menu_are_the_families_of_the_products(visitor, rouen):
    lunch = Family.objects.create(code="lunch", name="Formules du midi", name_en="Lunch", position=0)
    Product.objects.filter(slug__in=["reine", "cola"]).update(family=lunch)
    page = visitor.get("/carte/rouen-centre/")
    chapters = re.findall(r'<h2 id="family-([\w-]+)">', page)
    assert chapters[0] == "lunch"
    assert page.index("Formules du midi") < page.index('id="reine"') < page.index('id="margherita"')


def test_the_last_ones_are_counted(visitor, rouen):
    cast.leave(rouen, cola=3 * GRAM, tiramisu=6 * GRAM, biere=0)
    page = visitor.get("/carte/rouen-centre/")
    assert "Plus que 3" in dish(page, "cola")
    assert "Plus que" not in dish(page, "tiramisu")
    assert "il manque" not in dish(page, "biere"), "an article that is out lacks nothing but itself"


def test_a_closed_store_still_shows_its_menu(visitor, rouen):
    Store.objects.update(taking_orders=False)
    assert "Ne prend pas de commandes pour le moment" in visitor.get("/carte/rouen-centre/")


def test_an_unknown_store_is_not_found(visitor):
    visitor.get("/carte/atlantide/", status=404)


def test_each_drawing_is_served_for_ever_and_an_unknown_one_is_not_found(visitor, client):
    address = re.search(r'src="(/pizza/\w+\.svg)"', visitor.get("/carte/rouen-centre/"))[1]
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.content.startswith(b"<svg")
    assert client.get("/pizza/0123456789abcdef.svg").status_code == 404


def test_the_socket_paints_what_the_page_has_and_nothing_of_the_visitor(visitor, rouen, alice):
    visitor.client.force_login(alice)
    page = visitor.get("/carte/rouen-centre/")
    with translation.override("fr"):
        painted = paint(feed_of(Viewer(alice, "fr", None), "menu", ["rouen-centre"]))
    assert set(painted) == {"tonight", "menu"}
    for html in painted.values():
        assert html in page
        assert "csrf" not in html


def test_orders_waiting_lengthen_the_announced_wait(rouen):
    calm = menu_picture(rouen.slug)["delivery_minutes"]
    cast.ordered(rouen, basket={"reine-m": 20})
    assert menu_picture(rouen.slug)["delivery_minutes"] == calm + 20


@pytest.mark.parametrize("orders", [0, 3])
def test_the_menu_costs_eight_queries_however_busy_the_store(rouen, sotteville, orders, django_assert_num_queries):
    for _ in range(orders):
        cast.at(Status.IN_PREPARATION, rouen)
    with django_assert_num_queries(8):
        menu_picture(rouen.slug)


def test_names_on_the_menu_are_escaped(visitor):
    from ocpizza.catalog.models import Ingredient

    Product.objects.filter(slug="reine").update(name="<b>Reine</b>")
    Ingredient.objects.filter(slug="jambon").update(name="<i>jambon</i>")
    page = visitor.get("/carte/rouen-centre/")
    assert "<b>Reine</b>" not in page
    assert "&lt;b&gt;Reine" in page
    assert "<i>jambon" not in page
