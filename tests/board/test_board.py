"""The board: who sees which stores, what goes wrong on top, and figures that cost the same on a busy night."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone, translation

from ocpizza.board import picture
from ocpizza.live import codes, streams
from ocpizza.live.screens import Refused, Viewer, feed_of, paint
from ocpizza.orders import actions
from ocpizza.orders.flow import Status
from ocpizza.orders.models import Order
from ocpizza.stock import alerts
from ocpizza.stores.models import Store
from tests import cast

HTMX = {"HX-Request": "true"}


@pytest.fixture
def watched_kitchen(rouen):
    """Somebody has the kitchen's screen open."""
    streams.note_watched(["kitchen.rouen-centre"])


@pytest.fixture
def board(client, farida):
    """Open the board as the direction, and return its words."""
    client.force_login(farida)

    def read():
        answer = client.get("/tableau/")
        assert answer.status_code == 200
        return answer.content.decode()

    return read


def card(slug):
    return next(one for one in picture.board([slug])["cards"] if one.store.slug == slug)


def sentences(*slugs):
    return [one.sentence for one in picture.board(slugs)["troubles"]]


def past(order, **minutes):
    """Move instants of an order so many minutes into the past."""
    Order.objects.filter(pk=order.pk).update(
        **{name: timezone.now() - timedelta(minutes=n, seconds=5) for name, n in minutes.items()}
    )


# -- who sees what


def test_the_direction_sees_every_store_and_a_manager_the_own_one(rouen, sotteville, client, farida, dina):
    client.force_login(farida)
    seen = client.get("/tableau/").content.decode()
    assert 'data-store="rouen-centre"' in seen
    assert 'data-store="sotteville"' in seen
    client.force_login(dina)
    seen = client.get("/tableau/").content.decode()
    assert 'data-store="rouen-centre"' in seen
    assert "sotteville" not in seen


@pytest.mark.parametrize(
    ("who", "status"), [(None, 302), ("eve", 403), ("bruno", 403), ("chloe", 403), ("eric", 403), ("dina", 200)]
)
def test_who_may_open_the_board(rouen, client, who, status):
    if who:
        client.force_login(cast.person(who, rouen))
    assert client.get("/tableau/").status_code == status


@pytest.mark.parametrize(
    ("who", "store", "code"),
    [
        ("dina", "rouen-centre", 0),
        ("farida", "rouen-centre", 0),
        ("bruno", "rouen-centre", codes.FORBIDDEN),
        ("chloe", "rouen-centre", codes.FORBIDDEN),
        ("dina", "sotteville", codes.GONE),
        ("eve", "rouen-centre", codes.GONE),
        ("farida", "le-havre", codes.GONE),
        (None, "rouen-centre", codes.LOG_IN),
    ],
)
def test_who_may_watch_the_board_of_a_store(rouen, sotteville, who, store, code):
    user = cast.person(who, rouen) if who else AnonymousUser()
    found = 0
    try:
        feed_of(Viewer(user, "fr", None), "board", [store])
    except Refused as refused:
        found = refused.code
    assert found == code


# -- cards


def test_a_card_counts_where_the_orders_are(rouen, watched_kitchen):
    for status in (
        Status.AWAITING_PREPARATION,
        Status.IN_PREPARATION,
        Status.IN_OVEN,
        Status.IN_OVEN,
        Status.IN_DELIVERY,
        Status.COMPLETED,
        Status.CANCELLED,
    ):
        cast.at(status, rouen)
    shown = card("rouen-centre")
    assert (shown.in_kitchen, shown.in_oven, shown.on_road) == (2, 2, 1)
    assert shown.state == "well"
    assert shown.wait == 35


def test_a_late_order_turns_the_card_and_says_by_how_much(rouen, watched_kitchen):
    order = cast.at(Status.IN_OVEN, rouen)
    past(order, promised_at=4)
    shown = card("rouen-centre")
    assert (shown.state, shown.badge) == ("late", "1 retard")
    assert f"{order.number}\xa0en retard de 4\xa0min." in shown.sentence


def test_an_hour_is_said_in_hours(rouen, watched_kitchen):
    past(cast.at(Status.IN_OVEN, rouen), promised_at=125)
    assert "2\xa0h\xa005" in card("rouen-centre").sentence


def test_what_is_ready_for_collection_or_over_is_not_late(rouen, watched_kitchen):
    for status in (Status.READY_FOR_COLLECTION, Status.COMPLETED, Status.CANCELLED):
        past(cast.at(status, rouen), promised_at=4)
    assert card("rouen-centre").state == "well"


