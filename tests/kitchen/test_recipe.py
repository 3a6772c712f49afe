"""The recipe reminder, one tap from the line."""

import html
import re
from decimal import Decimal

import pytest

from kitchen import recipe as recipes
from ocpizza.catalog.models import Product, RecipeStep
from tests.cast import ordered, person

ADDRESS = "/cuisine/rouen-centre/recette/orientale-g/"


def doses(sku, quantity=1):
    return {one.label: (one.one, one.all) for one in recipes.find(sku, quantity).portions}


def test_doses_are_those_of_the_ordered_size(rouen):
    assert doses("orientale-m")["tomate"] == (90, 90)
    assert doses("orientale-g")["tomate"] == (126, 126)
    assert doses("orientale-p")["tomate"] == (63, 63)


def test_pieces_stay_whole(rouen):
    assert doses("orientale-p")["oeuf"] == (1, 1)
    assert doses("orientale-g")["oeuf"] == (1, 1)


def test_doses_are_told_for_one_and_for_all(rouen):
    assert doses("orientale-g", 3)["merguez"] == (126, 378)
    assert doses("margherita-p", 2)["huile"] == (Decimal("3.5"), 7)


def test_the_panel_shows_doses_steps_oven_and_allergens(as_, rouen, bruno):
    product = Product.objects.get(slug="orientale")
    Product.objects.filter(pk=product.pk).update(oven_seconds=215, oven_celsius=320)
    RecipeStep.objects.create(product=product, position=1, text="Étaler le pâton", text_en="Stretch the dough")
    page = as_(bruno, HX_Request="true").get(ADDRESS, {"quantite": 2}).content.decode()
    assert "<html" not in page
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    for words in (
        "2× Orientale",
        "126 g",
        "252 g",
        "2 pièces",
        "Étaler le pâton",
        "320 °C",
        "3:35",
        "gluten, œufs, lait",
    ):
        assert words in text, words
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="drawing"' in page


def test_without_javascript_it_is_a_page_that_leads_back(as_, rouen, bruno):
    page = as_(bruno).get(ADDRESS).content.decode()
    assert "<html" in page
    assert 'href="/cuisine/rouen-centre/" data-close' in page


def test_the_allergy_of_the_order_stands_above_the_recipe(as_, rouen, bruno):
    order = ordered(rouen, allergy="<b>lait</b>", kitchen_note="<i>bien cuite</i>")
    page = as_(bruno).get(ADDRESS, {"commande": order.reference}).content.decode()
    assert "&lt;b&gt;lait&lt;/b&gt;" in page
    assert "&lt;i&gt;bien cuite&lt;/i&gt;" in page


def test_an_order_of_another_store_is_not_told(as_, rouen, sotteville, bruno):
    order = ordered(sotteville, allergy="lait")
    assert as_(bruno).get(ADDRESS, {"commande": order.reference}).status_code == 404


@pytest.mark.parametrize("sku", ["cola", "unknown", "orientale"])
def test_only_pizzas_have_a_recipe(sku, as_, rouen, bruno):
    assert as_(bruno).get(f"/cuisine/rouen-centre/recette/{sku}/").status_code == 404


@pytest.mark.parametrize(
    "query", ["quantite=0", "quantite=-1", "quantite=10000", "quantite=x", "commande=%00", "quantite=%00"]
)
def test_a_malformed_question_is_refused(query, as_, rouen, bruno):
    assert as_(bruno).get(f"{ADDRESS}?{query}").status_code == 400


@pytest.mark.parametrize(
    ("who", "status"), [("bruno", 200), ("eric", 200), ("dina", 200), ("chloe", 403), ("alice", 404)]
)
def test_the_kitchen_side_reads_recipes(who, status, as_, rouen):
    assert as_(person(who, rouen)).get(ADDRESS).status_code == status


def test_the_number_of_queries_is_fixed(rouen, django_assert_num_queries):
    with django_assert_num_queries(3):
        found = recipes.find("orientale-g", 2)
        assert found.portions
        assert [list(product.steps.all()) for product in found.products] == [[]]
        assert found.allergens
        assert found.drawing


def portions(spec):
    """Return label → dose of one piece, mark, and what goes on each half."""
    found = recipes.find(spec, 1)
    return {one.label: (one.one, one.mark.value, *one.sides) for one in found.portions}


