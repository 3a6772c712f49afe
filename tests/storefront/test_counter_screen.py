"""The counter's screen: what is sold now and why not, what is out, and the orders to settle with their customers."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from ocpizza.catalog.models import Ingredient, Product
from ocpizza.live.screens import Refused, Viewer, feed_of, paint, screen_of
from ocpizza.orders import actions
from ocpizza.orders.flow import Status
from ocpizza.stock import outages
from storefront.counter.picture import picture
from tests import cast

HTMX = {"hx-request": "true"}
SCREEN = "/comptoir/rouen-centre/"


@pytest.fixture
def desk(client, rouen, eric):
    """Éric's browser."""
    client.force_login(eric)
    return client


def shown(desk, address=SCREEN):
    answer = desk.get(address)
    assert answer.status_code == 200
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def out(store, slug, who=None, **said):
    outages.declare_out(store, Ingredient.objects.get(slug=slug), who, **said)


def row(page, slug):
    return re.sub(r"\s+", " ", re.search(rf'<li class="sold[^"]*" id="sold-{slug}".*?</p>(.*?</ul>)?', page, re.S)[0])


def settle(desk, order, rank, verb, **form):
    return desk.post(f"{SCREEN}{order.reference}/ligne/{rank}/{verb}/", form, headers=HTMX)


def test_each_product_says_how_many_of_each_size_or_why_none(desk, rouen):
    cast.leave(rouen, merguez=200_000, cola=0)
    out(rouen, "oeuf", until=timezone.now() + timedelta(hours=1))
    Product.objects.filter(slug="reine").update(position=1)
    outages.declare_out(rouen, Product.objects.get(slug="tiramisu"), None)
    page = shown(desk)
    assert 'data-available="true"' in row(page, "reine")
    assert "99+" in row(page, "reine")
    assert "il manque : oeuf" in row(page, "orientale")
    assert "plus de stock" in row(page, "cola")
    assert "retirée de la carte" in row(page, "tiramisu")
    outages.bring_back(rouen, Ingredient.objects.get(slug="oeuf"), None)
    few = re.sub(r"<[^>]*>", " ", row(shown(desk), "orientale"))
    assert few.split()[1:] == ["P", "plus", "que", "3", "M", "plus", "que", "2", "G", "plus", "que", "1"]


def test_extras_that_are_out_are_listed_with_the_reason(desk, rouen):
    cast.leave(rouen, champignons=0)
    out(rouen, "oeuf", until=timezone.now() + timedelta(hours=1))
    words = re.sub(r"<[^>]*>", "", shown(desk).split('data-chapter="extras"')[1])
    assert re.search(r"champignons plus de stock", words)
    assert re.search(r"oeuf déclaré épuisé jusqu’à \d+ h \d\d", words)


def test_what_waits_for_its_money_is_shown_with_the_time_it_is_kept(desk, rouen):
    order = cast.at(Status.AWAITING_PAYMENT, rouen)
    page = shown(desk)
    assert f'data-number="{order.number}" data-status="awaiting_payment"' in page
    assert f'data-countdown="{round(order.held_until.timestamp() * 1000)}"' in page


def test_what_is_searched_stays_in_its_field_and_every_row_is_painted(desk):
    page = shown(desk, f"{SCREEN}?q=%3Cb%3Ereine%00")
    assert 'value="&lt;b&gt;reine"' in page
    assert 'id="sold-cola"' in page
    assert 'data-words="Reine ' in page


def test_an_accepted_order_that_needs_it_is_listed_with_its_customer_and_what_can_be_offered(desk, rouen, bruno):
    order = cast.ordered(rouen, basket={"reine-m": 2, "cola": 1}, allergy="arachide")
    cast.ordered(rouen, basket={"margherita-m": 1})
    out(rouen, "champignons", bruno, until=timezone.now() + timedelta(hours=1))
    page = shown(desk)
    assert re.findall(r'class="panel case"[^>]*data-number="(\d+)"', page) == [str(order.number)]
    assert "Alice Martin" in page
    assert 'href="tel:0639980001"' in page
    assert "Il manque : champignons" in page
    assert "Allergie : arachide" in page
    assert re.search(r"champignons</b> épuisé depuis \d+ h \d\d, jusqu’à \d+ h \d\d.*Bruno", page)
    case = page.split('class="panel case"')[1]
    assert 'data-line="1"' in case
    assert 'data-line="2"' not in case, "only the line that lacks something"
    assert re.findall(r'name="instead" value="([^"]*)"', case) == ["merguez", "oeuf", "margherita-m", "orientale-m"]
    assert "Margherita <small>−4,00 €" in case
    assert "Retirer la ligne, −23,80 €" in case


def test_what_would_not_suffice_or_is_not_allowed_is_not_offered(desk, rouen):
    cast.ordered(rouen, basket={"reine-m": 2})
    cast.leave(rouen, oeuf=1000, tomate=100_000)
    Product.objects.get(slug="reine").refused_extras.add(Ingredient.objects.get(slug="merguez"))
    out(rouen, "champignons")
    assert 'name="instead"' not in shown(desk)
    out(rouen, "pate")
    case = shown(desk).split('class="panel case"')[1]
    assert "Sans champignons" in case
    assert "Sans pate" not in case


def test_what_the_customer_left_off_is_not_offered_instead(desk, rouen):
    cast.ordered(rouen, basket={"orientale-m!oeuf": 1})
    out(rouen, "merguez")
    case = shown(desk).split('class="panel case"')[1]
    assert re.findall(r'name="instead" value="([^"]*)"', case) == ["champignons", "margherita-m", "reine-m"]


