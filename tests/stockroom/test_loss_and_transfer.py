"""The forms of a loss, of a transfer and of the thresholds."""

import re

import pytest

from ocpizza.stock.models import Lot, Movement, Reason, Transfer
from tests.cast import heard, leave, left, nothing_changes
from tests.supply.shelf import moved, received

LOSS = {"key": "a-key", "ingredient": "jambon", "quantity": "300", "measure": "g", "cause": "dropped"}
PARCEL = {"key": "a-key", "receiver": "sotteville", "ingredient": "jambon", "quantity": "0,4", "measure": "kg"}


@pytest.fixture
def ham(rouen, sotteville):
    leave(rouen, jambon=1_000_000)
    leave(sotteville, jambon=0)
    return rouen


def test_a_loss_is_written_off_shown_and_taken_back(at, ham, bruno):
    assert at(bruno).post("perte/", **LOSS).status_code == 302
    assert left(ham, "jambon") == 700_000
    seen = at(bruno).get("perte/").content.decode()
    assert "300\xa0g · jambon" in seen
    (back,) = re.findall(r'action="/stock/rouen-centre/(perte/[^"]+/annuler/)"', seen)
    assert at(bruno).post(back).status_code == 303
    assert left(ham, "jambon") == 1_000_000
    assert "annulée" in at(bruno).get("perte/").content.decode()


BAD_LOSSES = [
    ({"quantity": "1,1", "measure": "kg"}, "Il ne reste que 1\xa0kg"),
    ({"quantity": "-1"}, "négative"),
    ({"quantity": "0"}, "plus grande que zéro"),
    ({"measure": "piece"}, "se compte en kg ou g"),
    ({"cause": "recalled"}, "recalled"),
    ({"cause": ""}, "obligatoire"),
    ({"ingredient": "\0"}, ""),
    ({"lot": "unknown"}, "unknown"),
    ({"note": "n" * 121}, "120 caractères"),
]


def test_a_bad_loss_is_refused_and_keeps_what_was_typed(at, ham, bruno):
    here = at(bruno)
    with nothing_changes():
        for wrong, said in BAD_LOSSES:
            answer = here.post("perte/", **{"note": "la plaque"} | LOSS | wrong)
            assert answer.status_code == 400, wrong
            assert said in answer.content.decode(), wrong
            assert ("la plaque" in answer.content.decode()) == ("note" not in wrong)


def test_a_form_sent_again_with_something_else_says_that_nothing_was_added(at, ham, dina):
    here = at(dina)
    for page, form, words in (
        ("perte/", LOSS, "Cette perte était déjà enregistrée"),
        ("transferts/envoyer/", PARCEL, "Cet envoi était déjà enregistré"),
    ):
        here.post(page, **form)
        with nothing_changes():
            answer = here.client.post(here.home + page, form | {"quantity": "0,2", "measure": "kg"}, follow=True)
        assert words in answer.content.decode()
        assert "200\xa0g" not in answer.content.decode()


def test_a_form_offers_the_lots_of_which_something_is_left(at, rouen, dina):
    leave(rouen, jambon=0)
    received(rouen, "jambon", 5, "OLD")
    received(rouen, "jambon", 5, "NEW")
    moved(rouen, "jambon", -6, Reason.ORDER, reference="x")
    seen = at(dina).get("perte/").content.decode()
    assert "jambon · NEW" in seen
    assert "OLD" not in seen


def test_a_lot_that_expired_opens_the_form_with_all_that_is_left_of_it(at, rouen, dina):
    leave(rouen, jambon=0)
    lot = received(rouen, "jambon", 1500, "J1")
    Lot.objects.update(use_by="2020-01-01")
    page = at(dina).client.get(f"/achats/rouen-centre/lots/{lot.reference}/").content.decode()
    (link,) = re.findall(r'href="/stock/rouen-centre/(perte/[^"]+)"', page)
    form = at(dina).get(link.replace("&amp;", "&")).context["form"]
    assert [form[name].value() for name in ("ingredient", "lot", "quantity", "measure", "cause")] == [
        "jambon",
        lot.reference,
        "1,5",
        "kg",
        "expired",
    ]


def test_a_loss_nobody_wrote_off_is_not_found_and_an_old_one_is_refused(at, ham, bruno):
    assert at(bruno).post("perte/unknown/annuler/").status_code == 404
    at(bruno).post("perte/", **LOSS)
    row = Movement.objects.filter(reason="loss")
    row.update(at="2020-01-01T12:00Z")
    assert at(bruno).live(f"perte/{row.get().reference}/annuler/").status_code == 409


