"""The levels: who sees them, what they say, and that page and socket paint the same bytes."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone, translation

from ocpizza.catalog.models import Ingredient
from ocpizza.live import codes, screens
from ocpizza.live.screens import Refused, Viewer
from ocpizza.stock import alerts, outages, transfers
from ocpizza.stock.transfers import Parcel
from ocpizza.stockroom.picture import Role, picture
from ocpizza.stockroom.screens import authorise
from tests.cast import a_store, leave, ordered, person

PAGES = ["", "reception/", "perte/", "inventaire/", "transferts/", "mouvements/"]


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def row(slug):
    items = picture("rouen-centre", Role.COOK)["items"]
    return next(one for one in items if one.ingredient.slug == slug)


def ham():
    return Ingredient.objects.get(slug="jambon")


def test_cooks_managers_and_the_direction_see_every_page(at, rouen, bruno, dina, farida):
    for who in (bruno, dina, farida):
        assert {page: at(who).get(page).status_code for page in PAGES} == dict.fromkeys(PAGES, 200)


def test_others_see_none(at, rouen, sotteville, eric, chloe, eve, bruno):
    for page in PAGES:
        assert [at(who).get(page).status_code for who in (eric, chloe, eve, None)] == [403, 403, 404, 302]
        assert at(bruno, "sotteville").get(page).status_code == 404
        assert at(person("farida", rouen), "atlantis").get(page).status_code == 404


def test_thresholds_and_transfers_are_the_managers(at, rouen, sotteville, bruno, dina):
    assert at(bruno).get("seuils/").status_code == 403
    assert at(bruno).post("transferts/envoyer/").status_code == 403
    assert at(dina).get("seuils/").status_code == 200
    assert "Envoyer à un autre magasin" not in at(bruno).get("transferts/").content.decode()


def test_the_direction_may_switch_to_every_store_and_a_cook_to_none(at, rouen, sotteville, bruno, farida):
    assert "/stock/sotteville/" in at(farida).get().content.decode()
    assert "sotteville" not in at(bruno).get().content.decode()


@pytest.mark.parametrize(("who", "code"), [("chloe", codes.FORBIDDEN), ("alice", codes.GONE), (None, codes.LOG_IN)])
def test_the_socket_asks_the_same_question(who, code, rouen):
    with pytest.raises(Refused) as refused:
        authorise(Viewer(person(who, rouen) if who else AnonymousUser(), "fr", None), "rouen-centre")
    assert refused.value.code == code


def test_a_row_says_what_is_left_what_it_makes_and_what_becomes_impossible(rouen):
    leave(rouen, champignons=6_000_000)
    ordered(rouen, basket={"reine-m": 2})
    found = row("champignons")
    assert (found.left, found.shelf, found.waiting) == ("5,88\xa0kg", "6\xa0kg", "120\xa0g")
    assert (found.portions, found.fewest, found.product_names) == (98, 98, ["Reine"])
    assert row("mozzarella").greediest.product.slug == "reine"
    assert row("cola").portions is None


def test_the_bar_is_full_at_the_last_delivery_or_three_thresholds(rouen):
    leave(rouen, jambon=0)
    assert row("jambon").percent == 0
    leave(rouen, jambon=4_000_000)
    assert row("jambon").percent == 100
    alerts.set_thresholds(rouen, {ham().pk: 4_000_000})
    assert row("jambon").percent == 33


def test_troubles_come_first_then_names(rouen, dina):
    leave(rouen, tomate=0, merguez=1000)
    alerts.set_thresholds(rouen, {Ingredient.objects.get(slug="merguez").pk: 5000})
    outages.declare_out(rouen, Ingredient.objects.get(slug="pate"), dina)
    shown = picture("rouen-centre", Role.COOK)
    assert [one.ingredient.slug for one in shown["items"]][:5] == ["pate", "tomate", "merguez", "biere", "champignons"]
    assert [one.state for one in shown["items"]][:4] == ["out", "empty", "low", "well"]
    assert (shown["out"], shown["empty"], shown["low"]) == (1, 1, 1)


def test_an_ingredient_is_declared_out_until_an_hour_and_brought_back(at, rouen, bruno):
    answer = at(bruno).live("ingredient/jambon/epuise/", until="1h")
    assert answer.status_code == 204
    assert "stock.rouen-centre=" in answer["OC-Version"]
    until = rouen.levels.get(ingredient=ham()).out_until
    assert timedelta(minutes=59) < until - timezone.now() <= timedelta(hours=1)
    seen = words(at(bruno).get().content.decode())
    assert "Épuisé" in seen
    assert "1 déclaré épuisé" in seen
    assert at(bruno).live("ingredient/jambon/retour/").status_code == 204
    assert rouen.levels.get(ingredient=ham()).out_since is None


def test_every_length_of_an_outage_is_taken(at, rouen, bruno):
    for until in ("", "2h", "tomorrow"):
        assert at(bruno).live("ingredient/jambon/epuise/", until=until).status_code == 204


def test_an_unknown_length_or_ingredient_is_refused(at, rouen, bruno):
    assert at(bruno).live("ingredient/jambon/epuise/", until="\0").status_code == 400


def test_a_second_tap_that_says_no_hour_does_not_make_it_last(at, rouen, bruno):
    at(bruno).live("ingredient/jambon/epuise/", until="1h")
    assert at(bruno).live("ingredient/jambon/epuise/").status_code == 400
    assert rouen.levels.get(ingredient=ham()).out_until is not None
    assert at(bruno).live("ingredient/truffe/epuise/").status_code == 404
    assert at(bruno).live("ingredient/truffe/retour/").status_code == 404


@pytest.mark.parametrize("who", ["bruno", "dina"])
def test_page_and_socket_paint_the_same_bytes(who, at, rouen, sotteville):
    user = person(who, rouen)
    outages.declare_out(rouen, Ingredient.objects.get(slug="pate"), user)
    ordered(rouen, basket={"cola": 1})
    transfers.send(sotteville, Parcel("k", rouen, ham(), 1000), None)
    levels, moved = at(user).get().content.decode(), at(user).get("transferts/").content.decode()
    with translation.override("fr"):
        painted = screens.paint(screens.feed_of(Viewer(user, "fr", None), "stock", ["rouen-centre"]))
    assert list(painted) == ["troubles", "levels", "transit"]
    assert painted["troubles"] in levels
    assert painted["levels"] in levels
    assert painted["transit"] in moved
    assert ("Tout est arrivé" in painted["transit"]) == (who == "dina")


def test_the_picture_is_six_queries_whatever_there_is(rouen, sotteville, django_assert_num_queries):
    with django_assert_num_queries(6):
        picture("rouen-centre", Role.LEADER)
    for _ in range(3):
        ordered(rouen, basket={"reine-g": 2, "orientale-p": 1})
        transfers.send(rouen, Parcel(f"k{_}", sotteville, ham(), 1000), None)
    with django_assert_num_queries(6):
        picture("rouen-centre", Role.LEADER)


def test_what_people_write_is_only_text(at, bruno):
    Ingredient.objects.filter(slug="jambon").update(name="<script>alert(1)</script>")
    assert "<script>alert" not in at(bruno).get().content.decode()


def test_a_new_store_without_anything_says_what_comes_next(at, rouen, farida):
    store = a_store("yvetot", "Yvetot")
    store.levels.all().delete()
    shown = picture("yvetot", Role.LEADER)
    assert {one.state for one in shown["items"]} == {"empty"}
