"""The ground of every page: language, fonts, ways out, and pages for when something went wrong."""

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db


def _page(client: Client, language: str = "fr") -> str:
    return client.get("/nowhere/", headers={"accept-language": language}).content.decode()


def test_a_page_says_its_language(client: Client) -> None:
    assert '<html lang="fr"' in _page(client)
    assert '<html lang="en"' in _page(client, "en")


def test_an_unknown_address_is_answered_with_a_way_out(client: Client) -> None:
    answer = client.get("/nowhere/", headers={"accept-language": "fr"})
    assert answer.status_code == 404
    assert "Cette page n’existe pas" in answer.content.decode()
    assert "Revenir à l’accueil" in answer.content.decode()


def test_the_language_is_changed_by_a_form_that_works_without_javascript(client: Client) -> None:
    form = re.search(r'<form class="languages".*?</form>', _page(client), re.DOTALL)
    assert form
    assert 'name="next" value="/nowhere/"' in form[0]
    assert 'name="language" value="en"' in form[0]
    answer = client.post(
        re.search(r'action="([^"]+)"', form[0])[1],  # type: ignore[index]
        {"language": "en", "next": "/nowhere/"},
    )
    assert answer["Location"] == "/nowhere/"
    assert '<html lang="en"' in _page(client)


def test_a_form_kept_open_too_long_is_refused_in_words() -> None:
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "fr"})
    answer = strict.post("/langue/setlang/", {"language": "en"})
    assert answer.status_code == 403
    assert "rien n’a été enregistré" in answer.content.decode()


def test_a_page_needs_nothing_from_the_request_to_say_that_it_was_wrong() -> None:
    with translation.override("fr"):
        assert "Cette demande n’a pas été comprise" in render_to_string("400.html")
        assert "languages" not in render_to_string("400.html")


def test_the_page_of_a_breakdown_asks_nothing_of_what_broke() -> None:
    text = (ROOT / "templates" / "500.html").read_text()
    assert "{%" not in text
    assert "{{" not in text
    assert 'lang="en"' in text
    assert "<style" not in text
    assert " style=" not in text


@pytest.mark.parametrize("demo", [True, False])
def test_only_the_demonstration_says_that_it_is_one(client: Client, settings, demo: bool) -> None:
    settings.DEMO = demo
    assert ('class="ribbon"' in _page(client)) is demo


def test_staff_read_the_font_of_staff() -> None:
    request = RequestFactory().get("/")
    assert "atkinson" in render_to_string("staff.html", request=request)
    assert "figtree" not in render_to_string("staff.html", request=request)


def test_live_scripts_are_asked_for_only_where_something_lives() -> None:
    assert "js/oc-live" not in render_to_string("base.html")
    assert "js/oc-live" in render_to_string("base.html", {"feeds": "kitchen"})


class _Assets(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "script" or attributes.get("rel") == "stylesheet":
            self.found.append(attributes.get("src") or attributes.get("href") or "")


def test_the_ground_of_a_page_weighs_little(client: Client) -> None:
    page = _page(client)
    assets = _Assets()
    assets.feed(page)
    files = [
        finders.find(re.sub(r"\.[0-9a-f]{12}(\.\w+)$", r"\1", src.removeprefix("/static/"))) for src in assets.found
    ]
    assert len(files) >= 2
    assert all(files)
    weight = sum(len(gzip.compress(Path(str(file)).read_bytes())) for file in files) + len(gzip.compress(page.encode()))
    assert weight < 40_000  # of the 60 kB that a first page may have, fonts apart
