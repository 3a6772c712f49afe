"""A recipe is written whole, checked, with its version; what was sold before keeps what it took."""

import copy

import pytest

from ocpizza.catalog import actions, editing
from ocpizza.catalog.models import Product, RecipeVersion
from ocpizza.catalog.recipes import content_of, differences
from ocpizza.stock import actions as stock
from tests import cast


@pytest.fixture
def reine(rouen):
    product = Product.objects.get(slug="reine")
    Product.objects.filter(pk=product.pk).update(oven_seconds=210, oven_celsius=320)
    return Product.objects.get(slug="reine")


def changed(product, **parts):
    """Return the content with some doses in thousandths said otherwise (None: taken off), or other parts."""
    content = content_of(product)
    doses = dict(content["doses"]) | parts.pop("doses", {})
    return content | {"doses": [(slug, dose) for slug, dose in doses.items() if dose is not None]} | parts


def test_a_save_makes_a_version_keeps_the_one_before_and_tells_the_screens(reine, farida):
    before = content_of(reine)
    with cast.heard() as names:
        saved = editing.save(reine, 1, changed(reine, doses={"jambon": 70_000}), farida)
    assert saved == editing.Saved(2, changed=True)
    assert names == {f"{room}.rouen-centre" for room in actions.ROOMS}
    new, old = RecipeVersion.objects.all()
    assert (new.number, new.who, old.number, old.who) == (2, farida, 1, None)
    assert editing.tidy(old.content) == editing.tidy(before)
    assert differences(old.content, new.content) == ["jambon\xa0: 60\xa0g → 70\xa0g"]
    reine.refresh_from_db()
    assert (reine.recipe_version, dict(content_of(reine)["doses"])["jambon"]) == (2, 70_000)


def test_saving_what_it_is_already_makes_no_version(reine, farida):
    with cast.nothing_changes():
        assert editing.save(reine, 1, content_of(reine), farida) == editing.Saved(1, changed=False)


def test_whoever_started_from_an_older_version_is_told(reine, farida, dina):
    editing.save(reine, 1, changed(reine, doses={"jambon": 70_000}), dina)
    with cast.nothing_changes(), pytest.raises(editing.Moved):
        editing.save(reine, 1, changed(reine, doses={"jambon": 80_000}), farida)


WRONG = [
    ({"doses": {"jambon": 0}}, "dose.3"),
    ({"doses": {"jambon": 1_000_001}}, "dose.3"),
    ({"doses": {"pate": 500}}, "dose.0"),
    ({"doses": {"unicorn": 1000}}, "dose.5"),
    ({"doses": {"cola": 1000}}, "dose.5"),
    ({"doses": dict.fromkeys(["pate", "tomate", "mozzarella", "jambon", "champignons"])}, "doses"),
    ({"steps": [["Cuire.", ""]]}, "step.0"),
    ({"steps": [["x" * 201, "Bake."]]}, "step.0"),
    ({"steps": [["Cuire.", "Bake."]] * 21}, "steps"),
    ({"oven": [5, 320]}, "oven.0"),
    ({"oven": [210, 900]}, "oven.1"),
    ({"points": ["x" * 1001, ""]}, "points.0"),
]


def test_what_makes_no_pizza_is_refused_where_it_stands(reine, farida):
    known = {one.slug: one for one in editing.pantry(reine)}
    for parts, field in WRONG:
        content = changed(reine, **copy.deepcopy(parts))
        assert list(editing.faults(reine, content, known)) == [field], parts
        with cast.nothing_changes(), pytest.raises(editing.Refused):
            editing.save(reine, 1, content, farida)


def test_no_ingredient_stands_twice(reine, farida):
    content = content_of(reine)
    content["doses"].append(("jambon", 10_000))
    with cast.nothing_changes(), pytest.raises(editing.Refused, match="déjà dans la recette"):
        editing.save(reine, 1, content, farida)


def test_going_back_is_a_new_version_with_the_old_content(reine, farida):
    before = content_of(reine)
    editing.save(reine, 1, changed(reine, doses={"jambon": None}, steps=[["Cuire.", "Bake."]]), farida)
    saved = editing.revert(Product.objects.get(pk=reine.pk), 1, farida, base=2)
    assert saved == editing.Saved(3, changed=True)
    assert editing.tidy(content_of(Product.objects.get(pk=reine.pk))) == editing.tidy(before)


def test_an_order_that_was_placed_gives_back_what_it_took(reine, rouen, farida):
    before = cast.left(rouen, "jambon")
    order = cast.ordered(rouen, basket={"reine-m": 1})
    editing.save(reine, 1, changed(reine, doses={"jambon": 90_000}), farida)
    assert cast.left(rouen, "jambon") == before - 60_000
    stock.give_back(rouen, order.reference)
    assert cast.left(rouen, "jambon") == before
    cast.ordered(rouen, basket={"reine-m": 1})
    assert cast.left(rouen, "jambon") == before - 90_000
