"""The orders of a day and the page of one order: who may see and decide, and what is shown."""

import pytest
from django.utils import timezone

from ocpizza.orders.flow import Status
from ocpizza.orders.models import Order
from tests import cast

HTMX = {"HX-Request": "true"}


@pytest.fixture
def failed(rouen, chloe):
    return cast.at(Status.DELIVERY_FAILED, rouen)


def words(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


# -- the day


def test_the_orders_of_the_day_are_listed_the_last_one_first(rouen, sotteville, client, dina):
    client.force_login(dina)
    first, second = cast.at(Status.COMPLETED, rouen), cast.at(Status.IN_OVEN, rouen)
    other = cast.ordered(sotteville)
    seen = words(client, "/tableau/rouen-centre/")
    assert seen.index(f'data-order="{second.reference}"') < seen.index(f'data-order="{first.reference}"')
    assert f'data-number="{first.number}" data-status="completed"' in seen
    assert other.reference not in seen


def test_a_long_day_has_pages(rouen, client, dina, django_assert_max_num_queries):
    client.force_login(dina)
    for _ in range(27):
        cast.ordered(rouen)
    with django_assert_max_num_queries(7):
        assert words(client, "/tableau/rouen-centre/").count("data-order=") == 25
    assert words(client, "/tableau/rouen-centre/?page=2").count("data-order=") == 2
    for page in ("0", "-1", "99", "deux", "%00"):
        assert client.get(f"/tableau/rouen-centre/?page={page}").status_code == 200


def test_another_day_is_one_link_away(rouen, client, dina):
    client.force_login(dina)
    order = cast.ordered(rouen)
    Order.objects.filter(pk=order.pk).update(day="2026-01-02")
    assert order.reference not in words(client, "/tableau/rouen-centre/")
    assert order.reference in words(client, "/tableau/rouen-centre/?jour=2026-01-02")
    assert "Aucune commande ce jour-là" in words(client, "/tableau/rouen-centre/?jour=2026-01-03")


@pytest.mark.parametrize("day", ["hier", "2026-13-01", "2026-01-02T10", "%00", "0001-01-01", "9999-12-31"])
def test_what_is_no_day_is_not_found(rouen, client, dina, day):
    client.force_login(dina)
    assert client.get(f"/tableau/rouen-centre/?jour={day}").status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [(None, 302), ("eve", 404), ("bruno", 403), ("chloe", 403), ("eric", 403), ("dina", 200), ("farida", 200)],
)
def test_who_may_see_the_day_of_a_store(rouen, client, who, status):
    if who:
        client.force_login(cast.person(who, rouen))
    assert client.get("/tableau/rouen-centre/").status_code == status


def test_the_day_of_no_store_is_not_found(rouen, client, farida):
    client.force_login(farida)
    assert client.get("/tableau/le-havre/").status_code == 404


# -- one order


def test_the_page_of_an_order_tells_its_whole_life(rouen, client, dina, chloe):
    order = cast.at(Status.COMPLETED, rouen, basket={"reine-m": 2, "cola": 1})
    client.force_login(dina)
    seen = words(client, f"/tableau/commande/{order.reference}/")
    for said in (
        "2×",
        "Reine M",
        "23,80\xa0€",
        "26,30\xa0€",
        "5,5\xa0%",
        "10\xa0%",
        "Espèces",
        "Prête, attend le livreur",
        "livreur · Chloé",
        "pizzaiolo · Bruno",
        timezone.localtime(order.placed_at).strftime("%H:%M:%S"),
    ):
        assert said in seen, said
    assert "data-action" not in seen


def test_a_failed_delivery_offers_to_try_again_or_to_cancel(rouen, client, dina, failed):
    client.force_login(dina)
    seen = words(client, f"/tableau/commande/{failed.reference}/")
    assert "Client absent" in seen
    assert 'data-action="retry"' in seen
    assert 'data-action="cancel"' in seen


def test_its_queries_do_not_grow_with_its_lines(rouen, client, dina, django_assert_max_num_queries):
    client.force_login(dina)
    small = cast.at(Status.COMPLETED, rouen)
    large = cast.at(Status.COMPLETED, rouen, basket={"reine-m": 1, "reine-p": 1, "cola": 2, "tiramisu": 1})
    for order in (small, large):
        with django_assert_max_num_queries(8):
            words(client, f"/tableau/commande/{order.reference}/")


def test_what_people_write_is_only_text(rouen, client, dina, failed):
    text = "<script>alert(1)</script>"
    Order.objects.filter(pk=failed.pk).update(name=text, street=text, kitchen_note=text, courier_note=text)
    failed.changes.update(why=text)
    client.force_login(dina)
    assert "<script>alert" not in words(client, f"/tableau/commande/{failed.reference}/")


