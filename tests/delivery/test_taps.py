"""The courier's taps over HTTP: what they answer, who may, and what bad input gets."""

import pytest

from ocpizza.orders.flow import Status
from ocpizza.payments.models import Payment
from ocpizza.rounds import actions as rounds
from tests import cast

HTMX = {"HX-Request": "true"}
VERBS = ("arrivee", "encaisser", "livree", "echec")


@pytest.fixture
def tap(client, chloe):
    """Send one of Chloé's forms, as htmx does."""
    client.force_login(chloe)

    def send(path, data=None, htmx=True):
        return client.post(f"/livraison/rouen-centre/{path}", data or {}, headers=HTMX if htmx else {})

    return send


@pytest.fixture
def out(rouen, chloe):
    return cast.at(Status.IN_DELIVERY, rouen)


def test_a_whole_delivery(rouen, chloe, tap):
    order = cast.at(Status.AWAITING_DELIVERY, rouen)
    answers = [
        tap("prendre/", {"orders": [order.reference]}),
        tap("partir/"),
        tap(f"{order.reference}/arrivee/"),
        tap(f"{order.reference}/encaisser/", {"means": "cash", "given": "20,00 €"}),
        tap(f"{order.reference}/livree/", {"seq": order.seq + 1}),
    ]
    assert [answer.status_code for answer in answers] == [204] * 5
    assert all(f"courier.{chloe.pk}=" in answer["OC-Version"] for answer in answers)
    assert cast.reread(order).status == Status.COMPLETED
    assert Payment.objects.get().change_cents == 1010


def test_without_htmx_one_comes_back_to_the_page(rouen, tap):
    order = cast.at(Status.AWAITING_DELIVERY, rouen)
    answer = tap("prendre/", {"orders": [order.reference]}, htmx=False)
    assert (answer.status_code, answer["Location"]) == (303, "/livraison/rouen-centre/")


def test_a_refusal_without_htmx_is_a_page_that_leads_back(rouen, tap, out):
    answer = tap(f"{out.reference}/livree/", htmx=False)
    assert answer.status_code == 409
    assert "un montant reste dû" in answer.content.decode()
    assert 'href="/livraison/rouen-centre/"' in answer.content.decode()


def test_a_failed_delivery(rouen, tap, out):
    assert tap(f"{out.reference}/echec/", {"reason": "absent", "seq": out.seq}).status_code == 204
    assert cast.reread(out).status == Status.DELIVERY_FAILED


def test_completion_is_refused_while_an_amount_is_due(rouen, tap, out):
    answer = tap(f"{out.reference}/livree/", {"seq": out.seq})
    assert answer.status_code == 409
    assert 'role="alert"' in answer.content.decode()
    assert "un montant reste dû" in answer.content.decode()


def test_the_second_courier_is_told_who_was_faster(rouen, tap, chloe, karim):
    order = cast.at(Status.AWAITING_DELIVERY, rouen)
    rounds.take(rouen, karim, [order.reference])
    with cast.nothing_changes():
        answer = tap("prendre/", {"orders": [order.reference]})
    assert answer.status_code == 409
    assert "déjà prise par Karim" in answer.content.decode()


def test_a_second_tap_is_no_error(rouen, tap, out):
    for path, data in (
        ("partir/", {}),
        (f"{out.reference}/arrivee/", {}),
        (f"{out.reference}/encaisser/", {"means": "card"}),
        (f"{out.reference}/livree/", {"seq": out.seq}),
    ):
        assert tap(path, data).status_code == 204
        with cast.nothing_changes():
            if path != "partir/":
                assert tap(path, data).status_code in {204}


def test_cashing_in_again_after_the_end_changes_nothing(rouen, tap, out):
    tap(f"{out.reference}/encaisser/", {"means": "cash"})
    tap(f"{out.reference}/livree/")
    with cast.nothing_changes():
        assert tap(f"{out.reference}/encaisser/", {"means": "cash"}).status_code == 204


@pytest.mark.parametrize(
    "given", ["vingt", "-20", "9,89", "20,000", "1e9", "٢٠", "20\x00", "9999999999", "20;DROP", "NaN", "600"]
)
def test_an_amount_that_makes_no_sense_is_refused(rouen, tap, out, given):
    with cast.nothing_changes():
        answer = tap(f"{out.reference}/encaisser/", {"means": "cash", "given": given})
    assert answer.status_code == 400
    assert "refusal" in answer.content.decode()


