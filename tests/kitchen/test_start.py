"""A cook takes charge of a ticket."""

import pytest
from django.test import Client

from ocpizza.orders.flow import Status
from tests.cast import at, heard, nothing_changes, person, reread

VERB = "start"
BEFORE, AFTER = Status.AWAITING_PREPARATION, Status.IN_PREPARATION


def test_the_ticket_is_started(tap, rouen, bruno):
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
    order = at(Status.IN_OVEN, rouen)
    with nothing_changes():
        answer = tap(bruno, order, VERB)
    assert answer.status_code == 409
    assert "Impossible maintenant" in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()


def test_an_old_ticket_is_refused(tap, rouen, bruno):
    order = at(BEFORE, rouen)
    tap(bruno, order, "start")
    tap(bruno, reread(order), "recall")
    with nothing_changes():
        answer = tap(bruno, order, VERB)
    assert answer.status_code == 409
    assert "changé entre-temps" in answer.content.decode()


@pytest.mark.parametrize("seq", ["", "abc", "-1", "1e9", "9" * 30, "1\0"])
def test_a_malformed_form_is_refused(seq, tap, rouen, bruno):
    order = at(BEFORE, rouen)
    if seq == "":
        assert tap(bruno, order, VERB, seq=seq).status_code == 204
        return
    with nothing_changes():
        assert tap(bruno, order, VERB, seq=seq).status_code == 400


def test_without_javascript_one_comes_back_to_the_screen(as_, rouen, bruno):
    order = at(BEFORE, rouen)
    answer = as_(bruno).post(f"/cuisine/rouen-centre/{order.reference}/start/", {"seq": order.seq})
    assert (answer.status_code, answer["Location"]) == (303, "/cuisine/rouen-centre/")


def test_without_javascript_a_refusal_stands_on_the_screen(as_, rouen, bruno):
    order, browser = at(Status.IN_OVEN, rouen), as_(bruno)
    answer = browser.post(f"/cuisine/rouen-centre/{order.reference}/start/", {"seq": order.seq}, follow=True)
    assert "Impossible maintenant" in answer.content.decode()


def test_a_form_without_our_token_is_refused(rouen, bruno):
    order, browser = at(BEFORE, rouen), Client(enforce_csrf_checks=True)
    browser.force_login(bruno)
    with nothing_changes():
        assert browser.post(f"/cuisine/rouen-centre/{order.reference}/start/").status_code == 403


@pytest.mark.parametrize("verb", ["burn", "cancel", "collect", "START"])
def test_an_unknown_verb_is_not_there(verb, tap, rouen, bruno):
    order = at(BEFORE, rouen)
    with nothing_changes():
        assert tap(bruno, order, verb).status_code == 404


@pytest.mark.parametrize("verb", ["start", "oven", "ready", "recall", "send-back"])
def test_looking_moves_nothing(verb, as_, rouen, bruno):
    order = at(BEFORE, rouen)
    with nothing_changes():
        assert as_(bruno).get(f"/cuisine/rouen-centre/{order.reference}/{verb}/").status_code == 405


def test_an_unknown_order_is_not_there(as_, rouen, bruno):
    assert as_(bruno).post("/cuisine/rouen-centre/unknown/start/").status_code == 404
