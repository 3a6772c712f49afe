"""The level of an ingredient is the sum of its movements, whatever happens and in whatever order."""

import contextlib

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocpizza.orders import actions
from ocpizza.orders.flow import Status
from ocpizza.orders.refusals import Refusal, Unavailable
from ocpizza.stock import actions as stock
from ocpizza.stock.models import Level, Movement
from ocpizza.stores.models import Store
from tests.cast import INGREDIENTS, a_store, actor, at, heard, leave, left, nothing_changes, ordered

SKUS = ["margherita-p", "margherita-m", "reine-g", "orientale-m", "orientale-p", "cola", "tiramisu"]
steps = st.lists(
    st.one_of(
        st.tuples(st.just("order"), st.dictionaries(st.sampled_from(SKUS), st.integers(1, 4), min_size=1, max_size=3)),
        st.tuples(st.just("cancel"), st.integers(0, 9)),
        st.tuples(st.just("start"), st.integers(0, 9)),
        st.tuples(st.just("recall"), st.integers(0, 9)),
        st.tuples(st.just("receive"), st.tuples(st.sampled_from(sorted(INGREDIENTS)), st.integers(1, 500_000))),
    ),
    max_size=25,
)


def ledger(store: Store) -> dict[str, int]:
    rows = Movement.objects.filter(store=store).values("ingredient__slug").annotate(total=Sum("quantity"))
    return {row["ingredient__slug"]: row["total"] for row in rows}


def shelf(store: Store) -> dict[str, int]:
    return dict(store.levels.values_list("ingredient__slug", "quantity"))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_levels_are_the_sum_of_their_movements_and_never_negative(rouen, steps):
    leave(rouen, **dict.fromkeys(INGREDIENTS, 1_000_000))
    orders, gone = [], []
    for what, detail in steps:
        with contextlib.suppress(Refusal):
            if what == "order":
                orders.append(ordered(rouen, basket=detail).reference)
            elif what == "receive":
                slug, amount = detail
                stock.receive(rouen, {rouen.levels.get(ingredient__slug=slug).ingredient_id: amount})
            elif detail < len(orders):
                _tap(what, orders[detail], gone)
        assert shelf(rouen) == ledger(rouen)
        assert min(shelf(rouen).values()) >= 0
    for reference in orders:
        held = Movement.objects.filter(reference=reference).values("ingredient").annotate(total=Sum("quantity"))
        assert all((row["total"] == 0) == (reference in gone) for row in held)


def _tap(what, reference, gone):
    if what == "cancel" and actions.cancel(reference, actor("alice")).changed:
        gone.append(reference)
    elif what == "start":
        actions.start(reference, actor("bruno"))
    elif what == "recall":
        actions.recall(reference, actor("bruno"), seq=2)


def test_an_order_takes_its_recipes_and_each_is_a_movement(rouen):
    before = shelf(rouen)
    order = ordered(rouen, basket={"margherita-m": 2, "cola": 1})
    taken = {slug: before[slug] - now for slug, now in shelf(rouen).items() if before[slug] != now}
    assert taken == {"pate": 2000, "tomate": 180_000, "mozzarella": 200_000, "huile": 10_000, "cola": 1000}
    rows = Movement.objects.filter(reference=order.reference)
    assert {row.ingredient.slug: -row.quantity for row in rows} == taken
    assert {row.reason for row in rows} == {"order"}


def test_what_two_lines_share_is_taken_in_one_movement(rouen):
    order = ordered(rouen, basket={"margherita-m": 1, "reine-m": 1})
    assert Movement.objects.get(reference=order.reference, ingredient__slug="mozzarella").quantity == -220_000


def test_a_give_back_is_a_movement_too_and_restores_exactly(rouen):
    before = shelf(rouen)
    order = ordered(rouen, basket={"orientale-p": 3, "biere": 2})
    actions.cancel(order.reference, actor("alice"))
    assert shelf(rouen) == before
    back = Movement.objects.filter(reference=order.reference, reason="give_back")
    assert sum(row.quantity for row in back) == -sum(
        row.quantity for row in Movement.objects.filter(reference=order.reference, reason="order")
    )


def test_what_was_given_back_is_not_given_back_again(rouen):
    order = ordered(rouen)
    with transaction.atomic():
        assert stock.give_back(rouen, order.reference)
        with nothing_changes():
            assert not stock.give_back(rouen, order.reference)


def test_a_give_back_writes_the_row_that_is_missing(rouen):
    order = ordered(rouen)
    Level.objects.filter(store=rouen, ingredient__slug="tomate").delete()
    with transaction.atomic():
        stock.give_back(rouen, order.reference)
    assert left(rouen, "tomate") == 90_000


def test_a_refused_order_takes_nothing_of_what_there_is(rouen):
    leave(rouen, oeuf=0)
    with nothing_changes(), pytest.raises(Unavailable):
        ordered(rouen, basket={"orientale-m": 1, "cola": 1})


@pytest.mark.parametrize("status", [Status.IN_PREPARATION, Status.IN_OVEN, Status.AWAITING_DELIVERY])
def test_nothing_comes_back_once_preparation_started(status, rouen):
    order = at(status, rouen)
    with nothing_changes(), pytest.raises(Refusal):
        actions.cancel(order.reference, actor("alice"))


def test_the_database_itself_refuses_a_negative_level(rouen):
    with pytest.raises(IntegrityError), transaction.atomic():
        Level.objects.filter(store=rouen, ingredient__slug="cola").update(quantity=-1)


def test_a_receipt_raises_the_level_says_who_and_tells_the_screens(rouen, dina):
    cola = Level.objects.get(store=rouen, ingredient__slug="cola")
    leave(rouen, cola=0)
    with heard() as streams:
        stock.receive(rouen, {cola.ingredient_id: 24_000}, who=dina)
    assert left(rouen, "cola") == 24_000
    row = Movement.objects.latest("pk")
    assert (row.quantity, row.reason, row.who) == (24_000, "receipt", dina)
    assert streams == {f"{room}.rouen-centre" for room in ("menu", "shelf", "board", "kitchen", "counter", "stock")}


def test_a_new_store_starts_with_what_it_receives(db):
    store = a_store("yvetot", "Yvetot")
    assert shelf(store) == ledger(store)
    assert len(shelf(store)) == len(INGREDIENTS)
