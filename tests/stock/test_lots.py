"""Lots by first in, first out: what is left of each and which orders used it, as a queue of single grams would say."""

from collections import Counter, defaultdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocpizza.catalog.models import Ingredient
from ocpizza.stock import ledger, lots
from ocpizza.stock.models import Level, Lot, Movement, Reason
from tests.cast import leave

GRAM = 1000
UNDONE = {Reason.LOSS, Reason.SENT}
events = st.lists(
    st.one_of(
        st.tuples(st.just("order"), st.sampled_from("abcd"), st.integers(1, 6)),
        st.tuples(st.just("back"), st.sampled_from("abcd"), st.integers(1, 6)),
        st.tuples(st.just("lot"), st.just(""), st.integers(1, 8)),
        st.tuples(st.just("nameless"), st.just(""), st.integers(1, 5)),
        st.tuples(st.just("found"), st.just(""), st.integers(1, 3)),
        st.tuples(st.just("missing"), st.just(""), st.integers(1, 3)),
        st.tuples(st.just("loss"), st.just(""), st.integers(1, 5)),
        st.tuples(st.just("loss of"), st.integers(0, 5), st.integers(1, 6)),
        st.tuples(st.just("sent of"), st.integers(0, 5), st.integers(1, 6)),
        st.tuples(st.just("undo"), st.integers(0, 9), st.integers(1, 6)),
    ),
    max_size=30,
)


class Shelf:
    """The ledger of one ingredient in one store, in grams, and the same as a list of single grams."""

    def __init__(self, store, before=0):
        self.store = store
        self.ingredient = Ingredient.objects.get(slug="jambon")
        leave(store, jambon=0)
        Movement.objects.filter(store=store, ingredient=self.ingredient).delete()
        self.lots, self.happened, self.level = [], [], 0
        if before:
            self.move(before, Reason.RECEIPT)

    def move(self, grams, reason, reference="", lot=None):
        """Write a movement; what the level does not hold does not leave."""
        grams = max(grams, -self.level)
        if grams:
            amounts = {self.ingredient.pk: grams * GRAM}
            ledger.add(self.store, amounts)
            ledger.record(self.store, amounts, reason, reference, None, ledger.More(lot=lot))
            self.level += grams
            self.happened.append((grams, reason, reference, lot))

    def receive(self, grams, code="L1"):
        lot = Lot.objects.create(
            store=self.store,
            ingredient=self.ingredient,
            code=code,
            quantity=grams * GRAM,
            before=self.level * GRAM,
        )
        self.lots.append(lot)
        self.move(grams, Reason.RECEIPT, lot=lot)
        return lot

    def order(self, reference, grams):
        self.move(-grams, Reason.ORDER, reference)

    def give_back(self, reference, grams):
        held = -sum(one for one, _why, of, _lot in self.happened if of == reference)
        self.move(min(grams, held), Reason.GIVE_BACK, reference)

    def undo(self, which, grams):
        """Take back part of a loss or of a transfer: the same reference and lot, with the other sign."""
        done = [(why, of, lot) for amount, why, of, lot in self.happened if why in UNDONE and of and amount < 0]
        if which < len(done):
            reason, of, lot = done[which]
            self.move(min(grams, self.out(reason, of)), reason, of, lot)

    def out(self, reason, reference):
        return -sum(one for one, why, of, _lot in self.happened if (why, of) == (reason, reference))

    def happen(self, what, which, grams):
        if what == "undo":
            self.undo(which, grams)
        elif what == "order":
            self.order(which, grams)
        elif what == "back":
            self.give_back(which, grams)
        elif what == "lot":
            self.receive(grams)
        elif what in {"loss of", "sent of"}:
            if which < len(self.lots):
                reason = Reason.LOSS if what == "loss of" else Reason.SENT
                self.move(-grams, reason, f"form {len(self.happened)}", self.lots[which])
        else:
            signed = {"nameless": grams, "found": grams, "missing": -grams, "loss": -grams}[what]
            reason = {"nameless": Reason.RECEIPT, "loss": Reason.LOSS}.get(what, Reason.COUNT)
            self.move(signed, reason, f"form {len(self.happened)}" if what == "loss" else "")


