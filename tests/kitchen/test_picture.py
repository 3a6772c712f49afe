"""What the kitchen's picture holds, in how many queries."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kitchen.picture import Role, newest, picture
from ocpizza.catalog.models import Category, Ingredient, Product
from ocpizza.orders import actions
from ocpizza.orders.flow import Status
from ocpizza.orders.models import Order
from ocpizza.stock import outages
from tests.cast import actor, at, cashed, ordered, person

QUERIES = 12
PIZZAS = {"reine-g": 2, "margherita-m": 1, "cola": 2, "margherita-p/reine-p!jambon+oeuf": 1}


def look(role=Role.COOK):
    return picture("rouen-centre", role)


def numbers(tickets):
    return [ticket.order.number for ticket in tickets]


def set_times(order, **offsets):
    """Write instants of the order as minutes from now."""
    now = timezone.now()
    Order.objects.filter(pk=order.pk).update(
        **{name: now + timedelta(minutes=minutes) for name, minutes in offsets.items()}
    )


def test_an_empty_kitchen_has_nothing(rouen):
    seen = look()
    assert (seen["queue"], seen["oven"], seen["ready"], seen["tallies"], seen["last_bump"]) == ([], [], [], [], None)


@pytest.mark.parametrize("orders", [1, 12])
def test_the_number_of_queries_does_not_grow_with_the_orders(orders, rouen, django_assert_num_queries):
    for _ in range(orders):
        ordered(rouen, basket=PIZZAS)
        at(Status.IN_PREPARATION, rouen, basket=PIZZAS)
        at(Status.IN_OVEN, rouen, basket=PIZZAS)
    at(Status.READY_FOR_COLLECTION, rouen, basket=PIZZAS)
    at(Status.CANCELLED, rouen, basket=PIZZAS)
    outages.declare_out(rouen, Ingredient.objects.get(slug="jambon"), None)
    cook = f"cook.{person('bruno', rouen).pk}"
    with django_assert_num_queries(QUERIES):
        seen = look(cook)
        assert all(ticket.cook is not None and ticket.sent_back_for == "" for ticket in seen["queue"])
        assert all(ticket.ingredients for ticket in seen["queue"])
        assert all(row.line.label and row.address != "x" for ticket in seen["queue"] for row in ticket.rows)
        assert all(ticket.amended_at is None and ticket.amendments == [] for ticket in seen["queue"])
        assert all(one.limit and one.limit.label for one in seen["larder"].pizzas)
        assert all(one.lines for one in seen["shortages"])
        assert all(ticket.out_at and ticket.ready_by and ticket.bump for ticket in seen["oven"])


def test_tickets_stand_by_start_by_time(rouen):
    first, second, third = (ordered(rouen) for _ in range(3))
    for order, minutes in ((first, 9), (second, 3), (third, 6)):
        set_times(order, start_by=minutes)
    assert numbers(look()["queue"]) == [second.number, third.number, first.number]


def test_a_started_ticket_keeps_its_place(rouen):
    first, second = ordered(rouen), ordered(rouen)
    before = numbers(look()["queue"])
    actions.start(second.reference, actor("bruno", rouen))
    assert numbers(look()["queue"]) == before == [first.number, second.number]


def test_the_wall_shows_eight_and_counts_the_rest_for_each_size(rouen):
    for _ in range(15):
        ordered(rouen)
    seen = look()
    assert (seen["to_make"], seen["more_on_a_wall"], seen["more_on_a_tablet"]) == (15, 7, 9)
    assert len(seen["queue"]) + len(seen["beyond"]) == 15
    assert len(seen["queue"]) == 12


def test_another_store_is_not_seen(rouen, sotteville):
    ordered(sotteville)
    assert look()["queue"] == []


def test_what_is_to_produce_is_not_in_the_oven_yet(rouen):
    ordered(rouen, basket={"reine-g": 2, "reine-m": 1, "cola": 4, "tiramisu": 1})
    at(Status.IN_PREPARATION, rouen, basket={"margherita-m": 1})
    at(Status.IN_OVEN, rouen, basket={"orientale-m": 5})
    tallies = look()["tallies"]
    assert [(one.label, one.pieces) for one in tallies] == [("Reine", 3), ("Margherita", 1)]
    assert tallies[0].sizes == [("G", 2), ("M", 1)]


def test_pizzas_come_first_on_a_ticket_then_what_goes_into_the_bag(rouen):
    ordered(rouen, basket={"cola": 1, "reine-m": 1})
    assert [line.name for line in look()["queue"][0].lines] == ["Reine", "Cola"]


def test_the_oven_is_sorted_by_what_comes_out_first(rouen):
    slow, quick = at(Status.IN_OVEN, rouen), at(Status.IN_OVEN, rouen, basket={"reine-m": 1, "cola": 1})
    for order, seconds in ((slow, 300), (quick, 120)):
        pizzas = order.lines.filter(product__category=Category.PIZZA).values("product")
        Product.objects.filter(pk__in=pizzas).update(oven_seconds=seconds)
    seen = look()
    assert numbers(seen["oven"]) == [quick.number, slow.number]
    assert seen["oven"][0].out_at - seen["oven"][0].order.status_at == timedelta(seconds=120)


def test_a_delivery_has_to_be_ready_before_the_road(rouen):
    delivery, takeaway = ordered(rouen), ordered(rouen, fulfilment="takeaway")
    by_number = {ticket.order.number: ticket for ticket in look()["queue"]}
    road = timedelta(minutes=rouen.travel_minutes)
    assert by_number[delivery.number].ready_by == delivery.promised_at - road
    assert by_number[takeaway.number].ready_by == takeaway.promised_at


def test_the_band_turns_at_the_thresholds_of_the_store(rouen):
    rouen.soon_minutes = 4
    rouen.save(update_fields=["soon_minutes"])
    order = ordered(rouen)
    (ticket,) = look()["queue"]
    assert ticket.soon_at == order.start_by + timedelta(minutes=4)
    assert ticket.soon_seconds == -240
    assert ticket.late_seconds == (ticket.ready_by - order.start_by).total_seconds()


def test_a_started_ticket_is_urgent_when_it_has_to_go_into_the_oven(rouen):
    at(Status.IN_PREPARATION, rouen)
    (ticket,) = look()["queue"]
    assert ticket.soon_at == ticket.ready_by - timedelta(minutes=rouen.soon_minutes, seconds=ticket.oven_seconds)
    assert ticket.cook == "Bruno"


def test_the_last_bump_can_be_recalled(rouen):
    at(Status.IN_PREPARATION, rouen)
    last = at(Status.IN_OVEN, rouen)
    bump = look()["last_bump"]
    assert (bump.order.number, bump.order.seq) == (last.number, last.seq)
    assert bump.until - last.status_at == actions.RECALL_WINDOW


def test_recalls_go_back_through_the_bumps_one_by_one(rouen):
    first, second = at(Status.IN_PREPARATION, rouen), at(Status.IN_OVEN, rouen)
    bruno, found = actor("bruno"), []
    while bump := look()["last_bump"]:
        found.append((bump.order.number, bump.order.status))
        actions.recall(bump.order.reference, bruno, bump.order.seq)
    assert found == [(second.number, "in_oven"), (second.number, "in_preparation"), (first.number, "in_preparation")]


def test_what_was_sent_back_is_no_bump_to_recall(rouen):
    order = at(Status.IN_PREPARATION, rouen)
    actions.send_back(order.reference, actor("bruno"), "mozzarella")
    assert look()["last_bump"] is None


def test_what_is_cashed_in_is_no_bump_to_recall(rouen):
    cashed(at(Status.READY_FOR_COLLECTION, rouen))
    assert look()["last_bump"] is None


def test_a_cancelled_ticket_stays_struck_for_a_while(rouen):
    order = at(Status.CANCELLED, rouen)
    assert numbers(look()["queue"]) == [order.number]
    assert look()["to_make"] == 0
    set_times(order, status_at=-11)
    assert look()["queue"] == []


def test_what_was_cancelled_after_the_kitchen_is_not_struck_on_the_grid(rouen):
    order = at(Status.READY_FOR_COLLECTION, rouen)
    actions.cancel(order.reference, actor("eric", rouen), "jamais retirée")
    assert look()["queue"] == []


def test_the_order_that_arrived_last_is_announced(rouen):
    assert newest("rouen-centre") is None
    ordered(rouen)
    order = ordered(rouen)
    assert newest("rouen-centre").number == order.number
    assert look()["newest"].number == order.number