def test_of_two_halves_the_one_that_can_be_made_is_offered_whole(desk, rouen):
    order = cast.ordered(rouen, basket={"reine-m/orientale-m": 1})
    outages.declare_out(rouen, Product.objects.get(slug="orientale"), None)
    case = shown(desk).split('class="panel case"')[1]
    assert re.findall(r'name="instead" value="([^"]*)"', case) == ["margherita-m", "reine-m"]
    assert settle(desk, order, 1, "changer", instead="reine-m").status_code == 204
    assert order.lines.get().spec == "reine-m"


def test_each_remedy_is_a_tap_and_the_order_leaves_the_list(desk, rouen):
    basket = {"reine-m": 1, "reine-p": 1, "reine-g": 1, "margherita-m+champignons": 1, "cola": 1}
    order = cast.ordered(rouen, basket=basket)
    ranks = {line.spec: rank for rank, line in enumerate(order.lines.order_by("pk"), 1)}
    out(rouen, "champignons")
    taps = [
        (ranks["reine-m"], "remplacer", {"missing": "champignons", "instead": "oeuf"}),
        (ranks["reine-p"], "changer", {"instead": "margherita-p"}),
        (ranks["margherita-m+champignons"], "retirer", {"missing": "champignons"}),
        (ranks["reine-g"], "rembourser", {}),
    ]
    for rank, verb, form in taps:
        answer = settle(desk, order, rank, verb, seq=order.seq, **form)
        assert answer.status_code == 204
        assert "counter.rouen-centre=" in answer.headers["OC-Version"]
    assert order.amendments.count() == 4
    assert "Rien à régler" in shown(desk)
    with cast.nothing_changes():
        assert [settle(desk, order, *tap[:2], seq=1, **tap[2]).status_code for tap in taps] == [204] * 4


@pytest.mark.parametrize(
    ("rank", "verb", "form", "status"),
    [
        (1, "remplacer", {"missing": "champignons\0", "instead": "oeuf"}, 400),
        (1, "remplacer", {"missing": "champignons", "instead": "x" * 9000}, 400),
        (1, "remplacer", {}, 400),
        (1, "changer", {"instead": "../../x"}, 400),
        (1, "retirer", {"missing": "merguez"}, 409),
        (1, "rembourser", {"seq": "deux"}, 400),
        (1, "rembourser", {"seq": "7"}, 409),
        (0, "rembourser", {}, 400),
        (10**30, "rembourser", {}, 400),
    ],
)
def test_what_makes_no_sense_is_a_clear_no(desk, rouen, rank, verb, form, status):
    order = cast.ordered(rouen, basket={"reine-m": 1})
    with cast.nothing_changes():
        answer = settle(desk, order, rank, verb, **form)
    assert (answer.status_code, 'class="refusal"' in answer.content.decode()) == (status, True)


def test_what_the_kitchen_has_in_the_oven_is_not_settled_any_more(desk, rouen):
    order = cast.at(Status.IN_PREPARATION, rouen, basket={"reine-m": 1})
    out(rouen, "champignons")
    assert f'data-order="{order.reference}"' in shown(desk)
    actions.to_oven(order.reference, cast.actor("bruno", rouen))
    assert "Rien à régler" in shown(desk)
    with cast.nothing_changes():
        assert settle(desk, order, 1, "rembourser").status_code == 409


@pytest.mark.parametrize(
    ("who", "status"), [("eric", 200), ("dina", 200), ("farida", 200), ("bruno", 403), ("chloe", 403), ("eve", 404)]
)
def test_who_sees_the_counter(client, rouen, sotteville, who, status):
    person = cast.person(who, rouen)
    client.force_login(person)
    order = cast.ordered(rouen)
    assert client.get(SCREEN).status_code == status
    if status == 200:
        assert feed_of(Viewer(person, "fr", None), "counter", ["rouen-centre"]).role == ""
    else:
        with cast.nothing_changes():
            assert settle(client, order, 1, "rembourser").status_code == status
        with pytest.raises(Refused) as refusal:
            feed_of(Viewer(person, "fr", None), "counter", ["rouen-centre"])
        assert str(refusal.value.code)[1:] == str(status)


def test_an_order_of_another_store_is_not_found(desk, sotteville):
    other = cast.ordered(sotteville, basket={"reine-m": 1})
    with cast.nothing_changes():
        assert settle(desk, other, 1, "rembourser").status_code == 404
    assert desk.get("/comptoir/sotteville/").status_code == 404


def test_a_visitor_is_led_to_the_log_in(client, rouen):
    assert client.get(SCREEN).status_code == 302


@pytest.mark.parametrize("orders", [0, 1, 4])
def test_page_and_socket_paint_the_same_bytes_in_a_fixed_number_of_queries(
    desk, rouen, eric, orders, django_assert_num_queries
):
    for _ in range(orders):
        cast.ordered(rouen, basket={"reine-m": 1, "margherita-m+champignons": 2})
    if orders:
        out(rouen, "champignons")
    page = desk.get(SCREEN).content.decode()
    with translation.override("fr"):
        painted = paint(feed_of(Viewer(eric, "fr", None), "counter", ["rouen-centre"]))
    assert set(painted) == {"settle", "sell"}
    assert all(html in page for html in painted.values())
    with django_assert_num_queries(18 if orders else 8):
        picture("rouen-centre")


def test_the_newest_order_to_settle_is_said(rouen):
    say = screen_of("counter").say
    order = cast.ordered(rouen, basket={"reine-m": 1})
    assert say(("rouen-centre",), "") == ""
    out(rouen, "champignons")
    assert say(("rouen-centre",), "") == f"À régler\N{NO-BREAK SPACE}: commande {order.number}, champignons"


def test_the_screen_speaks_english(desk, rouen):
    assert '<html lang="en"' in desk.get(SCREEN, headers={"accept-language": "en"}).content.decode()
