"""What the courier sees, and that the socket paints what the page has."""

import pytest
from django.utils import translation

from ocpizza.live import codes
from ocpizza.live.screens import Refused, Viewer, feed_of, paint
from ocpizza.orders.flow import Fulfilment, Status
from ocpizza.orders.models import Order
from ocpizza.rounds import actions as rounds
from tests import cast

HOSTILE = '<script>alert(1)</script> & "l\'autre"'


@pytest.fixture
def page(client, chloe):
    """Open Chloé's page and return its words."""
    client.force_login(chloe)

    def read(store="rouen-centre", **headers):
        answer = client.get(f"/livraison/{store}/", headers=headers)
        assert answer.status_code == 200
        return answer.content.decode()

    return read


def painted(prefix, key, user):
    with translation.override("fr"):
        return paint(feed_of(Viewer(user, "fr", None), prefix, [key]))


def test_ready_orders_wait_in_the_order_of_their_promises(rouen, page):
    first, second = cast.at(Status.AWAITING_DELIVERY, rouen), cast.at(Status.AWAITING_DELIVERY, rouen)
    Order.objects.filter(pk=second.pk).update(promised_at=first.promised_at.replace(year=2020))
    seen = page()
    assert seen.index(f'data-order="{second.reference}"') < seen.index(f'data-order="{first.reference}"')
    assert f'data-number="{first.number}" data-status="awaiting_delivery"' in seen
    assert 'data-action="take"' in seen


def test_what_is_in_the_oven_is_announced_and_cannot_be_taken(rouen, page):
    order = cast.at(Status.IN_OVEN, rouen)
    seen = page()
    assert "Bientôt prêtes" in seen
    assert f'data-order="{order.reference}" data-number="{order.number}" data-status="in_oven"' in seen
    assert f'name="orders" value="{order.reference}"' not in seen


def test_take_away_and_other_stores_stay_out(rouen, sotteville, page):
    away = cast.at(Status.READY_FOR_COLLECTION, rouen, fulfilment=Fulfilment.TAKEAWAY)
    elsewhere = cast.at(Status.AWAITING_DELIVERY, sotteville)
    seen = page()
    assert away.reference not in seen
    assert elsewhere.reference not in seen


def test_nothing_to_take_says_what_comes_next(rouen, page):
    assert "La prochaine commande prête s’affichera ici." in page()
    cast.at(Status.IN_OVEN, rouen)
    assert "La prochaine sort du four" in page()


def test_one_button_leads_through_the_stop(rouen, chloe, page):
    order = cast.at(Status.IN_DELIVERY, rouen)
    steps = []
    for verb in (
        lambda: rounds.leave(rouen, chloe),
        lambda: rounds.arrive(rouen, chloe, order.reference),
        lambda: cast.cashed(order),
        lambda: rounds.deliver(rouen, chloe, order.reference),
    ):
        steps.append(next(one for one in ("leave", "arrive", "cash", "deliver") if f'data-action="{one}"' in page()))
        verb()
    assert steps == ["leave", "arrive", "cash", "deliver"]
    assert "1 livrée sur 1" in page()


def test_the_stop_shows_all_one_needs_at_the_door(rouen, chloe, page):
    cast.at(
        Status.IN_DELIVERY,
        rouen,
        door_code="47B12",
        floor="3e gauche",
        courier_note="Bébé dort : appeler",
        allergy="arachide",
        basket={"reine-m": 2},
    )
    seen = page()
    for shown in ("47B12", "3e gauche", "Alice Martin", "Bébé dort", "23,80\xa0€", "Reine M", "arachide", ">12</span>"):
        assert shown in seen
    assert 'href="tel:0639980001"' in seen
    assert "https://www.openstreetmap.org/search?query=12%20rue%20Beauvoisine%2C%2076000%20Rouen" in seen


@pytest.mark.parametrize(
    ("street", "number", "name"),
    [
        ("12 rue Beauvoisine", "12", "rue Beauvoisine"),
        ("7 bis, rue Eau-de-Robec", "7 bis", "rue Eau-de-Robec"),
        ("7bis rue Eau-de-Robec", "7bis", "rue Eau-de-Robec"),
        ("3B allée des Tilleuls", "3B", "allée des Tilleuls"),
        ("Résidence du Parc, bât. 4", "", "Résidence du Parc, bât. 4"),
        ("12", "", "12"),
    ],
)
def test_the_house_number_goes_on_the_plate(street, number, name):
    order = Order(street=street)
    assert (order.house_number, order.street_name) == (number, name)


def test_the_change_is_confirmed_large(rouen, chloe, client, page):
    order = cast.at(Status.IN_DELIVERY, rouen)
    rounds.arrive(rouen, chloe, order.reference)
    client.post(f"/livraison/rouen-centre/{order.reference}/encaisser/", {"means": "cash", "given": "20"})
    seen = page()
    assert "10,10\xa0€" in seen
    assert "sur 20,00\xa0€" in seen


