"""The lots of a store: what keeps least first, the expired marked, and for one the orders that used it."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from ocpizza.stock.models import Lot
from ocpizza.supply import shelves
from tests import cast
from tests.supply.shelf import received

LOTS = "/achats/rouen-centre/lots/"


@pytest.fixture
def shelf(rouen):
    """Ham to use soon, merguez past its date, tomato without one, and mushrooms used up."""
    cast.leave(rouen, **dict.fromkeys(("jambon", "merguez", "tomate", "champignons"), 0))
    today = timezone.localdate()
    received(rouen, "tomate", 5000, "T-1")
    received(rouen, "jambon", 1000, "J-1", use_by=today + timedelta(days=1))
    received(rouen, "merguez", 300, "M-1", use_by=today)
    received(rouen, "champignons", 60, "C-1", use_by=today)
    Lot.objects.filter(code="M-1").update(use_by=today - timedelta(days=1))
    return cast.ordered(rouen, basket={"reine-m": 1}, name="Alice Martin")


def test_what_keeps_least_comes_first_and_the_expired_is_marked(shelf, client, dina):
    client.force_login(dina)
    answer = client.get(LOTS)
    seen = answer.content.decode()
    assert [one.lot.code for one in answer.context["lots"]] == ["M-1", "J-1", "T-1"]
    assert seen.count("périmé, à retirer") == 1
    assert seen.count("à utiliser vite") == 1
    assert "940\xa0g" in seen
    rows = client.get("/achats/rouen-centre/csv/lots/").content.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(rows, newline=""), delimiter=";"))
    assert [(row[1], row[7], row[8]) for row in table[1:]] == [
        ("M-1", "300,000", "périmé, à retirer"),
        ("J-1", "940,000", "à utiliser vite"),
        ("T-1", "4910,000", ""),
    ]


def test_a_lot_that_is_used_up_is_found_by_its_number(shelf, client, dina):
    client.force_login(dina)
    answer = client.get(LOTS, {"q": "c-1"})
    assert [(one.lot.code, one.left) for one in answer.context["lots"]] == [("C-1", 0)]
    assert "Aucun lot trouvé" in client.get(LOTS, {"q": "X\x00-9"}).content.decode()


def test_a_lot_names_its_orders_and_offers_its_recall(shelf, rouen, client, dina):
    lot = Lot.objects.get(code="J-1")
    client.force_login(dina)
    seen = client.get(f"{LOTS}{lot.reference}/").content.decode()
    assert "Alice Martin" in seen
    assert "60\xa0g" in seen
    assert "Rappeler partout" in seen
    client.post("/achats/rouen-centre/rappels/", {"ingredient": "jambon", "code": "J-1", "why": "verre"})
    seen = client.get(f"{LOTS}{lot.reference}/").content.decode()
    assert "Ce lot est rappelé." in seen
    assert "Rappeler partout" not in seen


def test_a_lot_of_another_store_or_of_none_is_not_found(rouen, sotteville, client, dina):
    lot = received(sotteville, "jambon", 10, "J-1")
    client.force_login(dina)
    assert client.get(f"{LOTS}{lot.reference}/").status_code == 404
    assert client.get(f"{LOTS}inconnu/").status_code == 404


def test_a_store_without_lots_says_how_they_come(rouen, client, dina):
    client.force_login(dina)
    assert "Enregistrer une réception" in client.get(LOTS).content.decode()


def test_the_queries_do_not_grow_with_the_lots(rouen, django_assert_num_queries):
    for many in (1, 5):
        for _ in range(many):
            received(rouen, "jambon", 10, "J")
        with django_assert_num_queries(4):
            shelves.of_store(rouen)
