"""The recipe editor: rows, preview, saving; when a colleague saved first, both are shown and nothing is lost."""

import pytest

from ocpizza.catalog import editing
from ocpizza.catalog.models import Ingredient, Product, RecipeStep, RecipeVersion
from ocpizza.catalog.recipes import content_of
from tests import cast

PAGE = "/menu/recette/reine/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def office(client, farida):
    """A client that is logged in as Farida; the Reine has a gesture and an oven."""
    client.force_login(farida)
    reine = Product.objects.get(slug="reine")
    Product.objects.update(oven_seconds=210, oven_celsius=320)
    RecipeStep.objects.create(product=reine, position=0, text="Étaler.", text_en="Spread.")
    return client


def sent(**changes):
    """Return what the editor sends for the Reine as it is, with some doses typed otherwise (`jambon="70"`)."""
    reine = Product.objects.get(slug="reine")
    content = content_of(reine)
    doses = {slug: f"{dose / 1000:g}" for slug, dose in content["doses"]}
    doses |= {slug: changes.pop(slug) for slug in list(changes) if slug in cast.INGREDIENTS}
    kept = {slug: dose for slug, dose in doses.items() if dose is not None}
    usual = {
        "base": str(reine.recipe_version),
        "ingredient": list(kept),
        "quantity": list(kept.values()),
        "step": [step[0] for step in content["steps"]],
        "step_en": [step[1] for step in content["steps"]],
        "seconds": str(content["oven"][0]),
        "degrees": str(content["oven"][1]),
        "points": content["points"][0],
        "points_en": content["points"][1],
        "do": "save",
    }
    return usual | changes


def reine():
    return Product.objects.get(slug="reine")


def dose(slug):
    return dict(content_of(reine())["doses"]).get(slug)


def test_a_dose_is_typed_with_a_comma_and_saved_as_a_version(office, rouen, farida):
    assert office.post(PAGE, sent(jambon="62,5", champignons="40 g", seconds="225")).status_code == 302
    assert (dose("jambon"), dose("champignons"), reine().oven_seconds) == (62_500, 40_000, 225)
    seen = office.get(PAGE).content.decode()
    assert "Version 2" in seen
    assert "jambon\xa0: 60\xa0g → 62,5\xa0g" in seen
    assert "Farida" in seen


def test_the_no_break_spaces_of_a_gesture_survive_the_editor(office, rouen):
    RecipeStep.objects.filter(product=reine()).update(text="Étaler\xa0; garder 2\xa0cm.")
    office.post(PAGE, sent(jambon="70"))
    assert reine().steps.get().text == "Étaler\xa0; garder 2\xa0cm."
    assert "Geste ajouté" not in office.get(PAGE).content.decode()


def test_the_second_tap_on_save_is_no_second_editor(office, rouen):
    twice = sent(jambon="70")
    assert [office.post(PAGE, twice).status_code for _tap in range(2)] == [302, 302]
    assert reine().recipe_version == 2


def test_an_untouched_form_makes_no_version(office, rouen):
    with cast.nothing_changes():
        office.post(PAGE, sent())


WRONG = [
    ({"jambon": "0"}, "dose_3_wrong"),
    ({"jambon": "-5"}, "dose_3_wrong"),
    ({"jambon": "beaucoup"}, "dose_3_wrong"),
    ({"jambon": "5\x00"}, "dose_3_wrong"),
    ({"jambon": "1 kg"}, "dose_3_wrong"),
    ({"jambon": "9" * 30}, "dose_3_wrong"),
    ({"ingredient": ["unicorn"], "quantity": ["1"]}, "dose_0_wrong"),
    ({"ingredient": ["jambon", "jambon"], "quantity": ["1", "2"]}, "dose_1_wrong"),
    ({"ingredient": [], "quantity": []}, "#doses"),
    ({"step": ["Étaler."], "step_en": [""]}, "step_0_wrong"),
    ({"step": ["Éta\x00ler."]}, "step_0_wrong"),
    ({"seconds": "trois"}, "oven_0_wrong"),
    ({"degrees": "9999"}, "oven_1_wrong"),
]


def test_what_makes_no_sense_is_refused_where_it_stands_and_what_was_typed_stays(office, rouen):
    for changes, place in WRONG:
        with cast.nothing_changes():
            answer = office.post(PAGE, sent(points="ne pas trop cuire", **changes))
        seen = answer.content.decode()
        assert answer.status_code == 400, changes
        assert place in seen, changes
        assert "ne pas trop cuire" in seen


def test_a_form_of_no_version_is_merged_not_written(office, rouen):
    for base in ("", "x", "-1", "9" * 40):
        with cast.nothing_changes():
            assert office.post(PAGE, sent(jambon="70", base=base)).status_code == 409, base


# -- rows, without JavaScript too


def test_rows_are_added_moved_and_dropped_without_saving(office, rouen):
    def rows(order):
        with cast.nothing_changes():
            answer = office.post(PAGE, sent(jambon="61", do=order), headers=HTMX)
        assert answer.content.decode().lstrip().startswith("<form id=")
        assert ('id="dose_5" autofocus' in answer.content.decode()) is (order == "dose.add"), "hands go on"
        return [row["typed"].slug for row in answer.context["doses"]]

    usual = ["pate", "tomate", "mozzarella", "jambon", "champignons"]
    assert rows("dose.add") == [*usual, ""]
    assert rows("dose.3.up") == ["pate", "tomate", "jambon", "mozzarella", "champignons"]
    assert rows("dose.4.drop") == usual[:-1]
    for nonsense in ("dose.9.up", "dose.x.drop", "dose.0.up", "dose.²", "step.0.fly", "dose."):
        assert rows(nonsense) == usual


