"""A recipe that changed: marked for each cook until that cook says so, with what changed at the top of the sheet."""

import re

import pytest

from kitchen.picture import picture
from ocpizza.catalog import recipes
from ocpizza.catalog.models import Product, RecipeRead, RecipeStep, RecipeVersion
from tests.cast import heard, nothing_changes, ordered, person

MARK = "modifiée depuis votre dernière fois"
SHEET = "/cuisine/rouen-centre/recette/reine-m/"
READ = "recette/reine/lue/"


@pytest.fixture
def changed(rouen, farida):
    """Farida changes the Reine: more ham, another gesture."""
    reine = Product.objects.get(slug="reine")
    RecipeVersion.objects.create(product=reine, number=1, who=farida, content=recipes.content_of(reine))
    reine.recipe.filter(ingredient__slug="jambon").update(quantity=70_000)
    RecipeStep.objects.create(product=reine, position=1, text="Jambon à plat", text_en="Ham flat")
    Product.objects.filter(pk=reine.pk).update(recipe_version=2)
    reine = Product.objects.get(pk=reine.pk)
    RecipeVersion.objects.create(product=reine, number=2, who=farida, content=recipes.content_of(reine))
    return reine


def marked(cook):
    """Return the specs of the lines that bear the mark for this cook."""
    seen = picture("rouen-centre", f"cook.{cook.pk}")
    return [row.line.spec for ticket in seen["queue"] for row in ticket.rows if row.is_news]


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).strip()


def test_the_line_is_marked_on_either_half_and_nothing_else(changed, rouen, bruno):
    ordered(rouen, basket={"reine-g!champignons": 1, "margherita-m": 1, "margherita-m/reine-m": 1, "cola": 1})
    assert marked(bruno) == ["margherita-m/reine-m", "reine-g!champignons"]


def test_each_cook_has_read_for_oneself_and_the_counter_reads_no_recipes(changed, post, as_, rouen, bruno, dina, eric):
    ordered(rouen, basket={"reine-m": 1})
    post(bruno, READ, version=2)
    assert (marked(bruno), marked(dina)) == ([], ["reine-m"])
    assert MARK not in as_(bruno).get("/cuisine/rouen-centre/").content.decode()
    assert MARK in as_(dina).get("/cuisine/rouen-centre/").content.decode()
    assert MARK not in as_(eric).get("/cuisine/rouen-centre/").content.decode()


def test_opening_the_sheet_is_not_reading_it(changed, as_, rouen, bruno):
    with nothing_changes():
        page = text_of(as_(bruno).get(SHEET))
    assert MARK in page
    for words in (
        "jambon : 60 g → 70 g",
        "Geste ajouté : Jambon à plat",
        "Version 2, le",
        "Farida",
        "Vu, j’ai compris",
    ):
        assert words in page, words


def test_the_acknowledgement_is_kept_and_the_kitchen_is_told(changed, post, as_, bruno):
    with heard() as streams:
        answer = post(bruno, READ, version=2)
    assert streams == {"kitchen.rouen-centre"}
    assert answer["OC-Version"].startswith("kitchen.rouen-centre=")
    assert "c’est noté" in answer.content.decode()
    assert MARK not in text_of(as_(bruno).get(SHEET))


def test_twice_is_once_and_an_older_version_takes_nothing_back(changed, post, bruno):
    post(bruno, READ, version=2)
    with nothing_changes():
        assert post(bruno, READ, version=2).status_code == 200
        assert post(bruno, READ, version=1).status_code == 200


def test_what_was_not_on_the_sheet_is_not_acknowledged(changed, post, rouen, bruno):
    ordered(rouen, basket={"reine-m": 1})
    post(bruno, READ, version=1)
    assert marked(bruno) == ["reine-m"]
    post(bruno, READ, version=999)
    assert RecipeRead.objects.get().version == 2


def test_the_changes_are_told_from_what_the_cook_knows(changed, post, as_, farida, bruno):
    post(bruno, READ, version=2)
    changed.recipe.filter(ingredient__slug="champignons").update(quantity=50_000)
    Product.objects.filter(pk=changed.pk).update(recipe_version=3)
    page = text_of(as_(bruno).get(SHEET))
    assert "champignons : 60 g → 50 g" in page
    assert "70 g" not in page.split("Vu, j’ai compris")[0]


def test_a_first_version_that_was_not_kept_is_said_so(changed, as_, bruno):
    RecipeVersion.objects.filter(number=1).delete()
    assert "Le détail n’a pas été gardé" in text_of(as_(bruno).get(SHEET))


@pytest.mark.parametrize("version", ["0", "-1", "x", "", "9" * 30, "\0"])
def test_a_malformed_acknowledgement_is_refused(version, changed, post, bruno):
    with nothing_changes():
        assert post(bruno, READ, version=version).status_code == 400


@pytest.mark.parametrize("address", ["recette/cola/lue/", "recette/blanche/lue/"])
def test_only_a_recipe_can_be_read(address, changed, post, bruno):
    assert post(bruno, address, version=1).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("eric", 403), ("chloe", 403), ("eve", 404)])
def test_only_cooks_acknowledge(who, status, changed, post, rouen):
    with nothing_changes():
        assert post(person(who, rouen), READ, version=2).status_code == status


def test_a_plain_form_leads_back_to_the_kitchen(changed, post, bruno):
    answer = post(bruno, READ, htmx=False, version=2)
    assert (answer.status_code, answer["Location"]) == (303, "/cuisine/rouen-centre/")


def test_a_recipe_that_never_changed_is_no_news(rouen, bruno):
    ordered(rouen, basket={"reine-m": 1})
    assert marked(bruno) == []
