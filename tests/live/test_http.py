"""The live layer over plain HTTP: the polled frame, and the answers to what people do."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from ocpizza.live import http
from tests.live.browsers import Seen, change


def test_a_poll_that_holds_the_current_version_is_told_so(client, db):
    change()
    answer = client.get("/live/", {"v": "toy.a=1"})
    assert Seen(answer.content.decode()).kind == "hello"
    assert "no-store" in answer["Cache-Control"]


def test_a_poll_that_holds_an_old_version_gets_everything(client, db):
    change(text="news")
    seen = Seen(client.get("/live/", {"v": "toy.a=0"}).content.decode())
    assert (seen.kind, seen.held, seen.regions) == ("snapshot", "toy.a=1", ["rows", "title"])
    assert "a:news" in seen.region("rows")
    assert not seen.reset


def test_a_poll_that_holds_more_than_the_database_goes_back(client, db):
    assert Seen(client.get("/live/", {"v": "toy.a=9"}).content.decode()).reset


def test_a_screen_repainted_by_the_clock_is_always_sent_whole(client, db):
    assert Seen(client.get("/live/", {"v": "late.a=0"}).content.decode()).kind == "snapshot"


def test_a_poll_of_two_screens_gets_two_frames(client, db):
    text = client.get("/live/", {"v": "toy.a=0 late.a=0"}).content.decode()
    assert text.count("<oc-frame ") == 2


def test_a_screen_of_one_key_is_not_asked_for_two(client, db):
    assert client.get("/live/", {"v": "late.a=0 late.b=0"}).status_code == 404
    assert client.get("/live/?v=toy.a%3D0&v=toy.b%3D0").status_code == 404


@pytest.mark.parametrize(
    ("held", "status"), [("", 404), ("x", 404), ("toy.gone=1", 404), ("unknown.a=1", 404), ("till.a=1", 401)]
)
def test_a_poll_that_is_refused_says_why_by_its_status(client, db, held, status):
    assert client.get("/live/", {"v": held}).status_code == status


def test_a_poll_without_the_right_is_forbidden(client, cookies):
    _, headers = cookies()
    client.cookies.load(headers[b"cookie"].decode())
    assert client.get("/live/", {"v": "till.a=1"}).status_code == 403


def test_a_poll_changes_nothing_and_nothing_else_is_a_poll(client, db):
    assert client.post("/live/").status_code == 405


def test_a_change_by_htmx_says_which_versions_contain_it():
    request = RequestFactory().post("/", headers={"HX-Request": "true"})
    answer = http.changed(request, {"menu.a": 3, "kitchen.a": 7, "staff.12": 4}, "/back/")
    assert (answer.status_code, answer["OC-Version"], answer.content) == (204, "kitchen.a=7 menu.a=3", b"")


def test_a_change_without_script_comes_back_to_a_page():
    answer = http.changed(RequestFactory().post("/"), {"menu.a": 3}, "/back/")
    assert (answer.status_code, answer["Location"]) == (303, "/back/")


def test_a_refusal_by_htmx_is_a_sentence():
    request = RequestFactory().post("/", headers={"HX-Request": "true"})
    answer = http.refused(request, "Trop <tard>", "/back/")
    assert answer.status_code == 409
    assert answer.content.decode() == '<p class="refusal" role="alert">Trop &lt;tard&gt;</p>'


def test_a_refusal_without_script_is_a_page_that_says_why_and_leads_back(client, db):
    request = RequestFactory().post("/")
    request.session, request.user = client.session, AnonymousUser()
    answer = http.refused(request, "Trop <tard>", "/back/")
    assert answer.status_code == 409
    assert "Trop &lt;tard&gt;" in answer.content.decode()
    assert 'href="/back/"' in answer.content.decode()
