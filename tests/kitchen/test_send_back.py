"""A cook sends a ticket back because an ingredient is missing."""

import pytest

from kitchen.picture import Role, picture
from ocpizza.orders.flow import Status
from tests.cast import at, heard, nothing_changes, person, reread


def test_the_order_waits_again_and_its_ticket_says_what_is_missing(tap, rouen, bruno):
    order = at(Status.IN_PREPARATION, rouen)
    assert tap(bruno, order, "send-back", why="mozzarella").status_code == 204
    assert reread(order).status == Status.AWAITING_PREPARATION
    (ticket,) = picture("rouen-centre", Role.COOK)["queue"]
    assert ticket.sent_back_for == "mozzarella"


def test_a_recalled_ticket_misses_nothing(tap, rouen, bruno):
    order = at(Status.IN_PREPARATION, rouen)
    tap(bruno, order, "recall")
    (ticket,) = picture("rouen-centre", Role.COOK)["queue"]
    assert ticket.sent_back_for == ""


def test_the_menu_of_the_ticket_names_what_its_recipes_take(rouen, bruno):
    at(Status.IN_PREPARATION, rouen, basket={"orientale-g": 1, "margherita-m": 1, "cola": 2})
    (ticket,) = picture("rouen-centre", Role.COOK)["queue"]
    assert set(ticket.ingredients) == {"pate", "tomate", "mozzarella", "merguez", "oeuf", "huile"}


def test_twice_is_once(tap, rouen, bruno):
    order = at(Status.IN_PREPARATION, rouen)
    tap(bruno, order, "send-back", why="mozzarella")
    with nothing_changes():
        assert tap(bruno, order, "send-back", why="mozzarella").status_code == 204


def test_the_counter_and_the_customer_are_told(tap, rouen, bruno):
    order = at(Status.IN_PREPARATION, rouen)
    with heard() as streams:
        tap(bruno, order, "send-back", why="mozzarella")
    assert streams >= {"kitchen.rouen-centre", "board.rouen-centre", f"order.{order.reference}"}


@pytest.mark.parametrize("why", [None, "", "   ", "x" * 121, "moz\0zarella"])
def test_a_reason_is_due(why, tap, rouen, bruno):
    order = at(Status.IN_PREPARATION, rouen)
    with nothing_changes():
        assert tap(bruno, order, "send-back", why=why).status_code == 400


def test_what_is_in_the_oven_is_not_sent_back(tap, rouen, bruno):
    order = at(Status.IN_OVEN, rouen)
    with nothing_changes():
        assert tap(bruno, order, "send-back", why="mozzarella").status_code == 409


@pytest.mark.parametrize(("who", "status"), [("eric", 403), ("chloe", 403), ("alice", 404)])
def test_only_the_kitchen_sends_back(who, status, tap, rouen):
    order, someone = at(Status.IN_PREPARATION, rouen), person(who, rouen)
    with nothing_changes():
        assert tap(someone, order, "send-back", why="mozzarella").status_code == status