def test_a_transfer_is_sent_seen_by_both_and_received(at, ham, sotteville, dina, farida):
    assert at(dina).post("transferts/envoyer/", **PARCEL).status_code == 302
    one = Transfer.objects.get()
    for store in ("rouen-centre", "sotteville"):
        assert one.reference in at(farida, store).get("transferts/").content.decode()
    with heard() as names:
        answer = at(farida, "sotteville").live(f"transferts/{one.reference}/recevoir/")
    assert answer.status_code == 204
    assert {"stock.rouen-centre", "stock.sotteville"} <= names
    assert (left(ham, "jambon"), left(sotteville, "jambon")) == (600_000, 400_000)


def test_less_arrives_with_a_reason(at, ham, sotteville, dina, farida):
    at(dina).post("transferts/envoyer/", **PARCEL)
    address = f"transferts/{Transfer.objects.get().reference}/recevoir/"
    there = at(farida, "sotteville")
    with nothing_changes():
        assert there.live(address, quantity="300", measure="g").status_code == 409
        assert there.live(address, quantity="500", measure="g", cause="other").status_code == 409
        assert there.live(address, quantity="3", measure="piece", cause="other").status_code == 400
        assert there.live(address, quantity="300", cause="other").status_code == 400
        assert there.live(address, quantity="300", measure="g", cause="because").status_code == 400
    assert there.live(address, quantity="300", measure="g", cause="dropped").status_code == 204
    assert "reçu 300\xa0g" in there.get("transferts/").content.decode()


def test_only_the_right_store_receives_and_cancels(at, ham, sotteville, dina, farida):
    at(dina).post("transferts/envoyer/", **PARCEL)
    reference = Transfer.objects.get().reference
    with nothing_changes():
        assert at(dina).live(f"transferts/{reference}/recevoir/").status_code == 404
        assert at(farida, "sotteville").live(f"transferts/{reference}/annuler/").status_code == 404
        assert at(dina).live("transferts/unknown/annuler/").status_code == 404
    assert at(dina).live(f"transferts/{reference}/annuler/").status_code == 204
    assert left(ham, "jambon") == 1_000_000
    assert at(farida, "sotteville").live(f"transferts/{reference}/recevoir/").status_code == 409


BAD_PARCELS = [
    ({"quantity": "2"}, "Il ne reste que 1\xa0kg"),
    ({"receiver": "rouen-centre"}, "rouen-centre"),
    ({"receiver": ""}, "obligatoire"),
    ({"quantity": "0"}, "plus grande que zéro"),
    ({"measure": "l"}, "se compte en kg ou g"),
]


def test_a_bad_transfer_is_refused_and_keeps_what_was_typed(at, ham, dina):
    here = at(dina)
    with nothing_changes():
        for wrong, said in BAD_PARCELS:
            answer = here.post("transferts/envoyer/", **PARCEL | wrong)
            assert answer.status_code == 400, wrong
            assert said in answer.content.decode(), wrong
            assert '<option value="jambon" selected' in answer.content.decode(), wrong


def test_the_manager_sets_thresholds_and_only_what_was_changed_is_written(at, ham, dina):
    page = at(dina)
    shown = page.get("seuils/").content.decode()
    assert 'name="t-jambon"' in shown
    answer = page.post("seuils/", **{"t-jambon": "2,5", "initial-t-jambon": "", "t-oeuf": "", "initial-t-oeuf": ""})
    assert answer.status_code == 302
    assert ham.levels.get(ingredient__slug="jambon").threshold == 2_500_000
    at(dina).post("seuils/", **{"t-jambon": "2,5", "initial-t-jambon": "2,5", "t-oeuf": "6", "initial-t-oeuf": ""})
    assert ham.levels.get(ingredient__slug="oeuf").threshold == 6000
    assert 'value="2,5"' in page.get("seuils/").content.decode()


def test_a_bad_threshold_is_refused_and_keeps_the_others(at, ham, dina):
    with nothing_changes():
        answer = at(dina).post("seuils/", **{"t-jambon": "-1", "t-oeuf": "1,5", "t-cola": "24"})
    assert answer.status_code == 400
    assert 'value="24"' in answer.content.decode()
    assert "négative" in answer.content.decode()
    assert "entières" in answer.content.decode()
