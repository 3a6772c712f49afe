"""Customising: the selection is read, priced, drawn and checked by the server, and survives whatever is refused."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone, translation

from ocpizza.catalog.models import Daypart, Ingredient, Product, Variant
from ocpizza.live.screens import Viewer, feed_of, paint
from ocpizza.look.formats import clock_long
from ocpizza.stock import outages
from storefront.picture import shelf_picture
from tests import cast

REINE = "/carte/rouen-centre/reine/"
ON_A_REINE = ["tomate", "mozzarella", "jambon", "champignons"]
NBSP = "\N{NO-BREAK SPACE}"
HTMX = {"headers": {"hx-request": "true"}}


def chosen(size="m", without=(), extras=(), other="", **more):
    """Return the form as a browser sends it: the boxes that are ticked."""
    keep = [one for one in ON_A_REINE if one not in without]
    wanted = {"size": f"reine-{size}", "other": other, "base": ON_A_REINE, "keep": keep, "extra": list(extras)}
    return wanted | {"quantity": "1"} | more


def tag(page, name):
    """Return the attributes of the element with this id."""
    return re.search(rf'<[^>]*\bid="{re.escape(name)}"[^>]*>', page)[0]


def spec(page):
    return re.search(r'data-sku="([^"]+)"', page)[1]


def test_the_page_shows_the_pizza_as_on_the_menu(visitor):
    page = visitor.get(REINE)
    assert spec(page) == "reine-m"
    assert "checked" in tag(page, "size-reine-m")
    assert all("checked" in tag(page, f"keep-{one}") for one in ON_A_REINE)
    assert 'id="keep-pate"' not in page
    assert "checked" not in tag(page, "extra-oeuf")
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="drawing"' in page
    assert f"11,90{NBSP}€" in page


def test_asking_again_recomputes_price_allergens_drawing_and_word(visitor):
    plain = visitor.get(REINE)
    page = visitor.get(REINE, data=chosen("g", ["champignons"], ["oeuf", "mozzarella"], quantity="2"))
    assert spec(page) == "reine-g!champignons+mozzarella+oeuf"
    assert "<del>champignons</del>" in page
    assert "<ins>+ oeuf</ins>" in page
    assert "gluten, œufs, lait" in page
    assert "gluten, lait" in plain
    assert f"37,80{NBSP}€" in page  # 15,40 and 1,40 and 2,10, twice
    svg = r"<svg xmlns.*?</svg>"
    assert re.search(svg, page)[0] != re.search(svg, plain)[0]


def test_htmx_gets_the_panel_alone_and_the_address_of_the_selection(visitor):
    answer = visitor.client.get(REINE, chosen(without=["jambon"], extras=["oeuf"]), **HTMX)
    assert answer.content.decode().startswith("<form")
    assert answer.headers["HX-Replace-Url"] == f"{REINE}?choix=reine-m%21jambon%2Boeuf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert spec(visitor.get(answer.headers["HX-Replace-Url"])) == "reine-m!jambon+oeuf"


def test_a_half_brings_its_ingredients_and_says_where_they_are(visitor):
    page = visitor.get(REINE, data=chosen(without=["jambon"], other="orientale"))
    assert spec(page) == "reine-m/orientale-m!jambon"
    assert "½ Reine / ½ Orientale" in page
    assert "checked" in tag(page, "keep-merguez")
    assert '<span class="hint">½ Orientale</span>' in page
    assert '<option value="cola"' not in page
    back = chosen(without=["jambon"]) | {"base": [*ON_A_REINE, "merguez", "oeuf"]}
    assert spec(visitor.get(REINE, data=back)) == "reine-m!jambon", "what left with its half was not removed"


def test_what_is_not_sold_by_halves_offers_none(visitor):
    Product.objects.filter(slug="reine").update(halves=False)
    page = visitor.get(REINE)
    assert 'name="other"' not in page
    assert "Reine ne se vend pas par moitiés." in page


def test_extras_are_offered_as_the_rows_say(visitor):
    reine = Product.objects.get(slug="reine")
    reine.refused_extras.add(Ingredient.objects.get(slug="merguez"))
    Product.objects.filter(slug="reine").update(most_extras=1)
    page = visitor.get(REINE, data=chosen("p", extras=["oeuf"]))
    assert 'id="extra-merguez"' not in page
    assert 'id="extra-jambon"' not in page
    assert "disabled" in tag(page, "extra-mozzarella"), "one is the most"
    assert "disabled" not in tag(page, "extra-oeuf")
    row = page[page.index('id="extra-mozzarella"') :].split("</label>", 1)[0]
    assert "double" in row
    assert f"+ 1,10{NBSP}€" in row


def test_an_extra_that_is_out_says_so_and_when_it_comes_back(visitor, rouen, dina):
    back = timezone.now() + timedelta(hours=2)
    outages.declare_out(rouen, Ingredient.objects.get(slug="oeuf"), dina, until=back)
    cast.leave(rouen, merguez=0, mozzarella=150_000)
    page = visitor.get(REINE, data=chosen(extras=["merguez"]))
    assert f"épuisé, de retour vers {clock_long(back)}" in page
    assert "disabled" in tag(page, "extra-oeuf")
    assert "disabled" in tag(page, "extra-mozzarella"), "enough for the pizza, not for a double"
    assert "disabled" not in tag(page, "extra-merguez"), "what was chosen can be given up"
    assert 'data-available="false"' in page


def test_a_size_that_cannot_be_made_is_greyed_and_one_ingredient_less_brings_it_back(visitor, rouen):
    cast.leave(rouen, jambon=60_000)
    page = visitor.get(REINE)
    assert "disabled" in tag(page, "size-reine-g")
    assert "Plus qu’une" in page
    page = visitor.get(REINE, data=chosen(quantity="2"))
    assert "Il n’en reste qu’une" in page
    page = visitor.get(REINE, data=chosen(without=["jambon"]))
    assert "disabled" not in tag(page, "size-reine-g")
    cast.leave(rouen, jambon=0)
    page = visitor.get(REINE)
    assert f"il manque{NBSP}: jambon" in page
    assert re.search(r'name="csrfmiddlewaretoken" value="\w+" disabled', page)


def test_the_usual_size_is_one_that_can_be_made(visitor, rouen):
    cast.leave(rouen, jambon=50_000)
    assert spec(visitor.get(REINE)) == "reine-p"


def test_a_selection_goes_into_the_basket_as_it_was_ticked(visitor):
    answer = visitor.client.post(REINE, chosen("g", ["champignons"], ["oeuf"], "orientale", quantity="3"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/carte/rouen-centre/#reine")
    assert visitor.lines == {"reine-g/orientale-g!champignons+oeuf": 3}
    page = visitor.get("/panier/")
    assert "½ Reine / ½ Orientale" in page
    assert "<del>champignons</del>" in page


def test_a_line_of_the_basket_is_changed_in_its_place(hungry):
    hungry.add("reine-m+oeuf")
    hungry.set("reine-m+oeuf", "2")
    assert f"{REINE}?ligne=reine-m%2Boeuf" in hungry.get("/panier/")
    page = hungry.get(REINE, data={"ligne": "reine-m+oeuf"})
    assert "checked" in tag(page, "extra-oeuf")
    assert 'value="2"' in tag(page, "quantity")
    assert "Enregistrer" in page
    for _twice in range(2):
        form = chosen("p", extras=["oeuf"], quantity="2", ligne="reine-m+oeuf")
        assert hungry.client.post(REINE, form).headers["Location"] == "/panier/"
        assert hungry.lines == {"margherita-m": 1, "reine-p+oeuf": 2}
    hungry.client.post(REINE, chosen("p", extras=["oeuf"], quantity="5", ligne="reine-p+oeuf"))
    assert hungry.lines == {"margherita-m": 1, "reine-p+oeuf": 5}


def test_the_same_pizza_added_again_is_one_more_of_its_line(visitor):
    for _twice in range(2):
        visitor.client.post(REINE, chosen(extras=["oeuf"]))
    assert visitor.lines == {"reine-m+oeuf": 2}


@pytest.mark.parametrize(
    "tampered",
    [
        {"extra": ["oeuf", "pate"]},
        {"extra": ["oeuf", "atlantide"]},
        {"extra": ["oeuf", "\0"]},
        {"extra": ["oeuf", "x" * 500]},
        {"extra": ["oeuf"], "base": [*ON_A_REINE, "pate"]},
        {"extra": ["oeuf"], "size": "orientale-m"},
        {"extra": ["oeuf"], "size": "\0"},
        {"extra": ["oeuf"], "other": "cola"},
        {"extra": ["oeuf"], "other": "margherita-m"},
        {"extra": ["oeuf", "mozzarella", "merguez", "champignons", "tomate"]},
    ],
)
def test_what_the_menu_does_not_allow_is_refused_in_words(hungry, tampered):
    for answer in (hungry.client.post(REINE, chosen() | tampered), hungry.client.get(REINE, chosen() | tampered)):
        assert answer.status_code == 422
        assert 'id="summary" role="alert"' in answer.content.decode()
    assert hungry.lines == {"margherita-m": 1}


def test_a_refused_selection_keeps_what_can_be_kept(visitor):
    visitor.client.get("/")
    answer = visitor.client.post(REINE, chosen("g", ["jambon"], ["oeuf", "pate"], "orientale", quantity="4"))
    page = answer.content.decode()
    assert "Cet ingrédient ne se propose pas en supplément." in page
    assert spec(page) == "reine-g/orientale-g!jambon+oeuf"
    assert 'value="4"' in tag(page, "quantity")


@pytest.mark.parametrize("quantity", ["0", "51", "-1", "deux", "", "1.5", "٣", "\0", "9" * 5000])
def test_a_quantity_that_makes_no_sense_is_refused_and_the_selection_kept(visitor, quantity):
    answer = visitor.client.post(REINE, chosen(extras=["oeuf"], quantity=quantity))
    assert answer.status_code == 400
    assert spec(answer.content.decode()) == "reine-m+oeuf"
    assert visitor.lines == {}


def test_what_cannot_be_made_beside_the_rest_is_refused_and_the_selection_kept(visitor, rouen):
    visitor.add("orientale-m")
    cast.leave(rouen, oeuf=2000)
    visitor.client.post(REINE, chosen(extras=["oeuf"]))
    answer = visitor.client.post(REINE, chosen(extras=["oeuf"], without=["jambon"]))
    assert answer.status_code == 409
    assert "plus assez d’ingrédients" in answer.content.decode()
    assert spec(answer.content.decode()) == "reine-m!jambon+oeuf"
    assert visitor.lines == {"orientale-m": 1, "reine-m+oeuf": 1}


def test_changing_a_line_may_use_what_the_line_holds(visitor, rouen):
    visitor.client.post(REINE, chosen(extras=["oeuf"]))
    cast.leave(rouen, oeuf=1000)
    visitor.client.post(REINE, chosen("g", extras=["oeuf"], ligne="reine-m+oeuf"))
    assert visitor.lines == {"reine-g+oeuf": 1}


def test_what_is_not_a_pizza_of_the_menu_is_not_found(visitor):
    for address in ("cola", "atlantide", "pate"):
        visitor.get(f"/carte/rouen-centre/{address}/", status=404)
    visitor.get("/carte/atlantide/reine/", status=404)
    Product.objects.filter(slug="reine").update(archived=True)
    visitor.get(REINE, status=404)


@pytest.mark.parametrize("address", ["?choix=orientale-m", "?choix=%00", "?choix=reine-m%2Bpate", "?size=reine-x"])
def test_an_address_that_was_made_up_shows_the_page_with_a_sentence(visitor, address):
    assert 'id="summary"' in visitor.get(REINE + address, status=422)


def test_a_line_that_is_not_this_pizza_is_no_line_to_change(hungry):
    page = hungry.get(REINE, data={"ligne": "margherita-m"})
    assert 'name="ligne"' not in page
    assert "Ajouter" in page


def test_out_of_its_hours_it_says_when_it_is_served(visitor):
    never = Daypart.objects.create(name="midi", name_en="lunch", opens="11:30", closes="14:00", weekdays=[])
    away = (timezone.localtime().weekday() + 1) % 7
    Daypart.objects.update(weekdays=[away])
    Product.objects.filter(slug="reine").update(daypart=never)
    page = visitor.get(REINE)
    assert f"servie de 11{NBSP}h{NBSP}30 à 14{NBSP}h{NBSP}00" in page
    assert visitor.client.post(REINE, chosen()).status_code == 409


def test_the_form_needs_its_token_and_never_writes_it_into_an_address(visitor, rouen):
    from django.test import Client

    page = visitor.get(REINE)
    assert '<input type="hidden" name="csrfmiddlewaretoken"' not in page[page.index("<main") : page.index("</main>")]
    assert Client(enforce_csrf_checks=True).post(REINE, chosen()).status_code == 403


def can_make(store):
    return shelf_picture(store.slug)["can_make"]


def test_an_order_while_there_is_plenty_leaves_open_baskets_alone_and_near_the_end_it_does_not(rouen):
    calm = can_make(rouen)
    cast.ordered(rouen, basket={"reine-g+oeuf": 20})
    assert can_make(rouen) == calm
    cast.leave(rouen, jambon=3_000_000)
    near = can_make(rouen)
    assert near != calm
    cast.ordered(rouen, basket={"reine-p": 1})
    assert can_make(rouen) != near


def test_whatever_decides_a_selection_changes_what_its_page_follows(rouen, dina):
    seen = [can_make(rouen)]
    outages.declare_out(rouen, Product.objects.get(slug="reine"), dina)
    seen.append(can_make(rouen))
    outages.declare_out(rouen, Ingredient.objects.get(slug="oeuf"), dina)
    seen.append(can_make(rouen))
    Variant.objects.filter(sku="reine-m").update(price_cents=1)
    seen.append(can_make(rouen))
    Ingredient.objects.filter(slug="oeuf").update(extra_cents=1)
    seen.append(can_make(rouen))
    assert len(set(seen)) == len(seen)


def test_the_socket_paints_what_both_pages_hold_for_everybody(hungry, rouen, django_assert_num_queries):
    with translation.override("fr"):
        feed = feed_of(Viewer(AnonymousUser(), "fr", None), "shelf", ["rouen-centre"])
        with django_assert_num_queries(6):
            painted = paint(feed)
    assert list(painted) == ["shelf"]
    for address in ("/panier/", REINE):
        page = hungry.get(address)
        assert painted["shelf"] in page
        assert 'v="shelf.rouen-centre=' in page


def test_the_panel_costs_the_same_whatever_is_on_it(visitor, rouen, django_assert_max_num_queries):
    visitor.get(REINE)
    with django_assert_max_num_queries(12):
        visitor.client.get(REINE, chosen(other="orientale"), **HTMX)
    with django_assert_max_num_queries(14):
        visitor.client.get(REINE, chosen("g", ["jambon"], ["oeuf", "mozzarella"], "orientale"), **HTMX)
