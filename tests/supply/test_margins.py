"""Margins: the price without VAT at the take-away rate, less the recipe at what the store paid last."""

import csv
import io

import pytest

from ocpizza.catalog.models import Dose, Ingredient
from ocpizza.supply.margins import margins
from tests.supply.shelf import received

COSTS = {"pate": 35_000, "tomate": 220, "mozzarella": 720, "huile": 900, "cola": 62_000}


@pytest.fixture
def priced(rouen):
    for slug, cost in COSTS.items():
        Ingredient.objects.filter(slug=slug).update(cost_millicents=cost)
    return rouen


def row(store, sku):
    return next(one for one in margins(store)["rows"] if one.variant.sku == sku)


def test_a_margherita_by_hand(priced):
    # 9,90 € at 10 %: 9,00 €. Dough 0,35, tomato 90 x 0,0022, mozzarella 100 x 0,0072, oil 5 x 0,009: 1,313 €.
    one = row(priced, "margherita-m")
    assert (one.net_cents, one.cost_cents, one.cents, one.tenths) == (900, 131, 769, 854)
    # The large one takes 1.4 of everything but the dough: 13,40 € net 12,18 €, cost 0,35 + 1,4 x 0,963.
    large = row(priced, "margherita-g")
    assert (large.net_cents, large.cost_cents) == (1218, 170)
    # A closed can taken away carries 5,5 %: 2,50 € net 2,37 €.
    assert (row(priced, "cola").net_cents, row(priced, "cola").cost_cents) == (237, 62)


def test_the_stores_last_delivery_counts_and_no_other_stores(priced, sotteville):
    received(priced, "cola", 10, cost_millicents=90_000)
    received(priced, "cola", 10, cost_millicents=100_000)
    received(priced, "cola", 10)
    received(sotteville, "cola", 10, cost_millicents=1)
    assert row(priced, "cola").cost_cents == 100
    assert row(sotteville, "cola").cost_cents == 0


def test_the_recipe_is_the_one_of_today(priced):
    Dose.objects.filter(product__slug="margherita", ingredient__slug="mozzarella").update(quantity=200_000)
    assert row(priced, "margherita-m").cost_cents == 203


def test_the_thinnest_comes_first_the_thin_are_flagged_and_an_unknown_cost_is_said(priced, client, dina):
    Ingredient.objects.filter(slug="cola").update(cost_millicents=150_000)
    client.force_login(dina)
    answer = client.get("/achats/rouen-centre/marges/")
    seen = answer.content.decode()
    assert seen.index('data-sku="cola"') < seen.index('data-sku="margherita-m"')
    assert [one.variant.sku for one in answer.context["rows"] if one.is_thin] == ["cola"]
    assert "coût inconnu\xa0: biere" in seen
    assert "1 sous 65\xa0%" in seen
    assert "Tout est à 0\xa0% ou plus" in client.get("/achats/rouen-centre/marges/?seuil=0").content.decode()
    for odd in ("-1", "x", "999", "٣", "\x00"):
        assert client.get("/achats/rouen-centre/marges/", {"seuil": odd}).context["least"] == 65


def test_the_file_has_numbers(priced, client, dina):
    client.force_login(dina)
    answer = client.get("/achats/rouen-centre/csv/marges/")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    found = next(one for one in rows if one[:2] == ["Margherita", "moyenne"])
    assert found == ["Margherita", "moyenne", "9,90", "9,00", "1,31", "7,69", "85,4", ""]


def test_the_queries_do_not_grow_with_the_menu(rouen, django_assert_num_queries):
    with django_assert_num_queries(5):
        margins(rouen)
