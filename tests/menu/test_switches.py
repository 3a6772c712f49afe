"""What a store sells: its manager switches products off and on; every screen of the store follows."""

import html
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone, translation

from ocpizza.catalog.models import Product
from ocpizza.live import codes
from ocpizza.live.screens import Refused, Viewer, feed_of, paint
from ocpizza.menu import pictures
from ocpizza.stock import outages
from ocpizza.stock.models import Outage
from tests import cast

HTMX = {"HX-Request": "true"}
PAGE, REINE = "/menu/rouen-centre/", "/menu/rouen-centre/reine/"


@pytest.fixture
def desk(client, dina):
    """A client that is logged in as Dina."""
    client.force_login(dina)
    return client


def sold(client):
    seen = client.get("/carte/rouen-centre/").content.decode()
    return 'data-product="reine" data-available="true"' in seen


def test_off_is_off_everywhere_at_once_and_back_on_again(desk, rouen):
    assert sold(desk)
    with cast.heard() as names:
        answer = desk.post(REINE, {"to": "off"}, headers=HTMX)
    assert {"menu.rouen-centre", "shelf.rouen-centre", "sales.rouen-centre"} <= names
    assert "sales.rouen-centre=" in answer["OC-Version"]
    assert 'value="on"' in answer.content.decode(), "it can be undone"
    assert not sold(desk)
    assert "jusqu’à nouvel ordre" in desk.get(PAGE).content.decode()
    desk.post(REINE, {"to": "on"}, headers=HTMX)
    assert sold(desk)


def test_on_already_is_no_error_and_changes_nothing(desk, rouen):
    with cast.nothing_changes():
        assert desk.post(REINE, {"to": "on"}).status_code == 302


def test_off_until_a_time_comes_back_by_the_clock(desk, rouen):
    hour = timezone.localtime() + timedelta(hours=2)
    desk.post(REINE, {"to": "off", "until": f"{hour:%H:%M}"})
    outage = Outage.objects.get()
    assert timedelta(hours=1, minutes=58) < outage.out_until - timezone.now() <= timedelta(hours=2)
    assert "revient à" in desk.get(PAGE).content.decode()
    with cast.heard() as names:
        outages.end_due(outage.out_until)
    assert "sales.rouen-centre" in names


def test_the_undo_of_back_on_restores_the_hour_and_the_reason(desk, rouen):
    hour = timezone.now() + timedelta(hours=2)
    outages.declare_out(rouen, Product.objects.get(slug="reine"), None, until=hour, why="four <b>")
    seen = desk.post(REINE, {"to": "on"}, headers=HTMX).content.decode()
    fields = {name: html.unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', seen)}
    assert fields["to"] == "off"
    desk.post(REINE, fields, headers=HTMX)
    again = Outage.objects.get(ended_at=None)
    assert (again.out_until, again.why) == (hour, "four <b>")


def test_a_time_that_has_passed_today_is_tomorrows(desk, rouen):
    hour = timezone.localtime() - timedelta(hours=2)
    desk.post(REINE, {"to": "off", "until": f"{hour:%H:%M}"})
    assert Outage.objects.get().out_until > timezone.now() + timedelta(hours=21)


@pytest.mark.parametrize("said", ["ce soir", "25:00", "12:00\x00", "9" * 40, "T", "2026-12-01T10:00"])
def test_a_time_nobody_can_read_is_refused(desk, rouen, said):
    with cast.nothing_changes():
        assert desk.post(REINE, {"to": said}).status_code == 400
        assert desk.post(REINE, {"to": "off", "until": said}).status_code == 400
        assert desk.post(REINE, {"to": "off", "until": said}, headers=HTMX).status_code == 400


@pytest.mark.parametrize(
    ("who", "status", "code"),
    [
        (None, 302, codes.LOG_IN),
        ("eve", 404, codes.GONE),
        ("bruno", 403, codes.FORBIDDEN),
        ("eric", 403, codes.FORBIDDEN),
        ("dina", 200, 0),
        ("farida", 200, 0),
    ],
)
def test_who_may_switch(rouen, client, who, status, code):
    user = cast.person(who, rouen) if who else AnonymousUser()
    if who:
        client.force_login(user)
    assert client.get(PAGE).status_code == status
    if status != 200:
        with cast.nothing_changes():
            assert client.post(REINE, {"to": "off"}).status_code == (403 if who is None else status)
    found = 0
    try:
        feed_of(Viewer(user, "fr", None), "sales", ["rouen-centre"])
    except Refused as refused:
        found = refused.code
    assert found == code


def test_another_store_and_what_is_not_there_are_not_found(desk, rouen, sotteville):
    with cast.nothing_changes():
        assert desk.get("/menu/sotteville/").status_code == 404
        assert desk.post("/menu/sotteville/reine/", {"to": "off"}).status_code == 404
        assert desk.post("/menu/rouen-centre/unicorn/", {"to": "off"}).status_code == 404


def test_page_and_socket_paint_the_same_bytes_in_three_queries(desk, rouen, dina, django_assert_num_queries):
    for slug in ("reine", "cola"):
        outages.declare_out(rouen, Product.objects.get(slug=slug), dina)
    with translation.override("fr"):
        painted = paint(feed_of(Viewer(dina, "fr", None), "sales", ["rouen-centre"]))
    assert list(painted) == ["switches"]
    assert painted["switches"] in desk.get(PAGE).content.decode()
    with django_assert_num_queries(3):
        pictures.switches("rouen-centre")
