"""Whatever orders, deliveries, losses, counts and transfers do in whatever order: the ledgers sum, nothing is lost."""

import contextlib
import uuid

from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocpizza.catalog.models import Ingredient
from ocpizza.look.refusals import Refused
from ocpizza.orders import actions
from ocpizza.orders.refusals import Refusal
from ocpizza.stock import counts, deliveries, losses, transfers
from ocpizza.stock.counts import Count
from ocpizza.stock.deliveries import Arrival, Delivery
from ocpizza.stock.losses import Loss
from ocpizza.stock.models import Cause, Level, Movement, Transfer
from ocpizza.stock.transfers import Parcel
from ocpizza.stockroom.waiting import on_shelf
from tests.cast import actor, leave, ordered

amount = st.integers(1, 400_000)
steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["deliver", "lose", "send", "count"]), amount),
        st.tuples(st.sampled_from(["order", "cancel", "take back", "call back"]), st.just(0)),
        st.tuples(st.just("receive"), st.integers(0, 400_000)),
    ),
    max_size=20,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_the_ledgers_sum_and_what_leaves_one_store_is_in_the_other_lost_or_under_way(rouen, sotteville, steps):
    leave(rouen, jambon=500_000)
    ham, placed = Ingredient.objects.get(slug="jambon"), []
    for what, much in steps:
        with contextlib.suppress(Refusal, Refused, Movement.DoesNotExist):
            _do(what, much, uuid.uuid4().hex, rouen, sotteville, ham, placed)
        for level in Level.objects.filter(ingredient=ham):
            rows = Movement.objects.filter(store=level.store, ingredient=ham)
            assert level.quantity == rows.aggregate(total=Sum("quantity"))["total"] >= 0
    moved = Movement.objects.filter(ingredient=ham, reason__in=["sent", "arrived"])
    road = Transfer.objects.filter(received_at=None, cancelled_at=None).aggregate(total=Sum("quantity", default=0))
    assert moved.aggregate(total=Sum("quantity", default=0))["total"] == -road["total"]


def _do(what, much, key, store, other, ham, placed):
    waiting = Transfer.objects.filter(received_at=None, cancelled_at=None).values_list("reference", flat=True)
    if what in {"receive", "call back"} and not waiting:
        return
    {
        "order": lambda: placed.append(ordered(store, basket={"reine-m": 1}).reference),
        "cancel": lambda: actions.cancel(placed.pop(), actor("alice")) if placed else None,
        "deliver": lambda: deliveries.book(store, Delivery(key, [Arrival(ham, much)]), None),
        "lose": lambda: losses.write_off(store, Loss(key, ham, much, Cause.OTHER), None),
        "take back": lambda: losses.take_back(store, _lost(store), None),
        "count": lambda: counts.settle(
            store, Count("all-x", ham, much, on_shelf(store, ham), counts.turn(store, ham)), None
        ),
        "send": lambda: transfers.send(store, Parcel(key, other, ham, much), None),
        "receive": lambda: transfers.receive(waiting[0], much, Cause.DROPPED, None),
        "call back": lambda: transfers.cancel(waiting[0], None),
    }[what]()


def _lost(store):
    return losses.recent(store).values_list("reference", flat=True).first() or "nothing"
