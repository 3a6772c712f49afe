"""What is lost leaves the level with its reason; a mistake is taken back by a movement of its own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ocpizza.catalog.models import Ingredient
from ocpizza.look.refusals import Refused
from ocpizza.stock import losses
from ocpizza.stock.losses import Loss
from ocpizza.stock.models import Cause, Lot, Movement
from tests.cast import leave, left, nothing_changes


def lost(slug, quantity, key="a-key", **more):
    return Loss(key, Ingredient.objects.get(slug=slug), quantity, Cause.DROPPED, **more)


@pytest.fixture
def ham(rouen):
    leave(rouen, jambon=1_000_000)
    return rouen


def test_a_loss_says_why_and_who(ham, bruno):
    losses.write_off(ham, lost("jambon", 300_000, note="la plaque"), bruno)
    assert left(ham, "jambon") == 700_000
    row = Movement.objects.latest("pk")
    assert (row.quantity, row.reason, row.cause, row.note, row.who) == (-300_000, "loss", "dropped", "la plaque", bruno)


def test_no_more_is_lost_than_there_is(ham, bruno):
    with nothing_changes(), pytest.raises(Refused, match="Il ne reste que 1\xa0kg"):
        losses.write_off(ham, lost("jambon", 1_000_001), bruno)


def test_a_lot_of_something_else_is_refused(ham, sotteville, bruno):
    cola = Ingredient.objects.get(slug="cola")
    for store, one in ((ham, cola), (sotteville, Ingredient.objects.get(slug="jambon"))):
        lot = Lot.objects.create(store=store, ingredient=one, quantity=1, before=0)
        with nothing_changes(), pytest.raises(Refused):
            losses.write_off(ham, lost("jambon", 1000, lot=lot), bruno)


def test_the_same_form_sent_twice_is_one_loss(ham, bruno):
    losses.write_off(ham, lost("jambon", 300_000), bruno)
    with nothing_changes():
        assert losses.write_off(ham, lost("jambon", 300_000), bruno) == {}


def test_a_loss_is_taken_back_once_by_its_opposite(ham, bruno, dina):
    losses.write_off(ham, lost("jambon", 300_000), bruno)
    name = losses.reference_of(ham, "a-key")
    losses.take_back(ham, name, dina)
    assert left(ham, "jambon") == 1_000_000
    assert [row.quantity for row in Movement.objects.filter(reference=name).order_by("pk")] == [-300_000, 300_000]
    with nothing_changes():
        assert losses.take_back(ham, name, dina) == {}


def test_an_old_loss_stays(ham, bruno):
    losses.write_off(ham, lost("jambon", 300_000), bruno)
    Movement.objects.filter(reason="loss").update(at=timezone.now() - timedelta(days=2))
    with nothing_changes(), pytest.raises(Refused, match="Trop tard"):
        losses.take_back(ham, losses.reference_of(ham, "a-key"), bruno)


def test_a_loss_of_another_store_is_not_there(ham, sotteville, bruno):
    losses.write_off(ham, lost("jambon", 300_000), bruno)
    with nothing_changes(), pytest.raises(Movement.DoesNotExist):
        losses.take_back(sotteville, losses.reference_of(ham, "a-key"), bruno)