def test_orders_to_launch_fill_the_store(rouen, watched_kitchen):
    for _ in range(2):
        past(cast.at(Status.AWAITING_PREPARATION, rouen), start_by=1)
    shown = card("rouen-centre")
    assert (shown.state, shown.badge) == ("busy", "Se remplit")
    assert "2\xa0commandes à lancer." in shown.sentence


def test_a_store_that_takes_no_orders_announces_no_wait(rouen):
    Store.objects.update(taking_orders=False)
    shown = card("rouen-centre")
    assert (shown.state, shown.wait) == ("paused", None)


def test_a_closed_store_says_so(rouen):
    Store.objects.update(round_the_clock=False)
    assert card("rouen-centre").badge == "Fermé"


def test_scarce_ingredients_are_counted_in_portions(rouen):
    cast.leave(rouen, jambon=6 * 60_000 + 59_999, oeuf=0)
    assert card("rouen-centre").sentence == "Oeuf\xa0: plus rien. Jambon\xa0: 6\xa0portions restantes."


def test_a_kitchen_nobody_watches_is_an_alert_while_orders_wait_in_it(rouen):
    order = cast.at(Status.AWAITING_PREPARATION, rouen)
    assert card("rouen-centre").state == "well", "a screen being opened is not silent yet"
    past(order, placed_at=2)
    shown = card("rouen-centre")
    assert (shown.state, shown.badge, shown.wait) == ("mute", "Écran muet", None)
    assert "Sans nouvelles de la cuisine depuis 2\xa0min." in sentences("rouen-centre")
    streams.note_watched(["kitchen.rouen-centre"])
    assert card("rouen-centre").state == "well"


def test_an_empty_kitchen_may_be_silent(rouen):
    past(cast.at(Status.IN_DELIVERY, rouen), placed_at=20)
    assert card("rouen-centre").state == "well"


def test_the_line_counts_the_orders_of_each_quarter_of_an_hour(rouen):
    for minutes in (0, 0, 60, 300):
        past(cast.at(Status.COMPLETED, rouen), placed_at=minutes)
    cast.at(Status.CANCELLED, rouen)
    shown = card("rouen-centre")
    assert shown.placed == 3
    assert len(shown.points.split()) == 12


def test_the_points_of_the_line_stay_in_its_frame():
    assert picture.sparkline([0, 4, 8]) == "0.0,23.0 50.0,12.0 100.0,1.0"
    assert picture.sparkline([0, 0]) == "0.0,23.0 100.0,23.0"


# -- troubles


def test_troubles_come_first_what_asks_for_a_decision_then_the_longest(rouen, sotteville, watched_kitchen):
    late = cast.at(Status.IN_DELIVERY, rouen)
    past(late, promised_at=4)
    waiting = cast.at(Status.AWAITING_DELIVERY, rouen)
    past(waiting, status_at=14)
    failed = cast.at(Status.AWAITING_DELIVERY, sotteville)
    past(failed, promised_at=30)
    Order.objects.filter(pk=failed.pk).update(status=Status.DELIVERY_FAILED)
    shown = picture.board(["rouen-centre", "sotteville"])["troubles"]
    assert [one.order for one in shown] == [failed, late, waiting]
    assert [(one.retry, one.cancel) for one in shown] == [(True, True), (False, False), (False, False)]
    assert "en route avec Chloé" in shown[1].sentence
    assert "Prête depuis 14\xa0min, attend un livreur" in shown[2].sentence


def test_a_failed_delivery_says_why(rouen, watched_kitchen):
    cast.at(Status.DELIVERY_FAILED, rouen)
    assert sentences("rouen-centre") == ["Livraison échouée\xa0: client absent"]


def test_an_order_nobody_collects_can_be_cancelled(rouen):
    order = cast.at(Status.READY_FOR_COLLECTION, rouen)
    assert sentences("rouen-centre") == []
    past(order, status_at=61)
    (trouble,) = picture.board(["rouen-centre"])["troubles"]
    assert trouble.cancel
    assert "jamais retirée" in trouble.sentence


def test_low_stock_is_one_line_for_each_store_and_leads_to_its_levels(rouen, watched_kitchen, board):
    cast.leave(rouen, jambon=1000, oeuf=1000)
    alerts.set_thresholds(rouen, {level.ingredient_id: 1001 for level in rouen.levels.filter(quantity=1000)})
    assert sentences("rouen-centre") == ["2 ingrédients sous le seuil"]
    assert 'id="low-rouen-centre"' in board()
    assert 'href="/stock/rouen-centre/"' in board()


def test_many_troubles_are_counted_not_all_listed(rouen, watched_kitchen):
    for _ in range(14):
        past(cast.at(Status.AWAITING_PREPARATION, rouen), promised_at=3)
    shown = picture.board(["rouen-centre"])
    assert (len(shown["troubles"]), shown["more_troubles"]) == (12, 2)


