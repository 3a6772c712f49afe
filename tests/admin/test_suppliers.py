"""Suppliers in the admin: typed in the units people buy in; the ledger is only to look at."""

import pytest

from ocpizza.accounts.models import User
from ocpizza.stock.models import Lot, Movement, Offer, Supplier
from tests.supply.shelf import ingredient, received

SUPPLIERS = "/admin/stock/supplier/"


@pytest.fixture
def office(client, db):
    client.force_login(User.objects.create_superuser("root"))
    return client


def sent(store, **offer):
    rows = {"ingredient": ingredient("jambon").pk, "pack": "2500", "cost_millicents": "0.0095"} | offer
    return {
        "name": "Salaisons",
        "phone": "06 39 98 20 20",
        "stores": [store.pk],
        "offers-TOTAL_FORMS": "1",
        "offers-INITIAL_FORMS": "0",
        **{f"offers-0-{name}": value for name, value in rows.items()},
    }


def test_a_supplier_is_written_with_its_stores_and_what_it_sells(rouen, office):
    assert office.get(f"{SUPPLIERS}add/").status_code == 200
    answer = office.post(f"{SUPPLIERS}add/", sent(rouen))
    assert answer.status_code == 302, answer.context["errors"]
    offer = Offer.objects.get()
    assert (offer.pack, offer.cost_millicents) == (2_500_000, 950)
    supplier = Supplier.objects.get()
    assert list(supplier.stores.all()) == [rouen]
    page = office.get(f"{SUPPLIERS}{supplier.pk}/change/").content.decode()
    assert 'value="2500"' in page
    assert 'value="0.0095"' in page or 'value="0,0095"' in page
    assert "23,75\xa0€" in page
    assert "Rouen Centre" in office.get(SUPPLIERS).content.decode()


def test_the_direction_writes_suppliers_and_reads_the_ledger_and_a_manager_does_not(rouen, farida, dina, client):
    received(rouen, "jambon", 5, "J-1")
    client.force_login(farida)
    assert client.post(f"{SUPPLIERS}add/", sent(rouen)).status_code == 302
    supplier = Supplier.objects.get()
    assert f"{SUPPLIERS}{supplier.pk}/change/" in client.get("/achats/rouen-centre/").content.decode()
    gone = sent(rouen) | {"offers-INITIAL_FORMS": "1", "offers-0-id": Offer.objects.get().pk, "offers-0-DELETE": "on"}
    assert client.post(f"{SUPPLIERS}{supplier.pk}/change/", gone).status_code == 302
    assert not Offer.objects.exists()
    assert client.get("/admin/stock/lot/").status_code == client.get("/admin/stock/movement/").status_code == 200
    assert client.post("/admin/stock/movement/add/").status_code == 403
    client.force_login(dina)
    assert client.get(SUPPLIERS).status_code == 302
    assert "/admin/stock/supplier/" not in client.get("/achats/rouen-centre/").content.decode()


@pytest.mark.parametrize(
    "offer", [{"pack": "0"}, {"pack": "-1"}, {"pack": "x"}, {"cost_millicents": "-2"}, {"pack": ""}]
)
def test_an_offer_that_makes_no_sense_is_refused_with_a_word(rouen, office, offer):
    answer = office.post(f"{SUPPLIERS}add/", sent(rouen, **offer))
    assert answer.status_code == 200
    assert answer.context["errors"]
    assert not Supplier.objects.exists()


def test_the_ledger_is_only_to_look_at(rouen, office):
    received(rouen, "jambon", 5, "J-1")
    for name, row in (("lot", Lot.objects.get()), ("movement", Movement.objects.latest("pk"))):
        assert office.get(f"/admin/stock/{name}/").status_code == 200
        page = office.get(f"/admin/stock/{name}/{row.pk}/change/").content.decode()
        assert "5\xa0g" in page
        assert office.get(f"/admin/stock/{name}/add/").status_code == 403
        assert office.post(f"/admin/stock/{name}/{row.pk}/delete/").status_code == 403
    assert office.get("/admin/stock/transfer/").status_code == 200
