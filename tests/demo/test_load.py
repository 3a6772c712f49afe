"""The demo data: whole, true to the brief, and never in the way of what visitors changed."""

import time
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum

from ocpizza.accounts.models import Assignment, Role, User
from ocpizza.catalog.models import Allergen, Category, Dose, Product, Size, Unit, Variant
from ocpizza.demo.load import load
from ocpizza.stock.feasible import levels, pieces
from ocpizza.stock.models import Level, Movement
from ocpizza.stores.hours import is_open
from ocpizza.stores.models import DeliveryArea, OpeningHours, Store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration_once")]
PRICES = {  # of the brief: the medium pizza, or the article
    "margherita": 990, "reine": 1190, "royale": 1350, "napolitaine": 1150, "quatre-fromages": 1350,
    "chevre-miel": 1290, "orientale": 1350, "vegetarienne": 1250, "quatre-saisons": 1390, "calzone": 1350,
    "chorizo": 1290, "saumon": 1490, "tartiflette": 1450, "poulet-curry": 1350, "paysanne": 1390,
    "green-salad": 450, "caesar-salad": 890, "garlic-bread": 420, "lunch-salad": 690,
    "tiramisu": 480, "chocolate-mousse": 420, "apple-tart": 450, "ice-cream": 390,
    "water": 200, "cola": 250, "orange-juice": 300, "lemonade": 320, "beer": 400, "cider": 850,
}  # fmt: skip


def counts():
    return [model.objects.count() for model in (Store, Product, Dose, User, Assignment, Level, Movement)]


def test_the_five_stores_have_hours_and_areas_and_never_close():
    assert sorted(Store.objects.values_list("slug", flat=True)) == [
        "mont-saint-aignan",
        "petit-quevilly",
        "rouen-centre",
        "rouen-rive-gauche",
        "sotteville",
    ]
    for store in Store.objects.with_hours():
        assert store.hours.count() == 14
        assert store.postcode in {area.postcode for area in store.areas.all()}
        assert is_open(store, datetime(2026, 7, 20, 4, 0, tzinfo=UTC))


def test_fridays_and_saturdays_close_half_an_hour_later():
    evening = OpeningHours.objects.filter(store__slug="sotteville", opens__hour=18)
    assert {row.weekday: f"{row.closes:%H:%M}" for row in evening} == {
        day: "23:00" if day in (4, 5) else "22:30" for day in range(7)
    }


def test_the_whole_menu_of_the_brief_is_there_at_its_prices():
    pizzas = {one.product.slug: one.price_cents for one in Variant.objects.filter(size__code="M")}
    articles = {one.product.slug: one.price_cents for one in Variant.objects.filter(size=None)}
    assert pizzas | articles == PRICES
    assert Product.objects.filter(category=Category.PIZZA).count() == 15


def test_each_pizza_has_three_sizes_and_a_recipe_with_steps_in_both_languages():
    for pizza in Product.objects.filter(category=Category.PIZZA):
        prices = dict(pizza.variants.values_list("size__code", "price_cents"))
        assert prices == {"P": prices["M"] - 200, "M": prices["M"], "G": prices["M"] + 300}
        assert pizza.variants.filter(sku=f"{pizza.slug}-m").exists()
        assert pizza.recipe.first().ingredient.slug == "dough"
        assert 4 <= pizza.steps.count() <= 6
        assert all(step.text and step.text_en != step.text for step in pizza.steps.all())
        assert pizza.oven_seconds
        assert pizza.oven_celsius
    assert Product.objects.get(folded=True).slug == "calzone"


def test_the_sizes_are_those_of_the_brief():
    assert list(Size.objects.values_list("code", "diameter_cm", "coefficient_tenths")) == [
        ("P", 26, 7),
        ("M", 31, 10),
        ("G", 36, 14),
    ]


def test_a_dose_is_what_the_brief_says():
    doses = Dose.objects.filter(product__slug="orientale").values_list("ingredient__slug", "quantity")
    assert dict(doses) == {
        "dough": 1000,
        "tomato": 90_000,
        "mozzarella": 110_000,
        "merguez": 90_000,
        "peppers": 50_000,
        "red-onion": 30_000,
        "egg": 1000,
    }