@pytest.mark.parametrize(
    ("who", "status"),
    [(None, 302), ("eve", 404), ("bruno", 403), ("chloe", 403), ("eric", 200), ("dina", 200), ("farida", 200)],
)
def test_who_may_see_an_order(rouen, client, who, status, failed):
    if who:
        client.force_login(cast.person(who, rouen))
    assert client.get(f"/tableau/commande/{failed.reference}/").status_code == status


def test_the_order_of_another_store_is_not_found(rouen, sotteville, client, dina, eric):
    order = cast.ordered(sotteville)
    for one in (dina, eric):
        client.force_login(one)
        with cast.nothing_changes():
            assert client.get(f"/tableau/commande/{order.reference}/").status_code == 404
            path = f"/tableau/commande/{order.reference}/annuler/"
            assert client.post(path, {"why": "x"}, headers=HTMX).status_code == 404


def test_an_order_that_is_not_there_is_not_found(rouen, client, dina):
    client.force_login(dina)
    assert client.get("/tableau/commande/inconnue/").status_code == 404
    assert client.post("/tableau/commande/inconnue/relancer/").status_code == 404


# -- decisions


def test_a_failed_delivery_waits_for_a_courier_again(rouen, client, dina, failed):
    client.force_login(dina)
    answer = client.post(f"/tableau/commande/{failed.reference}/relancer/", {"seq": failed.seq}, headers=HTMX)
    assert answer.status_code == 204
    assert "board.rouen-centre=" in answer["OC-Version"]
    order = cast.reread(failed)
    last = order.changes.order_by("seq").last()
    assert (order.status, last.by, last.who) == (Status.AWAITING_DELIVERY, "manager", dina)
    with cast.nothing_changes():
        again = client.post(f"/tableau/commande/{failed.reference}/relancer/", {"seq": failed.seq}, headers=HTMX)
    assert again.status_code == 204


def test_the_counter_decides_as_the_counter(rouen, client, eric, failed):
    client.force_login(eric)
    path = f"/tableau/commande/{failed.reference}/annuler/"
    answer = client.post(path, {"seq": failed.seq, "why": "client injoignable"})
    assert (answer.status_code, answer["Location"]) == (303, f"/tableau/commande/{failed.reference}/")
    last = failed.changes.order_by("seq").last()
    assert (last.target, last.by, last.why) == ("cancelled", "counter", "client injoignable")


@pytest.mark.parametrize("data", [{}, {"why": ""}, {"why": "   "}, {"why": "a\x00b"}, {"why": "x", "seq": "-1"}])
def test_a_cancellation_needs_a_reason_and_a_form_that_can_be_read(rouen, client, dina, failed, data):
    client.force_login(dina)
    with cast.nothing_changes():
        answer = client.post(f"/tableau/commande/{failed.reference}/annuler/", data, headers=HTMX)
    assert answer.status_code == 400
    assert "refusal" in answer.content.decode()


def test_a_long_reason_is_kept_short(rouen, client, dina, failed):
    client.force_login(dina)
    client.post(f"/tableau/commande/{failed.reference}/annuler/", {"why": "é" * 5000}, headers=HTMX)
    assert len(failed.changes.order_by("seq").last().why) == 200


@pytest.mark.parametrize("status", [Status.IN_OVEN, Status.IN_DELIVERY, Status.COMPLETED])
def test_what_is_on_its_way_is_not_cancelled(rouen, client, dina, chloe, status):
    order = cast.at(status, rouen)
    client.force_login(dina)
    with cast.nothing_changes():
        for verb in ("annuler", "relancer"):
            path = f"/tableau/commande/{order.reference}/{verb}/"
            assert client.post(path, {"why": "x"}, headers=HTMX).status_code == 409


def test_a_stale_decision_is_refused_with_a_sentence(rouen, client, dina, failed):
    client.force_login(dina)
    with cast.nothing_changes():
        path = f"/tableau/commande/{failed.reference}/annuler/"
        answer = client.post(path, {"why": "x", "seq": failed.seq - 1}, headers=HTMX)
    assert answer.status_code == 409
    assert "a changé entre-temps" in answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [(None, 403), ("eve", 404), ("bruno", 403), ("chloe", 403)])
def test_who_may_not_decide(rouen, client, who, status, failed):
    if who:
        client.force_login(cast.person(who, rouen))
    with cast.nothing_changes():
        for verb in ("relancer", "annuler"):
            path = f"/tableau/commande/{failed.reference}/{verb}/"
            assert client.post(path, {"why": "x"}, headers=HTMX).status_code == status