def test_the_following_stops_are_listed_and_counted(rouen, chloe, page):
    first, second = cast.at(Status.AWAITING_DELIVERY, rouen), cast.at(Status.AWAITING_DELIVERY, rouen)
    rounds.take(rouen, chloe, [first.reference, second.reference])
    assert "1 sur 2" in page()
    rounds.fail(rouen, chloe, first.reference, "absent")
    seen = page()
    assert "2 sur 2" in seen
    assert first.reference not in seen


def test_a_round_of_another_courier_is_not_shown(rouen, chloe, karim, page):
    order = cast.at(Status.AWAITING_DELIVERY, rouen)
    rounds.take(rouen, karim, [order.reference])
    assert order.reference not in page()


def test_what_customers_write_is_only_text(rouen, chloe, page):
    texts = dict.fromkeys(("name", "street", "floor", "door_code", "courier_note", "allergy"), HOSTILE[:30])
    cast.at(Status.IN_DELIVERY, rouen, **texts)
    cast.at(Status.AWAITING_DELIVERY, rouen, **texts)
    assert "<script>alert" not in page()


def test_page_and_socket_paint_the_same_bytes(rouen, chloe, page):
    cast.at(Status.IN_DELIVERY, rouen)
    more = [cast.at(status, rouen) for status in (Status.AWAITING_DELIVERY, Status.IN_OVEN)]
    rounds.take(rouen, chloe, [more[0].reference])
    cast.at(Status.AWAITING_DELIVERY, rouen)
    seen = page()
    for prefix, key, name in (("delivery", "rouen-centre", "ready"), ("courier", str(chloe.pk), "round")):
        assert painted(prefix, key, chloe)[name] in seen


def test_the_page_speaks_english(rouen, chloe, page):
    cast.at(Status.IN_DELIVERY, rouen)
    assert 'lang="en"' in page(**{"Accept-Language": "en"})


@pytest.mark.parametrize("prefix", ["delivery", "courier"])
def test_the_queries_do_not_grow_with_the_orders(rouen, chloe, prefix, django_assert_num_queries):
    key = "rouen-centre" if prefix == "delivery" else str(chloe.pk)
    feed = feed_of(Viewer(chloe, "fr", None), prefix, [key])
    cost = {"delivery": 2, "courier": 4}[prefix]
    for count in (1, 3):
        for _ in range(count):
            cast.at(Status.IN_DELIVERY, rouen)
            cast.at(Status.AWAITING_DELIVERY, rouen)
            cast.at(Status.IN_OVEN, rouen)
        with django_assert_num_queries(cost):
            paint(feed)


def test_the_store_says_which_order_became_ready(rouen, chloe):
    from delivery.screens import READY

    assert READY.say(("rouen-centre",), "") == ""
    order = cast.at(Status.AWAITING_DELIVERY, rouen)
    assert f"Commande {order.number} prête" in READY.say(("rouen-centre",), "")


# -- who may watch


@pytest.mark.parametrize(
    ("who", "code"), [("chloe", 0), ("dina", 0), ("farida", 0), ("bruno", 4403), ("eric", 4403), ("eve", 4404)]
)
def test_the_ready_list_is_for_the_couriers_of_the_store_and_those_who_lead(rouen, who, code):
    viewer = Viewer(cast.person(who, rouen), "fr", None)
    assert refusal(viewer, "delivery", "rouen-centre") == code


@pytest.mark.parametrize(("who", "code"), [("chloe", 0), ("dina", 0), ("farida", 0), ("bruno", 4403), ("eve", 4403)])
def test_one_watches_ones_own_round(rouen, who, code):
    user = cast.person(who, rouen)
    assert refusal(Viewer(user, "fr", None), "courier", str(user.pk)) == code


def test_nobody_watches_the_round_of_another(rouen, chloe, karim, farida):
    for other in (karim, farida):
        assert refusal(Viewer(other, "fr", None), "courier", str(chloe.pk)) == codes.GONE


def test_a_stranger_is_asked_to_log_in(rouen, chloe):
    from django.contrib.auth.models import AnonymousUser

    nobody = Viewer(AnonymousUser(), "fr", None)
    assert refusal(nobody, "delivery", "rouen-centre") == codes.LOG_IN
    assert refusal(nobody, "courier", str(chloe.pk)) == codes.LOG_IN


def test_a_store_that_is_not_there_is_gone_even_for_the_direction(rouen, farida):
    assert refusal(Viewer(farida, "fr", None), "delivery", "le-havre") == codes.GONE


def refusal(viewer, prefix, key):
    try:
        feed_of(viewer, prefix, [key])
    except Refused as refused:
        return refused.code
    return 0