@pytest.mark.parametrize("given", ["", " ", "9,90", "9.9", "10", "10,5", " 20 € ", "20\xa0€"])
def test_amounts_as_people_write_them(rouen, tap, out, given):
    assert tap(f"{out.reference}/encaisser/", {"means": "cash", "given": given}).status_code == 204


def test_what_was_typed_for_cash_does_not_matter_by_card(rouen, tap, out):
    assert tap(f"{out.reference}/encaisser/", {"means": "card", "given": "50"}).status_code == 204
    assert Payment.objects.get().tendered_cents == 990


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("prendre/", {}),
        ("prendre/", {"orders": [""]}),
        ("prendre/", {"orders": ["\x00"]}),
        ("prendre/", {"orders": ["x" * 300]}),
        ("prendre/", {"orders": ["inconnue"]}),
        ("{out}/encaisser/", {}),
        ("{out}/encaisser/", {"means": "\x00"}),
        ("{out}/livree/", {"seq": "-1"}),
        ("{out}/livree/", {"seq": "un"}),
        ("{out}/livree/", {"seq": "9" * 40}),
        ("{out}/echec/", {}),
        ("{out}/echec/", {"reason": "la\x00pluie"}),
    ],
)
def test_bad_input_is_a_400_and_changes_nothing(rouen, tap, out, path, data):
    with cast.nothing_changes():
        assert tap(path.format(out=out.reference), data).status_code == 400


@pytest.mark.parametrize("verb", VERBS)
def test_the_stop_of_another_courier_is_not_found(rouen, client, karim, out, verb):
    client.force_login(karim)
    with cast.nothing_changes():
        answer = client.post(f"/livraison/rouen-centre/{out.reference}/{verb}/", {"reason": "absent"}, headers=HTMX)
    assert answer.status_code == 404


@pytest.mark.parametrize("verb", VERBS)
def test_an_order_that_is_not_there_is_not_found(rouen, tap, verb):
    assert tap(f"inconnue/{verb}/", {"reason": "absent"}).status_code == 404


def test_a_direction_at_the_wheel_cannot_pass_through_another_store(rouen, sotteville, client, farida):
    order = cast.at(Status.AWAITING_DELIVERY, rouen)
    client.force_login(farida)
    client.post("/livraison/rouen-centre/prendre/", {"orders": [order.reference]}, headers=HTMX)
    with cast.nothing_changes():
        for verb in VERBS:
            path = f"/livraison/sotteville/{order.reference}/{verb}/"
            assert client.post(path, {"reason": "absent"}, headers=HTMX).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [(None, 302), ("eve", 404), ("alice", 404), ("bruno", 403), ("eric", 403), ("dina", 200), ("farida", 200)],
)
def test_who_may_open_the_page(rouen, client, who, status):
    if who:
        client.force_login(cast.person(who, rouen))
    assert client.get("/livraison/rouen-centre/").status_code == status


@pytest.mark.parametrize(("who", "status"), [(None, 403), ("eve", 404), ("bruno", 403), ("eric", 403)])
def test_who_may_not_tap(rouen, client, who, status, out):
    if who:
        client.force_login(cast.person(who, rouen))
    paths = ["prendre/", "partir/", *(f"{out.reference}/{verb}/" for verb in VERBS)]
    with cast.nothing_changes():
        for path in paths:
            answer = client.post(f"/livraison/rouen-centre/{path}", {"orders": [out.reference]}, headers=HTMX)
            assert answer.status_code == status


def test_a_courier_of_another_store_finds_no_such_store(rouen, sotteville, client, chloe):
    client.force_login(chloe)
    assert client.get("/livraison/sotteville/").status_code == 404
    assert client.post("/livraison/sotteville/partir/", headers=HTMX).status_code == 404


def test_an_unknown_store_is_not_found_even_by_the_direction(rouen, client, farida):
    client.force_login(farida)
    assert client.get("/livraison/le-havre/").status_code == 404
    for path in ("prendre/", "partir/", "x/arrivee/", "x/encaisser/", "x/livree/", "x/echec/"):
        assert client.post(f"/livraison/le-havre/{path}", headers=HTMX).status_code == 404


def test_a_tap_is_a_post_and_the_page_is_read(rouen, client, chloe):
    client.force_login(chloe)
    assert client.get("/livraison/rouen-centre/partir/").status_code == 405
    assert client.post("/livraison/rouen-centre/").status_code == 405


def test_a_form_from_elsewhere_is_refused(rouen, chloe, out):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(chloe)
    with cast.nothing_changes():
        assert strict.post("/livraison/rouen-centre/partir/", headers=HTMX).status_code == 403
