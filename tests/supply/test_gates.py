"""Who may see purchases, lots, recalls, margins and figures: those who lead the store, and the direction the group."""

import pytest

from ocpizza.stock import recalls
from tests import cast
from tests.supply.shelf import ingredient, received

WHO = [(None, 302), ("eve", 404), ("bruno", 403), ("chloe", 403), ("eric", 403), ("dina", 200), ("farida", 200)]
PAGES = ["", "lots/", "lots/{lot}/", "rappels/", "rappels/{recall}/", "rappels/{recall}/csv/", "marges/", "chiffres/"]
FILES = ["csv/achats/", "csv/lots/", "csv/marges/", "csv/consommation/"]


@pytest.fixture
def addresses(rouen, farida):
    lot = received(rouen, "jambon", 10, "J-1").reference
    recall = recalls.start(ingredient("jambon"), "J-1", "verre", farida).recall.reference
    return [f"/achats/rouen-centre/{one.format(lot=lot, recall=recall)}" for one in PAGES + FILES]


@pytest.mark.parametrize(("who", "status"), WHO)
def test_who_may_open_the_pages_of_a_store(rouen, client, who, status, addresses):
    if who:
        client.force_login(cast.person(who, rouen))
    assert {client.get(one).status_code for one in addresses} == {status}
    assert {client.get(one.replace("rouen-centre", "le-havre")).status_code for one in addresses} <= {404, 302}


@pytest.mark.parametrize(("who", "status"), [(None, 302), ("eve", 404), ("bruno", 403), ("dina", 403), ("farida", 200)])
def test_the_figures_of_the_group_are_the_directions(rouen, client, who, status):
    if who:
        client.force_login(cast.person(who, rouen))
    assert client.get("/achats/groupe/chiffres/").status_code == status
    assert client.get("/achats/groupe/csv/produits/").status_code == status


@pytest.mark.parametrize(("who", "status"), [(None, 403), ("eve", 404), ("bruno", 403), ("chloe", 403), ("eric", 403)])
def test_who_may_not_recall(rouen, client, who, status, addresses):
    if who:
        client.force_login(cast.person(who, rouen))
    asked = {"ingredient": "jambon", "code": "J-1", "why": "x"}
    with cast.nothing_changes():
        assert client.post("/achats/rouen-centre/rappels/", asked).status_code == status
        assert client.post(f"{addresses[4]}retirer/").status_code == status


def test_the_manager_of_one_store_does_not_exist_in_another(rouen, sotteville, client, dina):
    client.force_login(dina)
    assert client.get("/achats/sotteville/").status_code == 404
    assert client.get("/achats/groupe/csv/autre/").status_code == 403