def test_the_last_failed_delivery_is_spoken(rouen):
    assert picture.newest_failure(["rouen-centre"]) == ""
    order = cast.at(Status.DELIVERY_FAILED, rouen)
    assert f"commande {order.number}, Rouen Centre" in picture.newest_failure(["rouen-centre"])


# -- totals


def test_the_totals_of_the_day(rouen, sotteville, board):
    done = cast.at(Status.COMPLETED, rouen)
    Order.objects.filter(pk=done.pk).update(placed_at=done.status_at - timedelta(minutes=24))
    cast.at(Status.IN_OVEN, sotteville)
    cast.at(Status.CANCELLED, rouen)
    Store.objects.filter(slug="sotteville").update(taking_orders=False)
    shown = picture.board(["rouen-centre", "sotteville"])
    assert (shown["running"], shown["open_stores"]) == (1, 1)
    assert (shown["day"].revenue_cents, shown["day"].minutes) == (1980, 24)
    seen = board()
    assert "20\xa0€" in seen
    assert "24\xa0min" in seen


def test_before_the_first_order_there_is_no_delay(rouen, board):
    assert picture.board(["rouen-centre"])["day"].minutes is None
    assert "—" in board()


# -- one fragment, three mouths


def test_page_and_socket_paint_the_same_bytes(rouen, sotteville, board, farida):
    for status in (Status.DELIVERY_FAILED, Status.IN_OVEN, Status.COMPLETED):
        past(cast.at(status, rouen), promised_at=3, placed_at=30)
    with translation.override("fr"):
        painted = paint(feed_of(Viewer(farida, "fr", None), "board", ["rouen-centre", "sotteville"]))
    seen = board()
    assert list(painted) == ["totals", "troubles", "stores"]
    for name, region in painted.items():
        assert region in seen, name


def test_the_queries_grow_neither_with_the_orders_nor_with_the_stores(rouen, sotteville, django_assert_num_queries):
    for slugs, count in ((["rouen-centre"], 1), (["rouen-centre", "sotteville"], 4)):
        for _ in range(count):
            for status in (Status.DELIVERY_FAILED, Status.IN_OVEN, Status.IN_DELIVERY, Status.COMPLETED):
                cast.at(status, rouen)
        with django_assert_num_queries(13):
            picture.board(slugs)


def test_what_people_write_is_only_text(rouen, board):
    order = cast.at(Status.DELIVERY_FAILED, rouen, name="<script>alert(1)</script>")
    order.changes.filter(target=Status.DELIVERY_FAILED).update(why="<script>alert(2)</script>")
    Store.objects.update(name="<b>Rouen</b>")
    seen = board()
    assert "<script>alert" not in seen
    assert "<b>Rouen" not in seen


# -- the switch


def test_a_store_is_suspended_and_taken_up_again(rouen, client, dina):
    client.force_login(dina)
    with cast.heard() as names:
        answer = client.post("/tableau/rouen-centre/suspendre/", headers=HTMX)
    assert answer.status_code == 204
    assert names == {"board.rouen-centre", "menu.rouen-centre"}
    assert "board.rouen-centre=" in answer["OC-Version"]
    assert not Store.objects.get().taking_orders
    with cast.nothing_changes():
        assert client.post("/tableau/rouen-centre/suspendre/", headers=HTMX).status_code == 204
    answer = client.post("/tableau/rouen-centre/reprendre/")
    assert (answer.status_code, answer["Location"]) == (303, "/tableau/")
    assert Store.objects.get().taking_orders


@pytest.mark.parametrize(("who", "status"), [(None, 403), ("eve", 404), ("bruno", 403), ("chloe", 403), ("eric", 403)])
def test_who_may_not_touch_the_switch(rouen, client, who, status):
    if who:
        client.force_login(cast.person(who, rouen))
    with cast.nothing_changes():
        for verb in ("suspendre", "reprendre"):
            assert client.post(f"/tableau/rouen-centre/{verb}/", headers=HTMX).status_code == status


def test_a_manager_has_no_hand_on_another_store(rouen, sotteville, client, dina):
    client.force_login(dina)
    with cast.nothing_changes():
        assert client.post("/tableau/sotteville/suspendre/", headers=HTMX).status_code == 404


def test_the_switch_of_no_store_is_not_found(rouen, client, farida):
    client.force_login(farida)
    assert client.post("/tableau/le-havre/suspendre/", headers=HTMX).status_code == 404


def test_a_cancelled_order_before_the_oven_frees_the_card(rouen, watched_kitchen):
    order = cast.at(Status.AWAITING_PREPARATION, rouen)
    assert card("rouen-centre").in_kitchen == 1
    actions.cancel(order.reference, cast.actor("dina", rouen), "doublon")
    assert card("rouen-centre").in_kitchen == 0
