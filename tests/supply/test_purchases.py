"""What to buy: the weekday's average, the threshold, what is there and on its way, in packs, for the least money."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.utils import timezone

from ocpizza.stock.models import Offer, Reason, Supplier, Transfer
from ocpizza.supply import purchases
from tests import cast
from tests.supply.shelf import ingredient, moved, paris, received

DAY = date(2026, 11, 17)  # a Tuesday; the four before are the 10th, the 3rd, October 27th and 20th


@pytest.fixture
def empty(rouen):
    """Rouen with nothing on the shelf and no threshold."""
    cast.leave(rouen, **dict.fromkeys(cast.INGREDIENTS, 0))
    return rouen


def offered(store, name, slug, pack_units, cost_millicents):
    supplier, _made = Supplier.objects.get_or_create(name=name, defaults={"phone": "06 39 98 10 10"})
    supplier.stores.add(store)
    return Offer.objects.create(
        supplier=supplier, ingredient=ingredient(slug), pack=pack_units * 1000, cost_millicents=cost_millicents
    )


def threshold(store, slug, units):
    store.levels.filter(ingredient__slug=slug).update(threshold=units * 1000)


def wanted(store, day=DAY):
    shown = purchases.suggestion(store, day)
    return {one.ingredient.slug: one for basket in shown["baskets"] for one in basket.wanted}


def test_the_same_weekday_of_four_weeks_is_averaged_over_the_days_of_sale(empty):
    cast.leave(empty, jambon=10_000_000)
    for when, units in (((11, 10, 20), -100), ((11, 3, 12), -50), ((10, 20, 20), -60)):  # closed on October 27th
        moved(empty, "jambon", units, Reason.ORDER, at=paris(2026, *when), reference="x")
    moved(empty, "jambon", 30, Reason.GIVE_BACK, at=paris(2026, 11, 10, 21), reference="x")
    moved(empty, "jambon", -500, Reason.ORDER, at=paris(2026, 11, 9, 23, 59), reference="monday")
    moved(empty, "jambon", -500, Reason.ORDER, at=paris(2026, 11, 11, 0), reference="wednesday")
    moved(empty, "jambon", -500, Reason.ORDER, at=paris(2026, 10, 13, 12), reference="five weeks ago")
    moved(empty, "jambon", -500, Reason.LOSS, at=paris(2026, 11, 10, 12), cause="burnt")
    found = purchases.expected(empty, DAY)
    assert (found.days, found.needs) == (3, {ingredient("jambon").pk: 60_000})


def test_of_today_only_the_rest_counts_and_before_a_later_day_all_that_leaves_until_then(empty):
    cast.leave(empty, jambon=10_000_000)
    for when, units in (((11, 10, 12), -100), ((11, 10, 20), -40), ((11, 3, 12), -10), ((11, 11, 19), -25)):
        moved(empty, "jambon", units, Reason.ORDER, at=paris(2026, *when), reference="x")
    now, ham = paris(2026, 11, 17, 16), ingredient("jambon").pk
    found = purchases.expected(empty, DAY, now)
    assert (found.days, found.needs) == (2, {ham: 20_000})  # the evenings of two Tuesdays took 40 g and nothing
    found = purchases.expected(empty, DAY + timedelta(days=1), now)
    assert (found.days, found.needs) == (3, {ham: 45_000})


def test_what_is_missing_is_rounded_up_to_packs_of_whoever_covers_it_for_the_least(empty, sotteville):
    threshold(empty, "jambon", 1200)
    moved(empty, "jambon", 300, Reason.RECEIPT)
    ham = ingredient("jambon")
    for quantity, received_at in ((100_000, None), (500_000, timezone.now())):
        Transfer.objects.create(
            sender=sotteville, receiver=empty, ingredient=ham, quantity=quantity, received_at=received_at
        )
    offered(empty, "Gros", "jambon", 5000, 700)  # 5 kg at 7 € a kilogram: 35 €
    cheapest = offered(empty, "Détail", "jambon", 500, 900)  # 2 packs of 500 g at 9 €: 9 €
    offered(sotteville, "Ailleurs", "jambon", 500, 1)
    Supplier.objects.create(name="Fini", archived=True).stores.add(empty)
    Offer.objects.create(supplier=Supplier.objects.get(name="Fini"), ingredient=ham, pack=1000, cost_millicents=1)
    one = wanted(empty)["jambon"]
    assert (one.missing, one.packs, one.offer, one.cents) == (800_000, 2, cheapest, 900)
    basket = purchases.suggestion(empty, DAY)["baskets"][0]
    assert (basket.supplier.name, basket.cents) == ("Détail", 900)


def test_what_will_be_past_its_date_does_not_count_as_stock(empty):
    threshold(empty, "jambon", 100)
    offered(empty, "Gros", "jambon", 500, 700)
    today = timezone.localdate()
    received(empty, "jambon", 300, "J1", use_by=today)
    assert "jambon" not in wanted(empty, today)
    one = wanted(empty, today + timedelta(days=1))["jambon"]
    assert (one.level, one.missing, one.packs) == (0, 100_000, 1)


def test_what_nobody_sells_is_said_and_what_suffices_is_left_out(empty):
    threshold(empty, "merguez", 100)
    threshold(empty, "tomate", 100)
    moved(empty, "tomate", 100, Reason.RECEIPT)
    shown = purchases.suggestion(empty, DAY)
    assert [(one.ingredient.slug, one.quantity) for one in shown["nobody"]] == [("merguez", 100_000)]
    assert shown["baskets"] == []


def test_the_page_says_when_it_knows_no_past_and_when_nothing_is_to_be_bought(empty, client, dina):
    client.force_login(dina)
    seen = client.get("/achats/rouen-centre/").content.decode()
    assert "Aucune vente un" in seen
    assert "Rien à commander" in seen
    threshold(empty, "jambon", 1000)
    offered(empty, "Gros", "jambon", 5000, 700)
    seen = client.get("/achats/rouen-centre/").content.decode()
    assert "1 × 5\xa0kg" in seen
    assert "35,00\xa0€" in seen
    assert "06 39 98 10 10" in seen


@pytest.mark.parametrize("said", ["2026-13-45", "x", "\x00", "1999-01-01", "9999-12-31"])
def test_a_day_that_is_none_of_the_next_is_not_found(rouen, client, dina, said):
    client.force_login(dina)
    assert client.get("/achats/rouen-centre/", {"jour": said}).status_code == 404
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert client.get("/achats/rouen-centre/", {"jour": tomorrow.isoformat()}).status_code == 200


def test_the_file_says_what_the_page_says(empty, client, dina):
    threshold(empty, "jambon", 1000)
    threshold(empty, "merguez", 100)
    offered(empty, "Gros; et fils", "jambon", 5000, 700)
    client.force_login(dina)
    answer = client.get("/achats/rouen-centre/csv/achats/")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[1][:7] == ["Gros; et fils", "jambon", "g", "0,000", "1000,000", "0,000", "0,000"]
    assert rows[1][7:] == ["1", "5000,000", "5000,000", "35,00"]
    assert rows[2][:2] == ["", "merguez"]


def test_the_queries_do_not_grow_with_the_ingredients(empty, django_assert_num_queries):
    for many in (["jambon"], ["merguez", "tomate", "oeuf", "cola"]):
        for slug in many:
            threshold(empty, slug, 1000)
            offered(empty, f"Chez {slug}", slug, 500, 700)
            received(empty, slug, 2)
            moved(empty, slug, -1, Reason.ORDER, at=paris(2026, 11, 10, 20))
        with django_assert_num_queries(10):
            purchases.suggestion(empty, DAY)
