"""Which accepted orders need what was declared out since."""

import pytest

from ocpizza.catalog.models import Dose, Ingredient, Product
from ocpizza.orders.flow import Status
from ocpizza.orders.models import Line
from ocpizza.orders.shortages import needing
from ocpizza.stock import outages
from tests.cast import at, ordered


def out(store, slug, model=Ingredient):
    outages.declare_out(store, model.objects.get(slug=slug), None)


def told(store):
    """Return number → what is out and the lines that need it."""
    return {
        one.order.number: (
            [thing.slug for thing in [*one.ingredients, *one.products]],
            [line.spec for line in one.lines],
        )
        for one in needing(store)
    }


def test_an_order_that_holds_the_ingredient_is_named_with_its_lines(rouen):
    with_ham = ordered(rouen, basket={"margherita-m": 1, "reine-m": 2})
    ordered(rouen, basket={"margherita-m": 1})
    out(rouen, "jambon")
    assert told(rouen) == {with_ham.number: (["jambon"], ["reine-m"])}


def test_what_was_left_off_is_not_missed_and_what_was_added_is(rouen):
    ordered(rouen, basket={"reine-m!champignons": 1})
    added = ordered(rouen, basket={"margherita-m+champignons": 1, "margherita-m": 1})
    half = ordered(rouen, basket={"margherita-m/reine-m": 1})
    out(rouen, "champignons")
    assert told(rouen) == {
        added.number: (["champignons"], ["margherita-m+champignons"]),
        half.number: (["champignons"], ["margherita-m/reine-m"]),
    }


def test_a_product_switched_off_is_missed_by_either_half(rouen):
    half = ordered(rouen, basket={"margherita-m/reine-m": 1, "cola": 1})
    out(rouen, "reine", Product)
    assert told(rouen) == {half.number: (["reine"], ["margherita-m/reine-m"])}


@pytest.mark.parametrize(
    ("status", "listed"),
    [
        (Status.UNDER_MODIFICATION, True),
        (Status.IN_PREPARATION, True),
        (Status.IN_OVEN, False),
        (Status.CANCELLED, False),
    ],
)
def test_from_the_oven_on_nothing_can_lack(status, listed, rouen):
    at(status, rouen)
    out(rouen, "mozzarella")
    assert len(needing(rouen)) == listed


def test_what_was_refunded_or_came_back_is_settled(rouen):
    order = ordered(rouen, basket={"margherita-m": 1, "reine-m": 1})
    out(rouen, "reine", Product)
    Line.objects.filter(order=order, spec="reine-m").update(refunded_at=order.placed_at)
    assert needing(rouen) == []
    out(rouen, "mozzarella")
    assert len(needing(rouen)) == 1
    outages.bring_back(rouen, Ingredient.objects.get(slug="mozzarella"), None)
    assert needing(rouen) == []


def test_what_was_taken_counts_and_not_the_recipe_of_today(rouen):
    order = ordered(rouen, basket={"reine-m": 1, "cola": 1})
    Dose.objects.filter(product__slug="reine", ingredient__slug="jambon").delete()
    out(rouen, "jambon")
    assert told(rouen) == {order.number: (["jambon"], ["reine-m", "cola"])}


def test_another_store_has_its_own(rouen, sotteville):
    ordered(sotteville, basket={"reine-m": 1})
    out(rouen, "jambon")
    assert needing(rouen) == needing(sotteville) == []


def test_the_number_of_queries_does_not_grow(rouen, django_assert_num_queries):
    with django_assert_num_queries(1):
        needing(rouen)
    for _ in range(3):
        ordered(rouen, basket={"margherita-m/reine-m": 1, "reine-g+oeuf": 2})
    out(rouen, "jambon")
    out(rouen, "reine", Product)
    with django_assert_num_queries(5):
        assert [one.lines[0].label for one in needing(rouen)] == ["½ Margherita / ½ Reine"] * 3
