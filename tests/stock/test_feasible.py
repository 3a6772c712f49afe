"""How many of each product can still be made, by size."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocpizza.catalog.models import Dose, Ingredient, Product, Unit, Variant
from ocpizza.stock.feasible import levels, pieces
from ocpizza.stock.models import Level
from tests.cast import INGREDIENTS, leave, ordered

RECIPE = {"P": (1000, 63_000, 77_000, 63_000, 1000), "M": (1000, 90_000, 110_000, 90_000, 1000)}


def counts(store):
    left = levels(store)
    menu = Product.objects.for_menu()
    return {dish.slug: {size.sku: pieces(size, left) for size in dish.variants.all()} for dish in menu}


def most(store, slug):
    return max(counts(store)[slug].values())


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.fixed_dictionaries({slug: st.integers(0, 900_000) for slug in INGREDIENTS}))
def test_the_count_is_the_smallest_floor_of_stock_over_dose(rouen, amounts):
    leave(rouen, **amounts)
    found = counts(rouen)["orientale"]
    have = [amounts[slug] for slug in ("pate", "tomate", "mozzarella", "merguez", "oeuf")]
    large = (1000, 126_000, 154_000, 126_000, 1000)
    for sku, doses in (("p", RECIPE["P"]), ("m", RECIPE["M"]), ("g", large)):
        assert found[f"orientale-{sku}"] == min(had // dose for had, dose in zip(have, doses, strict=True))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.fixed_dictionaries({slug: st.integers(0, 400_000) for slug in INGREDIENTS}))
def test_as_many_as_counted_can_be_ordered_and_then_no_more(rouen, amounts):
    leave(rouen, **amounts)
    count = counts(rouen)["reine"]["reine-m"]
    if 1 <= count <= 50:
        ordered(rouen, basket={"reine-m": count})
        assert counts(rouen)["reine"]["reine-m"] == 0


def test_the_best_size_decides_whether_a_pizza_is_available_at_all(rouen):
    leave(rouen, merguez=63_000)
    found = counts(rouen)["orientale"]
    assert found == {"orientale-p": 1, "orientale-m": 0, "orientale-g": 0}
    assert most(rouen, "orientale") == 1


def test_an_article_counts_its_own_stock(rouen):
    leave(rouen, cola=7000)
    assert counts(rouen)["cola"] == {"cola": 7}


def test_what_a_store_never_had_cannot_be_made(rouen):
    Level.objects.filter(store=rouen, ingredient__slug="oeuf").delete()
    assert most(rouen, "orientale") == 0


def test_a_product_without_a_recipe_cannot_be_made(rouen):
    Product.objects.get(slug="cola").recipe.all().delete()
    assert most(rouen, "cola") == 0


def test_one_store_running_out_does_not_touch_another(rouen, sotteville):
    leave(rouen, merguez=0)
    assert most(rouen, "orientale") == 0
    assert most(sotteville, "orientale") > 0


@pytest.mark.parametrize(
    ("pieces_in_medium", "tenths", "taken"),
    [(1, 7, 1), (1, 14, 1), (4, 7, 3), (4, 10, 4), (4, 14, 6), (2, 7, 1), (2, 14, 3), (3, 7, 2)],
)
def test_pieces_stay_whole_and_at_least_one(pieces_in_medium, tenths, taken):
    dose = Dose(ingredient=Ingredient(unit=Unit.PIECE), quantity=pieces_in_medium * 1000)
    assert dose.scaled(tenths) == taken * 1000


@given(quantity=st.integers(1, 10**6), tenths=st.integers(1, 30))
def test_weights_scale_to_the_thousandth_and_never_to_nothing(quantity, tenths):
    scaled = Dose(ingredient=Ingredient(unit=Unit.GRAM), quantity=quantity).scaled(tenths)
    assert scaled >= 1
    assert abs(scaled - quantity * tenths / 10) <= 1


def test_a_pinch_in_a_small_pizza_is_still_counted(rouen):
    Dose.objects.filter(product__slug="margherita", ingredient__slug="huile").update(quantity=1)
    small = Variant.objects.for_order().get(sku="margherita-p")
    assert pieces(small, levels(rouen)) > 0


def test_the_menu_is_counted_without_a_query_per_product(rouen, django_assert_num_queries):
    with django_assert_num_queries(4):
        counts(rouen)