# -- preview


def test_the_preview_counts_what_each_store_can_still_make_and_what_it_costs(office, rouen, sotteville):
    Ingredient.objects.filter(slug="jambon").update(cost_millicents=1000)
    cast.leave(rouen, jambon=41 * 60_000)
    with cast.nothing_changes():
        answer = office.post(PAGE, sent(jambon="64", oeuf="1", do="preview"))
    preview = answer.context["preview"]
    counts = {store.slug: {one.variant.sku: (one.before, one.after) for one in row} for store, row in preview.stores}
    assert counts["rouen-centre"]["reine-m"] == (41, 38)
    costs = {one.variant.sku: (one.before.cost_cents, one.after.cost_cents) for one in preview.sizes}
    assert costs["reine-m"] == (60, 64)
    assert costs["reine-g"] == (84, 90)
    assert (preview.new_allergens, preview.gone_allergens) == (["œufs"], [])
    assert preview.differences == ["jambon\xa0: 60\xa0g → 64\xa0g", "oeuf ajouté\xa0: 1"]
    assert "Nouvel allergène" in answer.content.decode()


def test_a_pizza_without_a_recipe_is_edited_from_nothing(office, rouen):
    cast.product("savoyarde", {}, "pizza", "prepared")
    assert office.get("/menu/recette/savoyarde/").status_code == 200
    recipe = {"base": "1", "ingredient": ["pate"], "quantity": ["1"], "seconds": "200", "degrees": "320", "do": "save"}
    assert office.post("/menu/recette/savoyarde/", recipe).status_code == 302
    assert Product.objects.get(slug="savoyarde").recipe_version == 2


# -- two editors


@pytest.fixture
def colleague_saved(office, rouen, dina):
    """Farida has the editor open at version 1; meanwhile Dina saves 70 g of ham and another oven time."""

    def saved(**mine):
        form = sent(**mine)
        content = content_of(reine())
        content["doses"] = [(slug, 70_000 if slug == "jambon" else usual) for slug, usual in content["doses"]]
        editing.save(reine(), 1, content | {"oven": [240, 320]}, dina)
        with cast.nothing_changes():
            answer = office.post(PAGE, form)
        assert answer.status_code == 409
        return form, answer

    return saved


def test_the_second_editor_sees_the_firsts_change_and_both_go_together(office, colleague_saved):
    form, answer = colleague_saved(champignons="50", points="Jambon en dernier.")
    seen = answer.content.decode()
    assert "Dina a enregistré la version\xa02" in seen
    assert "jambon\xa0: 60\xa0g → 70\xa0g" in seen
    assert "champignons\xa0: 60\xa0g → 50\xa0g" in seen
    assert answer.context["conflicts"] == []
    with cast.nothing_changes():
        merged = office.post(PAGE, form | {"do": "merge", "current": "2"})
    assert merged.status_code == 200
    draft = merged.context["draft"]
    assert (draft.base, draft.oven, draft.points[0]) == (2, ["240", "320"], "Jambon en dernier.")
    assert dict(draft.doses)["jambon"] == "70"
    assert dict(draft.doses)["champignons"] == "50"


@pytest.mark.parametrize(("decision", "kept"), [({}, "70"), ({"keep-dose:jambon": "mine"}, "80")])
def test_where_both_changed_the_same_the_second_decides(office, colleague_saved, decision, kept):
    form, answer = colleague_saved(jambon="80", oeuf="1")
    (choice,) = answer.context["conflicts"]
    assert (choice.name, choice.theirs, choice.mine) == ("jambon", "70\xa0g", "80\xa0g")
    merged = office.post(PAGE, form | {"do": "merge", "current": "2"} | decision)
    doses = dict(merged.context["draft"].doses)
    assert (doses["jambon"], doses["oeuf"]) == (kept, "1")


def test_a_third_change_in_between_is_shown_before_anything_is_merged(office, colleague_saved, dina):
    form, _answer = colleague_saved(champignons="50")
    editing.save(reine(), 2, content_of(reine()) | {"oven": [250, 320]}, dina)
    again = office.post(PAGE, form | {"do": "merge", "current": "2"})
    assert again.status_code == 409
    assert again.context["current"] == 3


def test_an_old_version_comes_back_as_a_new_one(office, rouen):
    office.post(PAGE, sent(jambon="70"))
    with cast.nothing_changes():
        office.post("/menu/recette/reine/version/1/", {"base": "1"})  # from a page that never showed version 2
    for _tap in range(2):
        office.post("/menu/recette/reine/version/1/", {"base": "2"})
    assert (reine().recipe_version, dose("jambon")) == (3, 60_000)
    for number in ("99", "9" * 30):
        assert office.post(f"/menu/recette/reine/version/{number}/").status_code == 404
    with cast.nothing_changes():
        office.post("/menu/recette/reine/version/3/", {"base": "3"})
    assert RecipeVersion.objects.count() == 3