def grams_gone(happened):
    """Return the index and the cause of each gram that left for good: what comes back is the latest that went."""
    gone = []
    for index, (grams, reason, reference, _lot) in enumerate(happened):
        kind = (Reason.ORDER if reason == Reason.GIVE_BACK else reason, reference)
        if grams < 0:
            gone += [(index, kind)] * -grams
        for _ in range(grams if reason in {Reason.GIVE_BACK, *UNDONE} else 0):
            del gone[max(at for at, (_index, of) in enumerate(gone) if of == kind)]
    return gone


def one_gram_at_a_time(happened):
    """Return lot id → grams left, and lot id → order → grams used: the rule, played without any cleverness."""
    leaving = Counter(index for index, _of in grams_gone(happened))
    queue, used = [], defaultdict(Counter)
    for index, (grams, reason, reference, lot) in enumerate(happened):
        if reason not in {Reason.GIVE_BACK, *UNDONE}:
            queue += [lot.pk if lot else None] * grams
        for _ in range(leaving[index]):
            gram = queue.pop(queue.index(lot.pk) if lot and lot.pk in queue else 0)
            if reason == Reason.ORDER:
                used[gram][reference] += 1
    return {lot: queue.count(lot) for lot in set(queue) if lot}, used


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.integers(0, 10), steps=events)
def test_lots_are_what_a_queue_of_single_grams_says(rouen, before, steps):
    shelf = Shelf(rouen, before)
    for step in steps:
        shelf.happen(*step)
    left, used = one_gram_at_a_time(shelf.happened)
    assert lots.left(rouen) == {lot: grams * GRAM for lot, grams in left.items()}
    for lot in shelf.lots:  # each alone, from its own place in the ledger on
        found = lots.trace([lot])[lot.pk]
        assert found.remaining == left.get(lot.pk, 0) * GRAM
        assert found.orders == {of: grams * GRAM for of, grams in used[lot.pk].items()}
        assert found.remaining + found.used + found.gone.total() == lot.quantity
    assert lots.trace(shelf.lots) == {lot.pk: lots.trace([lot])[lot.pk] for lot in shelf.lots}
    assert Level.objects.get(store=rouen, ingredient=shelf.ingredient).quantity == shelf.level * GRAM


@pytest.fixture
def shelf(rouen):
    return Shelf(rouen, before=100)


def used(lot):
    return {order: quantity // GRAM for order, quantity in lots.trace([lot])[lot.pk].orders.items()}


def test_what_was_there_goes_first_and_the_order_on_the_edge_used_both(shelf):
    lot = shelf.receive(50)
    shelf.order("first", 90)
    shelf.order("edge", 20)
    shelf.order("later", 15)
    assert used(lot) == {"edge": 10, "later": 15}
    assert lots.left(shelf.store) == {lot.pk: 25 * GRAM}


def test_an_order_that_was_cancelled_used_nothing_and_the_next_one_moves_up(shelf):
    lot = shelf.receive(50)
    shelf.order("cancelled", 100)
    shelf.order("next", 30)
    assert used(lot) == {"next": 30}
    shelf.give_back("cancelled", 100)
    assert used(lot) == {}


def test_a_loss_eats_the_lot_that_it_names_and_no_other(shelf):
    lot, younger = shelf.receive(50), shelf.receive(50)
    shelf.move(-50, Reason.LOSS, lot=younger)
    shelf.order("first", 110)
    assert used(lot) == {"first": 10}
    assert lots.left(shelf.store) == {lot.pk: 40 * GRAM}


def test_a_lot_is_traced_in_two_queries_in_however_many_stores(rouen, sotteville, django_assert_num_queries):
    made = [shelf.receive(50) for shelf in (Shelf(rouen, 10), Shelf(sotteville, 10)) for _ in range(3)]
    with django_assert_num_queries(2):
        assert {found.remaining for found in lots.trace(made).values()} == {50 * GRAM}
    with django_assert_num_queries(3):
        assert len(lots.left(rouen)) == 3


def test_a_lot_without_a_movement_of_its_own_is_an_empty_trace(rouen, sotteville):
    other = Shelf(rouen).receive(5)
    lot = Lot.objects.create(store=sotteville, ingredient=other.ingredient, code="L0", quantity=1000, before=0)
    assert lots.trace([lot]) == {lot.pk: lots.Trace()}
    assert lots.trace([lot, other])[other.pk].remaining == 5 * GRAM
    assert lots.trace([]) == {}
