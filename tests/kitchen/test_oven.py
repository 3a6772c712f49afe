"""A cook puts a ticket into the oven."""

import pytest

from ocpizza.orders.flow import Status
from tests.cast import at, heard, nothing_changes, person, reread

VERB = "oven"
BEFORE, AFTER = Status.IN_PREPARATION, Status.IN_OVEN


def test_the_ticket_leaves_for_the_oven(tap, rouen, bruno):
    order = at(BEFORE, rouen)
    answer = tap(bruno, order, VERB)
    assert answer.status_code == 204
    assert reread(order).status == AFTER
    last = reread(order).changes.latest("seq")
    assert (last.who, last.by, last.target) == (bruno, "cook", AFTER)


def test_twice_is_once(tap, rouen, bruno):
    order = at(BEFORE, rouen)
    tap(bruno, order, VERB)
    with nothing_changes():
        assert tap(bruno, order, VERB).status_code == 204


def test_the_answer_says_which_frames_show_it(tap, rouen, bruno):
    order = at(BEFORE, rouen)
    with heard() as streams:
        answer = tap(bruno, order, VERB)
    told = dict(item.split("=") for item in answer["OC-Version"].split())
    assert set(told) == streams
    assert streams >= {"kitchen.rouen-centre", "board.rouen-centre", f"order.{order.reference}"}


def test_a_manager_taps_as_a_manager(tap, rouen, dina):
    order = at(BEFORE, rouen)
    assert tap(dina, order, VERB).status_code == 204
    assert reread(order).changes.latest("seq").by == "manager"


@pytest.mark.parametrize("who", ["eric", "chloe"])
def test_a_colleague_without_the_role_is_refused(who, tap, rouen):
    order, someone = at(BEFORE, rouen), person(who, rouen)
    with nothing_changes():
        assert tap(someone, order, VERB).status_code == 403


@pytest.mark.parametrize("who", ["alice", "eve"])
def test_to_a_stranger_there_is_no_such_order(who, tap, rouen):
    order, someone = at(BEFORE, rouen), person(who)
    with nothing_changes():
        assert tap(someone, order, VERB).status_code == 404


def test_without_a_log_in_nothing_moves(tap, rouen):
    order = at(BEFORE, rouen)
    with nothing_changes():
        assert tap(None, order, VERB).status_code == 403


def test_an_order_of_another_store_is_not_there(tap, rouen, sotteville, bruno):
    order = at(BEFORE, sotteville)
    with nothing_changes():
        assert tap(bruno, order, VERB, store="rouen-centre").status_code == 404


def test_at_the_wrong_moment_a_sentence_says_why(tap, rouen, bruno):
    order = at(Status.AWAITING_PREPARATION, rouen)
    with nothing_changes():
        answer = tap(bruno, order, VERB)
    assert answer.status_code == 409
    assert "Impossible maintenant" in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()
