"""From one store to another: out at once, in when it arrives, and both ledgers sum."""

from dataclasses import replace

import pytest
from django.db.models import Sum

from ocpizza.catalog.models import Ingredient
from ocpizza.look.refusals import Refused
from ocpizza.stock import recalls, transfers
from ocpizza.stock.models import Cause, Level, Lot, Movement, Transfer
from ocpizza.stock.transfers import Parcel
from tests.cast import heard, leave, left, nothing_changes
from tests.supply.shelf import received


@pytest.fixture
def parcel(rouen, sotteville):
    leave(rouen, jambon=1_000_000)
    leave(sotteville, jambon=0)
    ham = Ingredient.objects.get(slug="jambon")
    lot = Lot.objects.create(store=rouen, ingredient=ham, code="J7", quantity=1_000_000, before=0, cost_millicents=900)
    return Parcel("a-key", sotteville, ham, 400_000, lot)


def sums():
    """Return whether every ledger makes its level, and what the two kinds of transfer movements come to."""
    for level in Level.objects.all():
        rows = Movement.objects.filter(store=level.store, ingredient=level.ingredient)
        assert level.quantity == rows.aggregate(total=Sum("quantity"))["total"]
    moved = Movement.objects.filter(reason__in=["sent", "arrived"])
    return moved.aggregate(total=Sum("quantity", default=0))["total"]


def sent(store, parcel, who):
    transfers.send(store, parcel, who)
    return Transfer.objects.get().reference


def test_what_is_sent_leaves_at_once_and_both_stores_are_told(rouen, sotteville, parcel, dina):
    with heard() as names:
        transfers.send(rouen, parcel, dina)
    assert (left(rouen, "jambon"), left(sotteville, "jambon")) == (600_000, 0)
    assert {"stock.rouen-centre", "stock.sotteville"} <= names
    assert [one.ingredient.slug for one in transfers.under_way(sotteville)] == ["jambon"]


def test_what_arrives_is_a_lot_of_the_same_code(rouen, sotteville, parcel, dina, farida):
    transfers.receive(sent(rouen, parcel, dina), 400_000, None, farida)
    assert left(sotteville, "jambon") == 400_000
    lot = Lot.objects.get(store=sotteville)
    assert (lot.code, lot.quantity, lot.before, lot.cost_millicents) == ("J7", 400_000, 0, 900)
    assert Movement.objects.get(reason="arrived").lot == lot
    assert sums() == 0


def test_what_is_missing_is_the_senders_loss(rouen, sotteville, parcel, dina, farida):
    transfers.receive(sent(rouen, parcel, dina), 300_000, Cause.DROPPED, farida)
    assert (left(rouen, "jambon"), left(sotteville, "jambon")) == (600_000, 300_000)
    loss = Movement.objects.get(reason="loss")
    assert (loss.store, loss.quantity, loss.cause) == (rouen, -100_000, "dropped")
    assert sums() == 0


@pytest.mark.parametrize(("arrived", "cause"), [(400_001, None), (-1, Cause.OTHER), (300_000, None)])
def test_more_than_was_sent_or_less_without_a_reason_is_refused(rouen, parcel, dina, farida, arrived, cause):
    reference = sent(rouen, parcel, dina)
    with nothing_changes(), pytest.raises(Refused):
        transfers.receive(reference, arrived, cause, farida)


def test_everything_once(rouen, sotteville, parcel, dina, farida):
    reference = sent(rouen, parcel, dina)
    with nothing_changes():
        assert transfers.send(rouen, parcel, dina) == {}
    transfers.receive(reference, 400_000, None, farida)
    with nothing_changes():
        assert transfers.receive(reference, 400_000, None, farida) == {}
        with pytest.raises(Refused):
            transfers.cancel(reference, dina)


def test_a_cancelled_transfer_comes_back_once_and_cannot_be_received(rouen, parcel, dina, farida):
    reference = sent(rouen, parcel, dina)
    transfers.cancel(reference, dina)
    assert left(rouen, "jambon") == 1_000_000
    assert sums() == 0
    with nothing_changes():
        assert transfers.cancel(reference, dina) == {}
        with pytest.raises(Refused):
            transfers.receive(reference, 400_000, None, farida)


def test_no_more_is_sent_than_there_is_nor_to_oneself(rouen, parcel, dina):
    for wrong in (
        replace(parcel, quantity=1_000_001),
        replace(parcel, quantity=0),
        replace(parcel, receiver=rouen),
        replace(parcel, ingredient=Ingredient.objects.get(slug="cola")),
    ):
        with nothing_changes(), pytest.raises(Refused):
            transfers.send(rouen, wrong, dina)


def test_without_a_lot_what_came_first_goes_and_a_recall_finds_it(rouen, sotteville, dina, farida):
    leave(rouen, jambon=100_000)
    received(rouen, "jambon", 300, "J1")
    received(rouen, "jambon", 300, "J2")
    ham = Ingredient.objects.get(slug="jambon")
    parcel = Parcel("k", sotteville, ham, 500_000)
    transfers.send(rouen, parcel, dina)
    with nothing_changes():
        assert transfers.send(rouen, parcel, dina) == {}
    going = transfers.under_way(rouen)
    assert [(one.lot.code if one.lot else "", one.quantity) for one in going] == [
        ("", 100_000),
        ("J1", 300_000),
        ("J2", 100_000),
    ]
    for one in going:
        transfers.receive(one.reference, one.quantity, None, farida)
    assert sums() == 0
    assert left(rouen, "jambon") == 200_000
    assert set(recalls.holders(ham, "J1")) == set(recalls.holders(ham, "J2")) == {rouen, sotteville}
