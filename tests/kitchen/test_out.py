"""A cook declares something out, for a while or until further notice, and brings it back."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from kitchen import out
from kitchen.picture import picture
from ocpizza.catalog.models import Category, Ingredient, Product, VatClass
from ocpizza.orders.flow import Status
from ocpizza.stock import actions as stock
from ocpizza.stock import outages
from ocpizza.stock.feasible import shelf
from ocpizza.stock.models import LotRecall, Outage
from ocpizza.stores.models import OpeningHours
from tests.cast import at, heard, leave, nothing_changes, ordered, person, product, reread

HAM, REINE = "rupture/ingredient/jambon/", "rupture/produit/reine/"
NBSP = "\N{NO-BREAK SPACE}"


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).strip()


def the_outage():
    return Outage.objects.get(ended_at=None)


def offered(answer):
    return json.loads(answer["OC-Next"])


def feasible(store, slug):
    return next(one for one in picture(store.slug, "cook")["larder"].pizzas if one.product.slug == slug)


def test_what_is_out_leaves_every_screen_at_once(post, rouen, bruno):
    with heard() as streams:
        answer = post(bruno, HAM, jusqua="", pourquoi="plus rien au froid")
    assert answer.status_code == 204
    assert {item.split("=")[0] for item in answer["OC-Version"].split()} == streams
    assert streams >= {f"{room}.rouen-centre" for room in ("menu", "shelf", "kitchen", "counter", "stock", "board")}
    made = the_outage()
    assert (made.ingredient.slug, made.who, made.out_until, made.why) == ("jambon", bruno, None, "plus rien au froid")
    assert shelf(rouen).left[made.ingredient_id] == 0
    assert offered(answer)["said"] == f"jambon{NBSP}: en rupture, 1 pizza disparaît"


def test_the_undo_brings_it_back_and_its_own_undo_restores_the_hour(post, rouen, bruno):
    undo = offered(post(bruno, HAM, jusqua="30", pourquoi="tombé"))
    until = the_outage().out_until
    assert undo["undo"] is True
    answer = post(bruno, undo["action"].removeprefix("/cuisine/rouen-centre/"), **undo["fields"])
    assert not Outage.objects.filter(ended_at=None).exists()
    again = offered(answer)
    post(bruno, again["action"].removeprefix("/cuisine/rouen-centre/"), **again["fields"])
    assert (the_outage().out_until, the_outage().why) == (until, "tombé")


def test_out_already_only_the_hour_changes_and_the_undo_gives_the_old_one(post, rouen, bruno):
    post(bruno, HAM, jusqua="")
    undo = offered(post(bruno, HAM, jusqua="15"))
    assert the_outage().out_until is not None
    post(bruno, undo["action"].removeprefix("/cuisine/rouen-centre/"), **undo["fields"])
    assert the_outage().out_until is None


@pytest.mark.parametrize("until", ["", "30"])
def test_the_second_tap_leaves_the_firsts_undo(until, post, rouen, bruno):
    assert offered(post(bruno, HAM, jusqua=until))["action"].endswith("/retour/")
    again = post(bruno, HAM, jusqua=until)
    assert again.status_code == 204
    assert "OC-Next" not in again


def test_a_product_is_switched_off_alone(post, rouen, bruno):
    assert post(bruno, REINE, jusqua="").status_code == 204
    assert the_outage().product.slug == "reine"
    assert feasible(rouen, "reine").is_off
    assert not feasible(rouen, "margherita").is_off


@pytest.mark.parametrize("minutes", [15, 30, 60])
def test_for_some_minutes(minutes, post, rouen, bruno):
    post(bruno, HAM, jusqua=str(minutes))
    left = the_outage().out_until - timezone.now()
    assert timedelta(minutes=minutes - 1) < left <= timedelta(minutes=minutes)


def test_until_an_hour_that_is_typed_today_or_tomorrow(post, rouen, bruno):
    soon = timezone.localtime() + timedelta(minutes=5)
    post(bruno, HAM, jusqua="heure", heure=f"{soon:%H:%M}")
    assert timezone.localtime(the_outage().out_until).strftime("%d %H:%M") == f"{soon:%d %H:%M}"
    past = timezone.localtime() - timedelta(minutes=5)
    post(bruno, HAM, jusqua="heure", heure=f"{past:%H:%M}")
    assert the_outage().out_until > timezone.now() + timedelta(hours=22)


def test_the_end_of_the_service_is_the_next_closing_of_the_day(rouen):
    rouen.round_the_clock = False
    for opens, closes in (("11:30", "14:00"), ("18:00", "22:30")):
        OpeningHours.objects.create(store=rouen, weekday=2, opens=opens, closes=closes)
    zone = timezone.get_current_timezone()
    ends = {
        hour: [end.at for end in out.ends(rouen, datetime(2026, 7, 22, hour, 0, tzinfo=zone)) if end.value == "service"]
        for hour in (12, 20, 23)
    }
    assert ends == {
        12: [datetime(2026, 7, 22, 14, 0, tzinfo=zone)],
        20: [datetime(2026, 7, 22, 22, 30, tzinfo=zone)],
        23: [],
    }


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"jusqua": "heure"},
        {"jusqua": "heure", "heure": "25:00"},
        {"jusqua": "demain"},
        {"jusqua": "999999999999"},
        {"jusqua": "", "pourquoi": "x" * 121},
        {"jusqua": "", "pourquoi": "froid\0"},
        {"jusqua": "\0"},
    ],
)
def test_what_makes_no_sense_is_refused_and_kept(form, post, rouen, bruno):
    with nothing_changes():
        answer = post(bruno, HAM, **form)
        page = post(bruno, HAM, htmx=False, **form)
    assert answer.status_code == page.status_code == 400
    assert 'class="refusal" role="alert"' in answer.content.decode()
    assert 'role="alert"' in page.content.decode()
    assert form.get("heure", "") in page.content.decode()


@pytest.mark.parametrize("address", ["rupture/ingredient/cola/", "rupture/ingredient/truffe/", "rupture/four/reine/"])
def test_what_nobody_keeps_is_not_there(address, post, rouen, bruno):
    with nothing_changes():
        assert post(bruno, address, jusqua="").status_code == 404
        assert post(bruno, f"{address}retour/").status_code == 404


def test_what_is_listed_as_out_comes_back_whatever_became_of_it(post, as_, rouen, bruno):
    cola = Ingredient.objects.get(slug="cola")
    outages.declare_out(rouen, cola, bruno)  # as the stock's screen does, or a recall
    post(bruno, REINE, jusqua="")
    Product.objects.filter(slug="reine").update(archived=True)
    for address in ("rupture/ingredient/cola/", REINE):
        assert as_(bruno).get(f"/cuisine/rouen-centre/{address}").status_code == 200
        assert post(bruno, f"{address}retour/").status_code == 204
        assert post(bruno, address, jusqua="").status_code == 404, "and is not declared out again"
    assert not Outage.objects.filter(ended_at=None).exists()


def test_back_by_hand_and_twice_is_once(post, rouen, bruno):
    post(bruno, HAM, jusqua="")
    assert post(bruno, f"{HAM}retour/").status_code == 204
    ended = Outage.objects.get()
    assert (ended.back, ended.ended_by) == ("hand", bruno)
    with nothing_changes():
        answer = post(bruno, f"{HAM}retour/")
    assert answer.status_code == 204
    assert "OC-Next" not in answer


def test_a_recalled_lot_does_not_come_back_by_hand(post, as_, rouen, bruno):
    ham = Ingredient.objects.get(slug="jambon")
    recall = LotRecall.objects.create(ingredient=ham, code="L1", why="listeria")
    with transaction.atomic():
        outages.withdraw(rouen, recall, None, recall.why)
    with nothing_changes():
        answer = post(bruno, f"{HAM}retour/")
    assert answer.status_code == 409
    assert "rappel de lot" in answer.content.decode()
    page = as_(bruno).get("/cuisine/rouen-centre/").content.decode()
    assert f"{HAM}retour/" not in page
    assert f"Rappel de lot{NBSP}: retirez-le d’abord du stock." in page


@pytest.mark.parametrize(("who", "status"), [("eric", 403), ("chloe", 403), ("alice", 404), (None, 403)])
def test_only_the_kitchen_declares(who, status, post, as_, rouen):
    someone = person(who, rouen) if who else None
    with nothing_changes():
        assert post(someone, HAM, jusqua="").status_code == status
        assert post(someone, f"{HAM}retour/").status_code == status
    assert as_(someone).get("/cuisine/rouen-centre/rupture/").status_code == (status if who else 302)


def test_in_another_store_it_is_not_there(as_, rouen, sotteville, bruno):
    with nothing_changes():
        answer = as_(bruno).post(f"/cuisine/sotteville/{HAM}", {"jusqua": ""})
    assert answer.status_code == 404


def test_what_the_open_tickets_use_comes_first(rouen):
    ordered(rouen, basket={"reine-m!jambon": 1, "margherita-m+oeuf": 1})
    used, others = out.picks(rouen, "")
    assert [one.thing.slug for one in used][:3] == ["mozzarella", "pate", "tomate"]
    assert {"champignons", "huile", "oeuf", "reine", "margherita"} < {one.thing.slug for one in used}
    assert {"jambon", "merguez", "orientale", "cola"} <= {one.thing.slug for one in others}


@pytest.mark.parametrize(
    ("words", "found"), [("MERG", ["merguez"]), ("pâte", ["pate"]), ("reine en", ["reine"]), ("truffe", [])]
)
def test_things_are_found_by_what_one_types(words, found, as_, rouen, bruno):
    used, others = out.picks(rouen, words)
    assert [one.thing.slug for one in [*used, *others]] == found
    page = as_(bruno, HX_Request="true").get("/cuisine/rouen-centre/rupture/", {"q": words})
    assert "<html" not in page.content.decode()
    assert ("Rien ne répond à" in text_of(page)) == (not found)


def test_the_sheet_names_what_goes_and_who_waits(as_, rouen, bruno):
    leave(rouen, merguez=0)  # the Orientale is gone already: it does not disappear again
    waiting, baked = ordered(rouen, basket={"reine-m": 1}), at(Status.IN_OVEN, rouen)
    text = text_of(as_(bruno).get("/cuisine/rouen-centre/rupture/ingredient/mozzarella/"))
    assert "2 pizzas disparaissent : Margherita, Reine" in text
    assert f"1 commande acceptée en a besoin : {waiting.number} (reçue)" in text
    assert str(baked.number) not in text
    for words in ("Jusqu’à nouvel ordre", "15 minutes", "30 minutes", "1 heure", "Fin de la journée", "Ou jusqu’à"):
        assert words in text


def test_what_is_out_since_another_day_says_which(as_, rouen, bruno):
    outages.declare_out(rouen, Ingredient.objects.get(slug="jambon"), bruno, until=timezone.now() + timedelta(days=3))
    Outage.objects.update(out_since=datetime(2026, 11, 2, 12, 5, tzinfo=UTC))
    seen = text_of(as_(bruno).get("/cuisine/rouen-centre/rupture/"))
    assert "depuis lun 2, 13:05" in seen
    assert re.search(r"jusqu’à \w+ \d+, \d\d:\d\d", seen)


def test_the_screen_lists_what_is_out_and_the_orders_that_need_it(as_, post, rouen, bruno):
    order = ordered(rouen, basket={"reine-m": 1})
    post(bruno, HAM, jusqua="60")
    page = as_(bruno).get("/cuisine/rouen-centre/").content.decode()
    region = page[page.index('id="outages"') :]
    assert f'data-number="{order.number}"' in region
    assert "jusqu’à" in region
    ticket = page[page.index(f'id="ticket-{order.reference}"') :].split("</li>\n")[0]
    assert re.search(rf"En rupture{NBSP}: <b>jambon</b>", ticket)


def test_the_sheet_says_how_it_came_back_the_last_times(as_, post, rouen, bruno):
    ham = Ingredient.objects.get(slug="jambon")
    post(bruno, HAM, jusqua="")
    stock.receive(rouen, {ham.pk: 1000})
    post(bruno, HAM, jusqua="15")
    outages.end_due(timezone.now() + timedelta(minutes=16))
    post(bruno, HAM, jusqua="", pourquoi="tombé")
    post(bruno, f"{HAM}retour/")
    text = text_of(as_(bruno).get(f"/cuisine/rouen-centre/{HAM}"))
    ways = re.findall(r"revenu (à la main|à l’heure dite|par une réception)", text)
    assert ways == ["à la main", "à l’heure dite", "par une réception"]


def test_without_javascript_pages_lead_through(as_, rouen, bruno):
    browser = as_(bruno)
    page = browser.get("/cuisine/rouen-centre/rupture/")
    assert 'href="/cuisine/rouen-centre/rupture/ingredient/jambon/"' in page.content.decode()
    answer = browser.post(f"/cuisine/rouen-centre/{HAM}", {"jusqua": ""})
    assert (answer.status_code, answer["Location"]) == (303, "/cuisine/rouen-centre/rupture/")
    assert "De retour" in text_of(browser.get(f"/cuisine/rouen-centre/{HAM}"))


def test_a_ticket_sent_back_offers_to_declare_what_misses(tap, post, rouen, bruno):
    order = at(Status.IN_PREPARATION, rouen)
    answer = tap(bruno, order, "send-back", lacking="mozzarella")
    assert reread(order).changes.latest("seq").why == "mozzarella"
    offer = offered(answer)
    assert (offer["label"], offer["undo"]) == ("Déclarer en rupture", False)
    assert post(bruno, offer["action"].removeprefix("/cuisine/rouen-centre/"), **offer["fields"]).status_code == 204
    assert the_outage().ingredient.slug == "mozzarella"


def test_a_ticket_is_not_sent_back_for_what_does_not_exist(tap, rouen, bruno):
    order = at(Status.IN_PREPARATION, rouen)
    with nothing_changes():
        assert tap(bruno, order, "send-back", lacking="truffe").status_code == 400


def test_the_scarcest_pizza_comes_first_with_what_limits_it(post, rouen, bruno):
    leave(rouen, champignons=150_000, huile=40_000)
    post(bruno, "rupture/ingredient/merguez/", jusqua="")
    pizzas = picture("rouen-centre", "cook")["larder"].pizzas
    assert [(one.product.slug, one.sizes, one.limit.slug) for one in pizzas] == [
        ("orientale", [("P", 0), ("M", 0), ("G", 0)], "merguez"),
        ("reine", [("P", 3), ("M", 2), ("G", 1)], "champignons"),
        ("margherita", [("P", 11), ("M", 8), ("G", 5)], "huile"),
    ]
    larder = picture("rouen-centre", "cook")["larder"]
    assert (larder.gone, larder.scarce) == (1, 2)
    assert pizzas[0].limit_is_out


def test_a_pizza_off_the_menu_or_without_recipe_breaks_nothing(as_, rouen, bruno):
    Product.objects.filter(slug="orientale").update(archived=True)
    bare = product("blanche", {}, Category.PIZZA, VatClass.PREPARED)
    bare.variants.create(sku="blanche", price_cents=500)
    assert picture("rouen-centre", "cook")["larder"].pizzas[0].product == bare
    assert as_(bruno).get("/cuisine/rouen-centre/").status_code == 200
