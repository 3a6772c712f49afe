"""The kitchen's page: who may see it, what it says, and that the socket paints the same bytes."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from kitchen import screens as kitchen_screens
from ocpizza.catalog.models import Ingredient, Product
from ocpizza.live import codes, screens
from ocpizza.live.screens import Refused, Viewer
from ocpizza.orders import actions
from ocpizza.orders.flow import Status
from ocpizza.orders.models import Amendment
from ocpizza.stock import outages
from tests.cast import actor, at, cashed, ordered, person

ADDRESS = "/cuisine/rouen-centre/"
EVIL = '<script>alert("&")</script>'


def text_of(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def amended(order):
    """Change an order after it was sent, as the counter does when something ran out."""
    reine = order.lines.get(spec="reine-m")
    words = {"before": "Reine", "after": "Margherita", "before_en": "Queen", "after_en": "Margherita (en)"}
    Amendment.objects.create(order=order, line=reine, kind=Amendment.Kind.SWAP, at=order.placed_at, **words)
    order.lines.filter(spec="cola").update(refunded_at=order.placed_at)


def busy(store):
    """Fill every part of the screen."""
    ordered(store, allergy="arachide", kitchen_note="bien cuite", basket={"reine-g": 2, "cola": 1})
    ordered(store, fulfilment="takeaway", channel="phone")
    at(Status.IN_PREPARATION, store)
    at(Status.IN_OVEN, store, allergy="lait")
    at(Status.AWAITING_DELIVERY, store)
    at(Status.READY_FOR_COLLECTION, store, allergy="œufs")
    cashed(at(Status.READY_FOR_COLLECTION, store))
    at(Status.CANCELLED, store)
    ordered(store, basket={"margherita-m/reine-m": 1, "reine-g!champignons+oeuf+mozzarella": 2})
    amended(ordered(store, basket={"reine-m": 1, "cola": 1}))
    outages.declare_out(
        store, Ingredient.objects.get(slug="champignons"), person("bruno", store), why="<b>livraison</b>"
    )
    outages.declare_out(store, Product.objects.get(slug="tiramisu"), None)
    sent_back = at(Status.IN_PREPARATION, store)
    actions.send_back(sent_back.reference, actor("bruno", store), "mozzarella")


@pytest.mark.parametrize("who", ["bruno", "eric", "dina", "farida"])
def test_the_kitchen_side_sees_the_screen(who, as_, rouen):
    assert as_(person(who, rouen)).get(ADDRESS).status_code == 200


@pytest.mark.parametrize(("who", "status"), [("chloe", 403), ("alice", 404), ("eve", 404)])
def test_others_do_not(who, status, as_, rouen):
    assert as_(person(who, rouen)).get(ADDRESS).status_code == status


def test_a_visitor_without_a_log_in_is_led_to_it(as_, rouen):
    assert as_().get(ADDRESS)["Location"] == "/connexion/?next=/cuisine/rouen-centre/"


@pytest.mark.parametrize("store", ["sotteville", "atlantis"])
@pytest.mark.parametrize("who", ["bruno", "eric"])
def test_another_store_is_not_there(who, store, as_, rouen, sotteville):
    assert as_(person(who, rouen)).get(f"/cuisine/{store}/").status_code == 404


def test_even_the_direction_sees_no_store_that_is_not_there(as_, rouen, farida):
    assert as_(farida).get("/cuisine/atlantis/").status_code == 404


@pytest.mark.parametrize("path", [ADDRESS, f"{ADDRESS}recette/reine-m/"])
def test_a_post_to_a_page_is_refused(path, as_, rouen, bruno):
    assert as_(bruno).post(path).status_code in {404, 405}


@pytest.mark.parametrize(("who", "code"), [("chloe", codes.FORBIDDEN), ("alice", codes.GONE), (None, codes.LOG_IN)])
def test_the_socket_asks_the_same_question(who, code, rouen):
    user = person(who, rouen) if who else AnonymousUser()
    with pytest.raises(Refused) as refused:
        kitchen_screens.authorise(Viewer(user, "fr", None), "rouen-centre")
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("who", "role"), [("bruno", "cook"), ("dina", "cook"), ("farida", "cook"), ("eric", "counter")]
)
def test_each_sees_the_buttons_of_the_own_role(who, role, as_, rouen):
    busy(rouen)
    someone = person(who, rouen)
    variant = f"cook.{someone.pk}" if role == "cook" else role  # what each cook has read is marked
    assert kitchen_screens.authorise(Viewer(someone, "fr", None), "rouen-centre") == variant
    page = as_(someone).get(ADDRESS).content.decode()
    region = page[page.index('<main id="tickets"') : page.index('id="produce"')]
    actions_there = set(re.findall(r'data-action="([\w-]+)"', region))
    cooking = {"start", "oven", "ready", "recall", "send-back"}
    assert actions_there == (cooking | {"cash", "collect"} if role == "cook" else {"cash", "collect", "cancel"})


@pytest.mark.parametrize("who", ["bruno", "eric"])
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("full", [True, False])
def test_page_and_socket_paint_the_same_bytes(full, language, who, as_, rouen):
    if full:
        busy(rouen)
    someone = person(who, rouen)
    page = as_(someone, Accept_Language=language).get(ADDRESS).content.decode()
    with translation.override(language):
        feed = screens.feed_of(Viewer(someone, language, None), "kitchen", ["rouen-centre"])
        painted = screens.paint(feed)
    cooks_own = {"recall", "out", "outages"}
    assert set(painted) == {"counts", "tickets", "rail", "produce"} | (cooks_own if who == "bruno" else set())
    for name, html in painted.items():
        assert html in page, f"{name} differs"
        assert re.match(rf'<\w+ id="{name}"[^>]* data-region', html), f"{name} has no root of its name"
        assert html.count("data-region") == 1


def test_every_order_carries_its_marks(as_, rouen, bruno):
    order = at(Status.IN_OVEN, rouen)
    page = as_(bruno).get(ADDRESS).content.decode()
    assert f'data-order="{order.reference}" data-number="{order.number}" data-status="in_oven"' in page
    form = re.search(r'<form[^>]*data-action="ready".*?</form>', page, re.DOTALL)[0]
    assert f'name="seq" value="{order.seq}"' in form
    assert f'hx-post="/cuisine/rouen-centre/{order.reference}/ready/"' in form


def test_an_empty_kitchen_says_what_comes_next(as_, rouen, bruno):
    text = text_of(as_(bruno).get(ADDRESS).content.decode())
    assert "Rien à préparer. Les commandes arrivent ici toutes seules." in text


def test_the_header_counts(as_, rouen, bruno):
    busy(rouen)
    text = text_of(as_(bruno).get(ADDRESS).content.decode())
    assert "6 à faire 1 au four" in text


def test_the_rest_is_counted_for_the_wall_and_for_the_tablet(as_, rouen, bruno):
    for _ in range(11):
        ordered(rouen)
    text = text_of(as_(bruno).get(ADDRESS).content.decode())
    assert "+3 en attente +5 en attente" in text


def test_the_ticket_says_what_to_make(as_, rouen, bruno):
    order = ordered(rouen, allergy="arachide", kitchen_note="bien cuite", basket={"reine-g": 2, "cola": 1})
    page = as_(bruno).get(ADDRESS).content.decode()
    ticket = text_of(page[page.index(f'id="ticket-{order.reference}"') :].split("</li>\n    \n  </ol>")[0])
    for words in (str(order.number), "Livraison", "pour", "2× Reine G", "1× Cola", "Allergie arachide", "bien cuite"):
        assert words in ticket
    assert "Commencer" in ticket


def test_money_is_asked_for_at_the_hand_over_only(as_, rouen, bruno):
    due, paid = at(Status.READY_FOR_COLLECTION, rouen), cashed(at(Status.READY_FOR_COLLECTION, rouen))
    delivery = at(Status.AWAITING_DELIVERY, rouen)
    page = as_(bruno).get(ADDRESS).content.decode()
    assert page.count('data-action="cash"') == page.count('data-action="collect"') == 1
    assert f'action="/comptoir/rouen-centre/{due.reference}/encaisser/"' in page
    assert f'action="/comptoir/rouen-centre/{paid.reference}/remettre/"' in page
    assert f"/comptoir/rouen-centre/{delivery.reference}/" not in page
    assert "Encaisser 9,90\N{NO-BREAK SPACE}€" in page


@pytest.mark.parametrize("field", ["kitchen_note", "allergy", "name"])
def test_what_people_wrote_stays_text(field, as_, rouen, bruno):
    at(Status.READY_FOR_COLLECTION, rouen, **{field: EVIL, "fulfilment": "takeaway"})
    ordered(rouen, **{field: EVIL})
    page = as_(bruno).get(ADDRESS).content.decode()
    assert EVIL not in page
    assert "&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;" in page


def test_a_new_order_is_said_in_one_sentence(rouen):
    order = ordered(rouen)
    said = kitchen_screens.say(("rouen-centre",), "cook")
    assert said.startswith(f"Commande {order.number}, livraison, pour ")
    actions.start(order.reference, actor("bruno", rouen))
    assert kitchen_screens.say(("rouen-centre",), "cook") == ""


def test_what_is_said_aloud_is_short_for_a_colleague_of_another_language(rouen):
    ordered(rouen)
    with translation.override("en"):
        assert kitchen_screens.say(("rouen-centre",), "cook")
