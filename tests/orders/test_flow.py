"""The table of an order's life is the brief's table: every arrow of it, by whom, and no other but recalls."""

import contextlib
import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocpizza.orders import actions, flow
from ocpizza.orders.actions import Actor
from ocpizza.orders.flow import By, Fulfilment, Status
from ocpizza.orders.models import Order
from ocpizza.orders.refusals import Refusal
from tests.cast import nothing_changes, ordered, reread

BRIEF = """
awaiting_payment     > awaiting_preparation : system
awaiting_payment     > cancelled            : system customer counter manager
awaiting_preparation > under_modification   : customer counter manager
under_modification   > awaiting_preparation : customer counter manager system
awaiting_preparation > cancelled            : customer counter manager
under_modification   > cancelled            : customer counter manager
awaiting_preparation > in_preparation       : cook manager
in_preparation       > in_oven              : cook manager
in_preparation       > cancelled            : system
in_oven              > awaiting_delivery    : cook manager
in_oven              > ready_for_collection : cook manager
in_preparation       > awaiting_preparation : cook manager
awaiting_delivery    > in_delivery          : courier
in_delivery          > completed            : courier
in_delivery          > delivery_failed      : courier
delivery_failed      > awaiting_delivery    : counter manager
delivery_failed      > cancelled            : counter manager
ready_for_collection > completed            : counter cook manager
ready_for_collection > cancelled            : counter cook manager
"""
RECALLS = """
in_preparation       > awaiting_preparation : cook manager
in_oven              > in_preparation       : cook manager
awaiting_delivery    > in_oven              : cook manager
ready_for_collection > in_oven              : cook manager
"""
FIRST = {Status.AWAITING_PAYMENT, Status.AWAITING_PREPARATION}


def _read(table: str) -> dict[tuple[str, str], set[str]]:
    rows = [line.replace(">", " ").replace(":", " ").split() for line in table.strip().splitlines()]
    return {(source, target): set(by) for source, target, *by in rows}


def _ours() -> dict[tuple[str, str], set[str]]:
    return {(one.source.value, one.target.value): {by.value for by in one.by} for one in flow.TRANSITIONS}


def test_every_arrow_of_the_brief_is_there_with_its_roles_and_nothing_else_but_recalls():
    assert _ours() == _read(BRIEF) | _read(RECALLS)


def test_the_recalls_are_marked_as_such():
    assert {(one.source.value, one.target.value) for one in flow.TRANSITIONS if one.recall} == set(_read(RECALLS))


def targets(status, fulfilment):
    return [one for one in Status if flow.transition(status, one, fulfilment)]


def test_no_arrow_is_written_twice():
    assert len(flow.TRANSITIONS) == len(_ours())


@pytest.mark.parametrize("status", Status)
def test_only_a_finished_order_never_moves(status):
    ways_out = [target for kind in Fulfilment for target in targets(status, kind)]
    assert (not ways_out) == (status in flow.FINAL)


def test_every_status_can_be_reached_and_can_come_to_an_end():
    reached, edge = set(FIRST), set(FIRST)
    while edge:
        edge = {one.target for one in flow.TRANSITIONS if one.source in edge} - reached
        reached |= edge
    assert reached == set(Status)
    ending = set(flow.FINAL)
    for _ in Status:
        ending |= {one.source for one in flow.TRANSITIONS if one.target in ending}
    assert ending == set(Status)


@pytest.mark.parametrize("fulfilment", Fulfilment)
def test_out_of_the_oven_there_is_one_way_for_each_fulfilment(fulfilment):
    ready = {one for one in targets(Status.IN_OVEN, fulfilment) if one in flow.READY.values()}
    assert ready == {flow.READY[fulfilment]}


@given(
    fulfilment=st.sampled_from(Fulfilment),
    first=st.sampled_from(sorted(FIRST)),
    steps=st.lists(st.tuples(st.sampled_from(Status), st.sampled_from(By)), max_size=40),
)
def test_a_walk_along_the_table_stays_on_it(fulfilment, first, steps):
    status = first
    for target, by in steps:
        if flow.allowed(status, target, by, fulfilment):
            assert status not in flow.FINAL
            assert target in set(targets(status, fulfilment))
            assert by.value in (_read(BRIEF) | _read(RECALLS))[(status.value, target.value)]
            status = target
    delivered_ones = {Status.AWAITING_DELIVERY, Status.IN_DELIVERY, Status.DELIVERY_FAILED}
    if fulfilment != Fulfilment.DELIVERY:
        assert status not in delivered_ones
    else:
        assert status != Status.READY_FOR_COLLECTION


VERBS = {
    "start": lambda order, actor: actions.start(order.reference, actor),
    "oven": lambda order, actor: actions.to_oven(order.reference, actor),
    "ready": lambda order, actor: actions.mark_ready(order.reference, actor),
    "recall": lambda order, actor: actions.recall(order.reference, actor, order.seq),
    "send back": lambda order, actor: actions.send_back(order.reference, actor, "il manque du basilic"),
    "take": lambda order, actor: actions.take_out([order], actor, []),
    "hand over": lambda order, actor: actions.hand_over(order.reference, actor),
    "fail": lambda order, actor: actions.fail(order.reference, actor, "absent"),
    "retry": lambda order, actor: actions.retry(order.reference, actor),
    "cancel": lambda order, actor: actions.cancel(order.reference, actor),
}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fulfilment=st.sampled_from(["delivery", "takeaway"]),
    paid=st.booleans(),
    taps=st.lists(st.tuples(st.sampled_from(sorted(VERBS)), st.sampled_from(By)), max_size=25),
)
def test_whatever_people_tap_an_order_only_moves_along_the_table(rouen, fulfilment, paid, taps):
    order = ordered(rouen, fulfilment=fulfilment)
    if paid:
        Order.objects.filter(pk=order.pk).update(due_cents=0)
    for verb, by in taps:
        before = reread(order)
        try:
            VERBS[verb](before, Actor(by))
        except Refusal:
            assert reread(order).status == before.status
            continue
        after = reread(order)
        if after.seq != before.seq:
            assert flow.allowed(before.status, after.status, by, fulfilment)
            assert after.seq == before.seq + 1
        else:
            assert after.status == before.status
    _history_tells_the_whole_story(reread(order))


def _history_tells_the_whole_story(order):
    changes = list(order.changes.order_by("seq"))
    assert [change.seq for change in changes] == list(range(1, order.seq + 1))
    assert changes[0].source == ""
    for earlier, later in itertools.pairwise(changes):
        assert later.source == earlier.target
        assert later.at >= earlier.at
    assert changes[-1].target == order.status


def test_a_refused_verb_leaves_every_row_as_it_was(rouen):
    order = ordered(rouen)
    for verb in VERBS.values():
        with nothing_changes(), contextlib.suppress(Refusal):
            verb(order, Actor(By.SYSTEM))
