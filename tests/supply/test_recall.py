"""The recall of a lot: out in every store that received it, everybody to call on one page, back when it is gone."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ocpizza.accounts.models import Assignment, Role
from ocpizza.board import picture
from ocpizza.look.refusals import Refused
from ocpizza.orders import actions
from ocpizza.orders.flow import Status
from ocpizza.orders.models import Order
from ocpizza.stock import outages, recalls, transfers
from ocpizza.stock.feasible import levels
from ocpizza.stock.models import Lot, LotRecall, Movement, Outage, Transfer
from ocpizza.supply import recalled
from tests import cast
from tests.supply.shelf import ingredient, received

RECALLS = "/achats/rouen-centre/rappels/"
ASKED = {"ingredient": "jambon", "code": "J-17", "why": "Listeria"}


@pytest.fixture
def everywhere(rouen, sotteville):
    """Both stores received the lot and have nothing else of the ingredient."""
    for store in (rouen, sotteville):
        cast.leave(store, jambon=0)
        received(store, "jambon", 1000, "J-17")


@pytest.fixture
def started(everywhere, farida):
    return recalls.start(ingredient("jambon"), "J-17", "Listeria", farida).recall


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def orders(everywhere, rouen, sotteville):
    """An order on its way, one eaten, one cancelled, one without the lot, and one of the other store."""
    made = {"open": cast.ordered(rouen, basket={"reine-m": 1}, name="Ouverte Durand")}
    made["eaten"] = cast.at(Status.COMPLETED, rouen, basket={"reine-m": 2}, name="Mangée Petit")
    gone = cast.ordered(rouen, basket={"reine-m": 1}, name="Annulée Roux")
    actions.cancel(gone.reference, cast.actor("alice"))
    cast.ordered(rouen, basket={"margherita-m": 1}, name="Sans Jambon")
    made["elsewhere"] = cast.ordered(sotteville, basket={"reine-g": 1}, name="Voisine Morel")
    return made


def test_one_action_takes_it_off_every_menu_and_lists_whom_to_call(orders, rouen, sotteville, client, dina, farida):
    client.force_login(dina)
    with cast.heard() as told:
        answer = client.post(RECALLS, ASKED)
    assert answer.status_code == 303
    assert {f"{room}.{store}" for room in ("menu", "board") for store in ("rouen-centre", "sotteville")} <= told
    assert [levels(store)[ingredient("jambon").pk] for store in (rouen, sotteville)] == [0, 0]
    seen = page(client, answer["Location"])
    assert seen.index("Ouverte Durand") < seen.index("Mangée Petit")
    assert {f'data-order="{orders[one].reference}"' in seen for one in ("open", "eaten")} == {True}
    for stranger in ("Annulée Roux", "Sans Jambon", "Voisine Morel"):  # not used, not in it, not hers to see
        assert stranger not in seen
    assert "à appeler" in seen
    assert "06 39 98 00 01" in seen
    client.force_login(farida)
    assert orders["elsewhere"].reference in page(client, answer["Location"])


def test_a_store_sells_again_once_its_part_of_the_lot_is_gone_and_the_last_closes_the_recall(
    orders, rouen, sotteville, client, farida
):
    recall = recalls.start(ingredient("jambon"), "J-17", "Listeria", farida).recall
    client.force_login(farida)
    with pytest.raises(Refused):
        outages.bring_back(rouen, ingredient("jambon"), farida)
    for store, left in ((rouen, 1000 - 3 * 60), (sotteville, 1000 - 84)):
        assert recall.closed_at is None
        with cast.heard() as told:
            gone = client.post(f"/achats/{store.slug}/rappels/{recall.reference}/retirer/", {"depuis": "rouen-centre"})
        assert gone["Location"] == f"{RECALLS}{recall.reference}/"
        assert f"menu.{store.slug}" in told
        lost = Movement.objects.get(store=store, reason="loss")
        assert (lost.quantity, lost.cause, lost.lot.code) == (-left * 1000, "recalled", "J-17")
        assert not Outage.objects.filter(store=store, ended_at=None).exists()
        recall.refresh_from_db()
    assert recall.closed_at
    received(rouen, "jambon", 5)
    assert levels(rouen)[ingredient("jambon").pk] == 5000


def test_removing_twice_and_recalling_twice_change_nothing(started, rouen, sotteville, client, dina):
    client.force_login(dina)
    with cast.nothing_changes():
        answer = client.post(RECALLS, ASKED | {"code": " j-17 "})
        assert "déjà en cours" in page(client, answer["Location"])
    recalls.remove(started, rouen, dina)
    with cast.nothing_changes():
        assert client.post(f"{RECALLS}{started.reference}/retirer/").status_code == 303
        assert not recalls.start(ingredient("jambon"), "J-17", "encore", dina).new


def test_all_stores_are_told_by_one_statement_so_that_nobody_waits_in_a_circle(everywhere, dina):
    with CaptureQueriesContext(connection) as queries:
        recalls.start(ingredient("jambon"), "J-17", "Listeria", dina)
    assert sum("live_stream" in query["sql"] for query in queries) == 1


def test_a_store_with_nothing_left_says_that_it_looked(everywhere, rouen, sotteville, client, dina):
    cast.leave(rouen, jambon=0)
    recall = recalls.start(ingredient("jambon"), "J-17", "Listeria", dina).recall
    client.force_login(dina)
    address = f"{RECALLS}{recall.reference}/"
    assert "J’ai vérifié" in page(client, address)
    client.post(f"{address}retirer/")
    assert not Movement.objects.filter(store=rouen, reason="loss").exists()
    assert not Outage.objects.filter(store=rouen, ended_at=None).exists()
    assert Outage.objects.filter(store=sotteville, ended_at=None).exists()


def test_a_lot_on_the_road_is_awaited_and_then_taken_away(rouen, sotteville, client, dina, farida):
    cast.leave(rouen, jambon=0)
    lot = received(rouen, "jambon", 1000, "J-17")
    parcel = transfers.Parcel("form", sotteville, lot.ingredient, 400_000, lot)
    transfers.send(rouen, parcel, dina)
    recall = recalls.start(lot.ingredient, "J-17", "Listeria", dina).recall
    assert Outage.objects.filter(store=sotteville, recall=recall, ended_at=None).exists()
    client.force_login(farida)
    removal = f"/achats/sotteville/rappels/{recall.reference}/retirer/"
    with cast.nothing_changes():
        assert client.post(removal).status_code == 400
    recalls.remove(recall, rouen, dina)
    transfers.receive(Transfer.objects.get().reference, 400_000, None, farida)
    assert recalls.remove(recall, sotteville, farida)
    assert cast.left(sotteville, "jambon") == cast.PLENTY
    recall.refresh_from_db()
    assert recall.closed_at


def test_a_recalled_lot_neither_arrives_nor_leaves_nor_comes_back(started, rouen, sotteville, dina):
    ham = ingredient("jambon")
    with cast.nothing_changes():
        for bad in (
            lambda: received(rouen, "jambon", 10, "j-17"),
            lambda: transfers.send(rouen, transfers.Parcel("named", sotteville, ham, 1000, Lot.objects.first()), dina),
            lambda: transfers.send(rouen, transfers.Parcel("first out", sotteville, ham, 1000), dina),
        ):
            with pytest.raises(outages.Refused, match="rappelé"):
                bad()


def test_a_transfer_of_a_lot_recalled_meanwhile_is_not_taken_back(rouen, sotteville, dina):
    cast.leave(rouen, jambon=0)
    lot = received(rouen, "jambon", 1000, "J-17")
    transfers.send(rouen, transfers.Parcel("form", sotteville, lot.ingredient, 400_000, lot), dina)
    recalls.remove(recalls.start(lot.ingredient, "J-17", "Listeria", dina).recall, rouen, dina)
    with cast.nothing_changes(), pytest.raises(outages.Refused, match="rappelé"):
        transfers.cancel(Transfer.objects.get().reference, dina)


def test_the_stocks_page_leads_to_the_recall_and_offers_no_return_that_would_be_refused(started, client, dina, bruno):
    for who, words in ((dina, f'href="{RECALLS}"'), (bruno, "appelez un responsable")):
        client.force_login(who)
        seen = page(client, "/stock/rouen-centre/")
        assert words in seen
        assert "jambon/retour/" not in seen


def test_a_sign_in_a_lots_number_stands_for_itself(rouen, sotteville, client, dina, farida):
    received(sotteville, "jambon", 10, "J_7")
    received(rouen, "jambon", 10, "JA7")
    recalls.start(ingredient("jambon"), "J_7", "Listeria", farida)
    client.force_login(dina)
    assert "J_7" not in page(client, RECALLS)


def test_of_two_recalled_lots_of_one_ingredient_the_second_keeps_it_out(everywhere, rouen, dina):
    received(rouen, "jambon", 10, "J-18")
    first = recalls.start(ingredient("jambon"), "J-17", "Listeria", dina).recall
    second = recalls.start(ingredient("jambon"), "J-18", "Plastique", dina).recall
    recalls.remove(second, rouen, dina)
    assert levels(rouen)[ingredient("jambon").pk] == 0
    first.refresh_from_db()
    second.refresh_from_db()
    assert (bool(first.closed_at), bool(second.closed_at)) == (False, True)
    recalls.remove(first, rouen, dina)
    assert not Outage.objects.filter(store=rouen, ended_at=None).exists()


def test_no_return_time_and_no_delivery_ends_a_recall(started, rouen, bruno):
    soon = timezone.now() + timedelta(minutes=5)
    with cast.nothing_changes():
        assert outages.declare_out(rouen, ingredient("jambon"), bruno, until=soon) == {}
    received(rouen, "jambon", 500)
    assert outages.end_due(soon + timedelta(hours=1)) == 0
    assert levels(rouen)[ingredient("jambon").pk] == 0


def test_the_board_says_it_until_the_store_is_done(started, rouen, dina):
    wrong = [one for one in picture.board(["rouen-centre"])["troubles"] if one.recall]
    assert [one.sentence for one in wrong] == ["Lot rappelé, à retirer du stock\xa0: jambon J-17"]
    recalls.remove(started, rouen, dina)
    assert not [one for one in picture.board(["rouen-centre"])["troubles"] if one.recall]


def test_the_board_leads_to_the_recall(started, client, dina):
    client.force_login(dina)
    assert f"{RECALLS}{started.reference}/" in page(client, "/tableau/")


@pytest.mark.parametrize(
    "asked",
    [
        {"code": "J-99"},
        {"code": ""},
        {"code": "a\x00b"},
        {"code": "x" * 99},
        {"ingredient": "nope"},
        {"ingredient": "\x00"},
        {"why": "  "},
        {"why": "x" * 201},
    ],
)
def test_what_makes_no_sense_is_said_and_what_was_typed_stays(everywhere, client, dina, asked):
    client.force_login(dina)
    with cast.nothing_changes():
        answer = client.post(RECALLS, ASKED | asked)
    said = answer.content.decode()
    assert answer.status_code == 400
    assert 'role="alert"' in said
    assert 'value="Listeria"' in said or "why" in asked


def test_a_manager_recalls_only_what_the_own_store_received(rouen, sotteville, client, dina, farida):
    cast.leave(sotteville, jambon=0)
    received(sotteville, "jambon", 10, "J-17")
    client.force_login(dina)
    with cast.nothing_changes():
        assert client.post(RECALLS, ASKED).status_code == 400
    client.force_login(farida)
    answer = client.post(RECALLS, ASKED)
    assert answer["Location"].startswith("/achats/sotteville/rappels/")
    client.force_login(dina)
    reference = LotRecall.objects.get().reference
    assert client.get(f"{RECALLS}{reference}/").status_code == 404
    assert client.get(f"{RECALLS}{reference}/csv/").status_code == 404
    with cast.nothing_changes():
        assert client.post(f"{RECALLS}{reference}/retirer/").status_code == 404
        assert client.post(answer["Location"] + "retirer/").status_code == 404


def test_the_list_of_customers_is_a_file_that_runs_nothing(everywhere, rouen, client, dina):
    order = cast.ordered(rouen, basket={"reine-m": 1}, name="=1+1;\n@x")
    recall = recalls.start(ingredient("jambon"), "J-17", "Listeria", dina).recall
    client.force_login(dina)
    answer = client.get(f"{RECALLS}{recall.reference}/csv/")
    assert answer["Content-Disposition"] == 'attachment; filename="rappel-jambon-j-17.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[1][0] == "Rouen Centre"
    assert rows[1][1] == str(order.number)
    assert rows[1][5].startswith("'=1+1")
    assert rows[1][6] == "06 39 98 00 01"
    assert rows[1][-1] == "60,000"


def test_a_recall_costs_the_same_however_many_orders_and_lots(
    everywhere, rouen, client, dina, django_assert_num_queries
):
    cast.ordered(rouen, basket={"reine-m": 1})
    recall = recalls.start(ingredient("jambon"), "J-17", "Listeria", dina).recall
    rouen.levels.update(out_since=None)
    for more in range(3):
        for _ in range(more):
            cast.ordered(rouen, basket={"reine-m": 1})
            Lot.objects.filter(pk=received(rouen, "jambon", 10).pk).update(code="J-17")
        with django_assert_num_queries(7):
            shown = recalled.picture(recall, ["rouen-centre", "sotteville"])
    assert len(shown["places"][0].orders) == Order.objects.count() == 4


def test_who_leads_two_stores_sees_the_orders_of_both(started, rouen, sotteville, dina, client):
    Assignment.objects.create(user=dina, role=Role.MANAGER, store=sotteville)
    Outage.objects.all().delete()
    sotteville.levels.update(out_since=None)
    cast.ordered(sotteville, basket={"reine-m": 1}, name="Voisine Morel")
    client.force_login(dina)
    assert "Voisine Morel" in page(client, f"{RECALLS}{started.reference}/")