def test_an_article_is_one_piece_of_itself():
    for product in Product.objects.exclude(category=Category.PIZZA).prefetch_related("recipe__ingredient"):
        (dose,) = product.recipe.all()
        assert (dose.ingredient.slug, dose.ingredient.unit, dose.quantity) == (product.slug, Unit.PIECE, 1000)
        assert dose.ingredient.sold_as_is


def test_allergens_follow_from_the_ingredients():
    allergens = {one.slug: one.allergens() for one in Product.objects.for_menu()}
    assert allergens["chevre-miel"] == [Allergen.GLUTEN, Allergen.MILK, Allergen.NUTS]
    assert allergens["napolitaine"] == [Allergen.GLUTEN, Allergen.FISH, Allergen.MILK, Allergen.SULPHITES]
    assert allergens["water"] == []


def test_every_level_is_the_sum_of_its_movements():
    movements = Movement.objects.values_list("store", "ingredient").annotate(total=Sum("quantity"))
    assert {(store, one): total for store, one, total in movements} == {
        (level.store_id, level.ingredient_id): level.quantity for level in Level.objects.all()
    }


def possible(menu, store):
    left = levels(store)
    return {dish.slug: max(pieces(size, left) for size in dish.variants.all()) for dish in menu}


def test_an_evening_is_in_stock_and_something_is_scarce_everywhere():
    menu = list(Product.objects.for_menu())
    for store in Store.objects.all():
        can = possible(menu, store)
        assert any(1 <= left <= 3 for left in can.values()), f"{store}: only a few left of something"
        if store.slug == "rouen-centre":
            assert can["margherita"] > 300
            assert can["reine"] > 300
    made = possible(menu, Store.objects.get(slug="rouen-centre"))
    assert made["napolitaine"] == 0
    assert made["saumon"] == 3


def test_each_store_has_its_crew_and_the_group_its_direction():
    for store in Store.objects.all():
        roles = sorted(Assignment.objects.filter(store=store).values_list("role", flat=True))
        assert roles == ["cook", "cook", "counter", "courier", "courier", "courier", "manager"]
    assert Assignment.objects.get(role=Role.DIRECTION).user.username == "farida"
    assert User.objects.filter(assignments=None).count() == 2
    assert "cook" in User.objects.get(username="bruno.rouen-centre").roles_in("rouen-centre")


def test_every_person_is_invented():
    for person in User.objects.all():
        assert person.phone.startswith("06 39 98 ")
        assert person.email.endswith("@example.com")
        assert not person.has_usable_password()
    assert User.objects.values("phone").distinct().count() == User.objects.count()


def test_loading_again_adds_nothing_and_is_quick(django_assert_max_num_queries):
    before = counts()
    started = time.perf_counter()
    with django_assert_max_num_queries(12):
        assert load() == 0
    assert time.perf_counter() - started < 0.3
    assert counts() == before


def test_loading_again_leaves_what_people_changed():
    Variant.objects.filter(sku="reine-m").update(price_cents=1)
    Store.objects.filter(slug="sotteville").update(name="Autre nom", round_the_clock=False)
    Level.objects.filter(store__slug="sotteville", ingredient__slug="ham").update(quantity=5)
    DeliveryArea.objects.filter(store__slug="sotteville").delete()
    Assignment.objects.filter(user__username="bruno.rouen-centre").delete()
    load()
    assert Variant.objects.get(sku="reine-m").price_cents == 1
    assert Store.objects.get(slug="sotteville").name == "Autre nom"
    assert Level.objects.get(store__slug="sotteville", ingredient__slug="ham").quantity == 5
    assert not DeliveryArea.objects.filter(store__slug="sotteville").exists()
    assert not Assignment.objects.filter(user__username="bruno.rouen-centre").exists()


def test_the_command_says_what_it_did(capsys):
    call_command("demo")
    assert "loaded already" in capsys.readouterr().out


def test_outside_demo_mode_nothing_is_loaded(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="OCPIZZA_DEMO=1"):
        call_command("demo")