def test_doses_follow_the_composition(rouen):
    found = portions("reine-m!champignons+mozzarella+oeuf")
    assert found["jambon"] == (60, "")
    assert found["champignons"] == (0, "without")
    assert found["mozzarella"] == (240, "double")
    assert found["oeuf"] == (1, "extra")
    assert list(found)[-1] == "oeuf"


def test_halves_say_what_goes_on_each_side(rouen):
    found = portions("reine-m/orientale-m!merguez+oeuf")
    assert found["mozzarella"] == (115, "", 60, 55)
    assert found["jambon"] == (30, "", 30, 0)
    assert found["merguez"] == (0, "without", 0, 0)
    assert found["oeuf"] == (2, "double", Decimal("0.5"), 1)
    assert sum(found["champignons"][2:]) == found["champignons"][0]


def test_halves_are_begun_together_and_then_made_each_its_way(rouen):
    for slug, own in (("reine", "Jambon"), ("orientale", "Merguez")):
        product = Product.objects.get(slug=slug)
        for position, text in enumerate(["Étaler", "Tomate", own]):
            RecipeStep.objects.create(product=product, position=position, text=text, text_en=text)
    ways = recipes.find("reine-m/orientale-m", 1).ways
    assert [(way.product and way.product.slug, [step.text for step in way.steps]) for way in ways] == [
        (None, ["Étaler", "Tomate"]),
        ("reine", ["Jambon"]),
        ("orientale", ["Merguez"]),
    ]
    assert [len(way.steps) for way in recipes.find("reine-m", 1).ways] == [3]


def test_the_sheet_shows_the_piece_as_it_was_ordered(as_, rouen, bruno):
    Product.objects.filter(slug="reine").update(key_points="Jambon à plat\nRien de froid", oven_seconds=200)
    Product.objects.filter(slug="orientale").update(oven_seconds=240)
    order = ordered(rouen, basket={"orientale-m/reine-m!mozzarella+champignons": 2})
    screen = as_(bruno).get("/cuisine/rouen-centre/").content.decode()
    address = html.unescape(re.search(r'class="line-name" href="([^"]+)"', screen)[1])
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", as_(bruno).get(address).content.decode()))
    for words in (
        "2× ½ Orientale / ½ Reine",
        "SANS mozzarella",
        "DOUBLE champignons",
        "Gestes, ½ Reine",
        "Jambon à plat",
        "Rien de froid",
        "4:00",
        "Allergènes : gluten, œufs",
    ):
        assert words in text, words
    assert "lait" not in text.split("Allergènes :")[1]
    assert order.reference in address


def test_what_the_menu_no_longer_allows_is_still_made_as_ordered(rouen):
    Product.objects.filter(slug="reine").update(archived=True, halves=False, most_extras=0)
    assert portions("reine-m/margherita-m+oeuf")["oeuf"][0] == 1


@pytest.mark.parametrize(
    "composition", ["reine-m!truffe", "reine-m/cola", "reine", "margherita-g", "<b>", "reine-m+", "orientale-g/"]
)
def test_a_composition_that_is_none_has_no_recipe(composition, as_, rouen, bruno):
    assert as_(bruno).get(ADDRESS, {"composition": composition}).status_code == 404


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["Margherita", "Reine", "Orientale"]),
        ("RÉINE", ["Reine"]),
        ("oeuf merguez", ["Orientale"]),
        ("œuf", ["Orientale"]),
        ("truffe", []),
    ],
)
def test_recipes_are_found_by_name_or_ingredient(words, found, as_, rouen, bruno):
    page = as_(bruno, HX_Request="true").get("/cuisine/rouen-centre/recettes/", {"q": words}).content.decode()
    assert "<html" not in page
    assert sorted(re.findall(r"<span>(\w+)<small>", page)) == sorted(found)
    assert ("Aucune recette ne répond" in page) == (not found)


def test_the_book_is_a_page_whose_recipes_have_every_size(as_, rouen, bruno):
    page = as_(bruno).get("/cuisine/rouen-centre/recettes/").content.decode()
    assert "<html" in page
    assert 'href="/cuisine/rouen-centre/recette/reine-m/"' in page
    sheet = as_(bruno).get("/cuisine/rouen-centre/recette/reine-m/").content.decode()
    assert all(f'href="/cuisine/rouen-centre/recette/reine-{size}/"' in sheet for size in "pmg")
    assert as_(bruno).get("/cuisine/rouen-centre/recettes/?q=%00").status_code == 400
