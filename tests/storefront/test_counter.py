"""The counter's hand: cash in, hand over, cancel; by whom, when, and what is refused."""

import pytest
from django.test import Client

from ocpizza.orders.flow import By, Fulfilment, Status
from ocpizza.orders.models import Order
from ocpizza.orders.typed import cents as cents_in
from ocpizza.payments.models import Payment
from tests import cast

HTMX = {"hx-request": "true"}


@pytest.fixture
def desk(client, rouen, eric):
    """Éric's browser, posting to orders of Rouen Centre."""
    client.force_login(eric)

    def post(order, verb, store="rouen-centre", **form):
        return client.post(f"/comptoir/{store}/{order.reference}/{verb}/", form, headers=HTMX)

    return post


@pytest.fixture
def ready(rouen):
    return cast.at(Status.READY_FOR_COLLECTION, rouen)


def test_money_first_then_the_order_is_handed_over(desk, ready):
    with cast.nothing_changes():
        refused = desk(ready, "remettre", seq=ready.seq)
    assert refused.status_code == 409
    assert "Encaissez d" in refused.content.decode()
    paid = desk(ready, "encaisser", means="cash", tendered="20")
    assert paid.status_code == 204
    assert "kitchen.rouen-centre=" in paid.headers["OC-Version"]
    assert desk(ready, "remettre", seq=ready.seq).status_code == 204
    assert cast.reread(ready).status == Status.COMPLETED
    payment = Payment.objects.get()
    assert (payment.amount_cents, payment.tendered_cents, payment.taken_by.username) == (990, 2000, "eric")
    assert ready.changes.get(target=Status.COMPLETED).by == By.COUNTER


def test_a_second_tap_changes_nothing(desk, ready):
    desk(ready, "encaisser", means="card")
    desk(ready, "remettre", seq=ready.seq)
    with cast.nothing_changes():
        assert desk(ready, "encaisser", means="card").status_code == 204
        assert desk(ready, "remettre", seq=ready.seq).status_code == 204


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"means": "cash", "tendered": "5"}, 400),
        ({"means": "cash", "tendered": "vingt"}, 400),
        ({"means": "cash", "tendered": "-20"}, 400),
        ({"means": "cash", "tendered": "20\0"}, 400),
        ({"means": "cash", "tendered": "1e9"}, 400),
        ({"means": "card", "tendered": "20"}, 400),
        ({"means": "chèvre"}, 400),
        ({}, 400),
    ],
)
def test_a_payment_that_makes_no_sense_is_refused(desk, ready, form, status):
    with cast.nothing_changes():
        assert desk(ready, "encaisser", **form).status_code == status


@pytest.mark.parametrize(
    ("typed", "cents"), [("20", 2000), ("20,00", 2000), ("20.5", 2050), (" 20,05 € ", 2005), ("", None)]
)
def test_amounts_are_read_as_people_write_them(typed, cents):
    assert cents_in(typed) == cents


@pytest.mark.parametrize("status", [Status.AWAITING_PREPARATION, Status.IN_OVEN])
def test_nothing_is_cashed_or_handed_over_before_it_is_ready(desk, rouen, status):
    order = cast.at(status, rouen, fulfilment=Fulfilment.TAKEAWAY)
    with cast.nothing_changes():
        assert desk(order, "encaisser", means="cash").status_code == 409
        assert desk(order, "remettre").status_code == 409


def test_what_is_on_the_road_is_the_courier_s(desk, rouen):
    order = cast.at(Status.IN_DELIVERY, rouen)
    with cast.nothing_changes():
        assert desk(order, "encaisser", means="cash").status_code == 409
        assert desk(order, "remettre").status_code == 409


def test_a_cook_cashes_in_and_hands_over_but_does_not_cancel(client, rouen, bruno, ready):
    client.force_login(bruno)
    address = f"/comptoir/rouen-centre/{ready.reference}/"
    assert client.post(f"{address}annuler/", {"why": "x"}).status_code == 403
    assert client.post(f"{address}encaisser/", {"means": "cash"}).status_code == 303
    assert client.post(f"{address}remettre/").status_code == 303
    assert ready.changes.get(target=Status.COMPLETED).by == By.COOK


@pytest.mark.parametrize(("who", "capacity"), [("dina", By.MANAGER), ("farida", By.MANAGER), ("eric", By.COUNTER)])
def test_cancelling_keeps_who_and_why_and_gives_the_stock_back(client, rouen, who, capacity):
    client.force_login(cast.person(who, rouen))
    order = cast.ordered(rouen)
    before = cast.left(rouen, "mozzarella")
    address = f"/comptoir/rouen-centre/{order.reference}/annuler/"
    assert client.post(address, {"why": "four\0 en panne", "seq": "1"}, headers=HTMX).status_code == 204
    change = order.changes.get(target=Status.CANCELLED)
    assert (change.by, change.who.username, change.why) == (capacity, who, "four en panne")
    assert cast.left(rouen, "mozzarella") == before + 100_000


def test_a_stale_form_is_refused(desk, ready):
    desk(ready, "encaisser", means="cash")
    with cast.nothing_changes():
        assert desk(ready, "remettre", seq="1").status_code == 409
        assert desk(ready, "remettre", seq="deux").status_code == 400


def test_an_order_of_another_store_is_not_found(desk, sotteville):
    other = cast.at(Status.READY_FOR_COLLECTION, sotteville)
    with cast.nothing_changes():
        assert desk(other, "encaisser", means="cash").status_code == 404
        assert desk(other, "encaisser", store="sotteville", means="cash").status_code == 404


@pytest.mark.parametrize("who", ["chloe", "eve", "alice"])
def test_others_do_not_reach_the_till(client, rouen, ready, who):
    client.force_login(cast.person(who, rouen))
    with cast.nothing_changes():
        answer = client.post(f"/comptoir/rouen-centre/{ready.reference}/encaisser/", {"means": "cash"})
    assert answer.status_code in {403, 404}


def test_a_visitor_without_log_in_is_refused(client, ready):
    assert client.post(f"/comptoir/rouen-centre/{ready.reference}/encaisser/", {"means": "cash"}).status_code == 403


def test_the_till_wants_a_post_with_a_token(rouen, eric, ready):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(eric)
    address = f"/comptoir/rouen-centre/{ready.reference}/encaisser/"
    assert strict.post(address, {"means": "cash"}).status_code == 403
    assert strict.get(address).status_code == 405


def test_without_javascript_one_comes_back_to_the_screen_or_reads_why_not(client, rouen, eric, ready):
    client.force_login(eric)
    address = f"/comptoir/rouen-centre/{ready.reference}/"
    screen = "http://testserver/cuisine/rouen-centre/"
    refused = client.post(f"{address}remettre/", headers={"referer": screen})
    assert refused.status_code == 409
    assert f'href="{screen}"' in refused.content.decode()
    paid = client.post(f"{address}encaisser/", {"means": "cash"}, headers={"referer": screen})
    assert (paid.status_code, paid.headers["Location"]) == (303, screen)
    elsewhere = client.post(f"{address}remettre/", headers={"referer": "https://evil.example/"})
    assert elsewhere.headers["Location"] == "/carte/rouen-centre/"
    assert Order.objects.get().status == Status.COMPLETED
