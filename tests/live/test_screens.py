"""What may be watched, and that a page holds the same bytes as the frames that repaint it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.loader import render_to_string

from ocpizza.live import frames, screens
from ocpizza.live.screens import Refused, Viewer, Wish
from tests.live.browsers import change

STRANGER = Viewer(AnonymousUser(), "fr", None)


def test_the_versions_held_are_read_by_prefix():
    assert screens.wishes("toy.b=2 till.a=7 toy.a=1") == [
        Wish("toy", ("a", "b"), {"toy.b": 2, "toy.a": 1}),
        Wish("till", ("a",), {"till.a": 7}),
    ]


@pytest.mark.parametrize(
    "held",
    [
        "",
        " ",
        "toy",
        "toy.a",
        "toy.a=",
        "toy.a=x",
        "toy.a=-1",
        "toy.=1",
        "Toy.a=1",
        "toy.a=1 toy.a=2",
        "toy.a.b=1",
        "unknown.a=1",
        "toy.é=1",
        "toy.a=١",
        "toy.a=" + "9" * 19,
        "toy.a=1;drop",
        " ".join(f"toy.k{n}=0" for n in range(33)),
    ],
)
def test_whatever_is_malformed_unknown_or_too_much_is_gone(held):
    with pytest.raises(Refused) as refusal:
        screens.wishes(held)
    assert refusal.value.code == 4404


def test_thirty_two_streams_may_be_watched_at_once():
    assert len(screens.wishes(" ".join(f"toy.k{n}=0" for n in range(32)))[0].keys) == 32


def test_a_page_says_the_versions_read_before_its_data(db, monkeypatch):
    change(text="first")
    monkeypatch.setattr(screens, "versions", lambda names: dict.fromkeys(names, 41))
    page = screens.page(STRANGER, [("toy", ["a"])])
    assert page.versions == "toy.a=41"
    assert page.context["rows"] == ["a:first"]
    assert page.context["feeds"] is page


def test_a_page_of_two_screens_says_the_versions_of_both(db):
    change()
    assert screens.page(STRANGER, [("toy", ["b", "a"]), ("late", ["a"])]).versions == "late.a=1 toy.a=1 toy.b=0"


def test_a_page_of_what_is_gone_is_not_found_and_of_what_is_forbidden_is_refused(db):
    with pytest.raises(Http404):
        screens.page(STRANGER, [("toy", ["gone"])])
    with pytest.raises(PermissionDenied):
        screens.page(STRANGER, [("till", ["a"])])


def test_page_and_frame_paint_the_same_bytes(db, client):
    change(text="<b>&\"é'")
    page = screens.page(STRANGER, [("toy", ["a"])])
    whole = render_to_string("toy/page.html", page.context)
    painted = screens.paint(screens.feed_of(STRANGER, "toy", ["a"]))
    frame = frames.frame("snapshot", {"toy.a": 1}, painted).text
    assert list(painted) == ["rows", "title"]
    for html in painted.values():
        assert html in whole
        assert html.replace(" data-region", ' data-region hx-swap-oob="morph"', 1) in frame


def test_the_element_of_the_page_says_what_it_holds(db):
    change()
    whole = render_to_string("toy/page.html", screens.page(STRANGER, [("toy", ["a"])]).context)
    assert '<oc-live src="/ws/live/" v="toy.a=1" dead-after="35000"' in whole
    assert '<oc-frame id="oc-frame"></oc-frame>' in whole
    assert '<p id="say" class="visually-hidden" role="status"></p>' in whole
