"""The group's menu: allergens derived from recipes, names in two languages, what is sold and what is archived."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import translation

from ocpizza.catalog.models import Allergen, Ingredient, Product, Variant
from tests.cast import menu, ordered


@pytest.fixture(autouse=True)
def the_menu(db):
    menu()


def test_the_law_names_fourteen_allergens():
    assert len(Allergen) == 14


def test_the_allergens_of_a_product_are_those_of_its_recipe_in_the_order_of_the_law():
    assert Product.objects.get(slug="orientale").allergens() == ["gluten", "eggs", "milk"]
    assert Product.objects.get(slug="cola").allergens() == []


def test_an_allergen_found_in_an_ingredient_shows_on_everything_made_of_it():
    Ingredient.objects.filter(slug="tomate").update(allergens=["celery"])
    assert all("celery" in product.allergens() for product in Product.objects.filter(category="pizza"))


@pytest.mark.parametrize(("language", "name"), [("fr", "Reine"), ("en", "reine (en)")])
def test_names_follow_the_reader(language, name):
    with translation.override(language):
        assert Product.objects.get(slug="reine").label == name


def test_the_menu_shows_what_is_sold_smallest_price_first(django_assert_num_queries):
    Product.objects.filter(slug="reine").update(archived=True)
    with django_assert_num_queries(3):
        shown = {
            product.slug: [(one.sku, one.price_cents) for one in product.variants.all()]
            for product in Product.objects.for_menu()
        }
    assert "reine" not in shown
    assert shown["margherita"] == [("margherita-p", 790), ("margherita-m", 990), ("margherita-g", 1340)]


def test_what_can_be_ordered_comes_with_its_recipe(django_assert_num_queries):
    with django_assert_num_queries(2):
        needs = {variant.sku: variant.needs() for variant in Variant.objects.for_order()}
    flour = Ingredient.objects.get(slug="pate").pk
    assert {needs[f"reine-{size}"][flour] for size in "pmg"} == {1000}


def test_what_orders_point_to_cannot_be_deleted(rouen):
    ordered(rouen, basket={"reine-m": 1})
    with pytest.raises(ProtectedError):
        Product.objects.get(slug="reine").delete()


@pytest.mark.parametrize(("sku", "size"), [("cola-2", None), ("reine-m2", "M")])
def test_one_price_for_each_size(sku, size):
    like = Variant.objects.get(sku="reine-m" if size else "cola")
    with pytest.raises(IntegrityError), transaction.atomic():
        Variant.objects.create(sku=sku, product=like.product, size=like.size, price_cents=1)


def test_a_dose_of_nothing_cannot_be_written():
    with pytest.raises(IntegrityError), transaction.atomic():
        Product.objects.get(slug="reine").recipe.update(quantity=0)


def test_only_pizzas_are_made_from_a_recipe():
    assert {product.slug for product in Product.objects.all() if product.has_recipe} == {
        "margherita",
        "reine",
        "orientale",
    }
