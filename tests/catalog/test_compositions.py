"""A composition: what it takes, costs and holds follows from its word, and only what the menu allows has one."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocpizza.catalog import compositions
from ocpizza.catalog.compositions import Composition, Impossible, Spec, compose, extra_price, read
from ocpizza.catalog.models import Dose, Ingredient, Product
from tests import cast

PIZZAS, SIZES = sorted(cast.PIZZAS), "pmg"
REMOVABLE = sorted({slug for _cents, doses in cast.PIZZAS.values() for slug in doses})
EXTRAS = sorted(cast.EXTRAS)


@pytest.fixture
def menu(db):
    cast.menu()


@st.composite
def specs(draw):
    """Return a spec that the cast's menu allows."""
    left, size = draw(st.sampled_from(PIZZAS)), draw(st.sampled_from(SIZES))
    right = draw(st.sampled_from(["", *(one for one in PIZZAS if one != left)]))
    on_it = {slug for one in (left, right) if one for slug in cast.PIZZAS[one][1]}
    without = draw(st.sets(st.sampled_from(sorted(on_it))))
    extras = draw(st.sets(st.sampled_from(EXTRAS), max_size=4)) - without
    return Spec(f"{left}-{size}", f"{right}-{size}" if right else "", frozenset(without), frozenset(extras))


checked = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@checked
@given(spec=specs())
def test_the_word_of_a_composition_is_read_back_as_it_was_written(menu, spec):
    found = compose(str(spec))
    assert read(found.spec) == spec
    assert compose(found.spec) == found
    assert compositions.resolve([str(spec)]) == {str(spec): found}


@checked
@given(spec=specs())
def test_nothing_is_taken_below_zero_and_what_was_left_off_is_not_taken(menu, spec):
    found = compose(str(spec))
    needs = found.needs()
    assert all(dose > 0 for dose in needs.values())
    assert not needs.keys() & {one.pk for one in found.without}
    assert needs.keys() == {one.pk for one in found.ingredients}
    assert all(needs[one.pk] > replace(found, extras=()).needs().get(one.pk, 0) for one in found.extras)


@checked
@given(spec=specs())
def test_an_extra_costs_more_a_removal_nothing_and_a_larger_one_is_dearer(menu, spec):
    found = compose(str(spec))
    assert found.price_cents == replace(found, without=()).price_cents
    for at in range(len(found.extras)):
        assert found.price_cents > replace(found, extras=found.extras[:at]).price_cents
    by_size = [compose(str(spec).replace(f"-{spec.sku[-1]}", f"-{size}")).price_cents for size in SIZES]
    assert by_size == sorted(by_size)


@checked
@given(spec=specs())
def test_its_allergens_are_those_of_what_is_on_it(menu, spec):
    left, right = spec.sku[:-2], spec.other[:-2]
    slugs = {"pate"} | {slug for one in (left, right) if one for slug in cast.PIZZAS[one][1]}
    slugs = (slugs - spec.without) | spec.extras
    assert set(compose(str(spec)).allergens()) == {code for slug in slugs for code in cast.INGREDIENTS[slug][1]}


@pytest.mark.parametrize("sku", [f"{pizza}-{size}" for pizza in PIZZAS for size in SIZES])
def test_two_halves_of_the_same_pizza_are_the_whole_one(menu, sku):
    whole = compose(sku)
    halves = Composition(whole.variant, whole.variant)
    assert halves.needs() == whole.needs()
    assert halves.price_cents == whole.price_cents
    assert compose(f"{sku}/{sku}").spec == sku


def test_what_is_left_off_and_added_again_is_the_plain_pizza(menu):
    assert compose("reine-m!champignons+champignons") == compose("reine-m")


def test_half_of_an_egg_is_an_egg_and_half_of_a_weight_is_half(menu):
    halves, whole = compose("margherita-m/orientale-m"), compose("orientale-m")
    at = {one.slug: one.pk for one in Ingredient.objects.all()}
    assert halves.needs()[at["oeuf"]] == whole.needs()[at["oeuf"]] == 1000
    assert halves.needs()[at["pate"]] == 1000
    assert halves.needs()[at["merguez"]] == whole.needs()[at["merguez"]] // 2
    assert halves.needs()[at["mozzarella"]] == (100_000 + 110_000) // 2


def test_an_extra_of_what_is_on_it_doubles_the_dose_of_its_size(menu):
    at = Ingredient.objects.get(slug="mozzarella").pk
    assert compose("reine-g+mozzarella").needs()[at] == 2 * compose("reine-g").needs()[at]


@pytest.mark.parametrize(
    ("tenths", "cents", "price"), [(10, 150, 150), (7, 150, 110), (14, 150, 210), (7, 120, 90), (14, 120, 170)]
)
def test_an_extra_grows_with_the_pizza_and_is_rounded_up_to_ten_cents(tenths, cents, price):
    assert extra_price(Ingredient(extra_cents=cents), tenths) == price


def test_half_and_half_costs_half_of_each_rounded_up_to_ten_cents(menu):
    assert compose("margherita-m/reine-m").price_cents == 1090
    assert compose("margherita-m/orientale-m").price_cents == 1170


@pytest.mark.parametrize(
    "text",
    [
        "",
        "reine",
        "reine-m!",
        "reine-m+",
        "reine-m//orientale-m",
        "reine-m/orientale-g",  # another size
        "reine-m/cola",  # no pizza
        "reine-m!pate",  # never without
        "reine-m!merguez",  # not on it
        "reine-m!cola",
        "reine-m+jambon",  # not offered as an extra
        "reine-m+cola",
        "reine-m+atlantide",
        "cola+mozzarella",
        "cola!cola",
        "reine-m+champignons+merguez+mozzarella+oeuf+tomate",
        "reine-m\0",
        "reine-m ",
        "reine-m+mozzarella\n",
        "réine-m",
        "reine-m" + "+mozzarella" * 100,
    ],
)
def test_what_the_menu_does_not_allow_has_a_sentence_and_no_composition(menu, text):
    with pytest.raises(Impossible) as refusal:
        compose(text)
    assert refusal.value.sentence
    assert compositions.resolve([text]) == {}


@checked
@given(text=st.text(max_size=60))
def test_any_other_text_is_refused_without_a_breakdown(menu, text):
    assert compositions.resolve([text]) == {}


def test_what_may_be_combined_is_said_by_rows(menu):
    orientale = Product.objects.get(slug="orientale")
    orientale.refused_extras.add(Ingredient.objects.get(slug="mozzarella"))
    Product.objects.filter(slug="reine").update(halves=False, most_extras=1)
    for text in ("orientale-m+mozzarella", "margherita-m/orientale-m+mozzarella", "reine-m/orientale-m"):
        assert compositions.resolve([text]) == {}
    assert compositions.resolve(["reine-m+oeuf+merguez"]) == {}
    assert compose("reine-m+oeuf").price_cents == 1290


def test_a_basket_of_menu_pizzas_costs_two_queries_and_extras_two_more(menu, django_assert_num_queries):
    with django_assert_num_queries(2):
        compositions.resolve(["reine-m", "margherita-p/orientale-p", "cola"])
    with django_assert_num_queries(4):
        compositions.resolve(["reine-m+oeuf", "margherita-p/orientale-p+mozzarella", "cola"])


def test_a_recipe_that_changes_changes_what_its_compositions_take(menu):
    Dose.objects.filter(product__slug="reine", ingredient__slug="champignons").update(quantity=80_000)
    at = Ingredient.objects.get(slug="champignons").pk
    assert compose("reine-m+oeuf").needs()[at] == 80_000
