"""Requests that no form of ours makes: one clear answer with our page and our headers, whatever is wrong with them."""

import asyncio

import pytest
import requests
from django.test import Client

from ocpizza.operations.bodies import bounded

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def strict(db):
    """A browser whose token is asked for, with nothing between it and the answer."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.get("/connexion/")
    return client


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=\xff", b"x"),
        (FORM, b"a=" + b"x" * 300_000),
        (FORM, b"&".join(b"a%d=1" % rank for rank in range(300))),
    ],
)
def test_a_body_that_cannot_be_read_is_a_bad_request_with_our_page(strict, kind, body):
    answer = strict.post("/panier/ajouter/", body, content_type=kind)
    assert answer.status_code == 400
    assert "Cette demande n’a pas été comprise" in answer.content.decode()
    assert answer["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def answered(content_type: str) -> list[dict]:
    """What the door answers itself, and `{}` when it lets the request in."""
    sent = []

    async def inside(scope, receive, send):
        await send({})

    async def send(message):
        sent.append(message)

    headers = [(b"content-type", content_type.encode("latin1"))]
    asyncio.run(bounded(inside)({"type": "http", "headers": headers}, None, send))
    return sent


@pytest.mark.parametrize(
    "charset", ["rot13", "idna", "base64", "utf-16", "utf-7", "latin1", "no-such", '"rot13"', "\xff"]
)
def test_nothing_is_read_with_a_codec_that_the_visitor_chose(charset):
    assert answered(f"text/plain; charset={charset}")[0]["status"] == 415


@pytest.mark.parametrize("kind", ["", "text/plain; charset=UTF-8", "multipart/form-data; boundary=x", "\xff;;=;"])
def test_our_own_charset_may_be_named_or_not(kind):
    assert answered(kind) == [{}]


@pytest.mark.parametrize("path", ["/", "/panier/", "/cuisine/rouen-centre/", "/admin/"])
def test_a_session_cookie_that_is_no_key_is_nobodys(strict, path):
    strict.cookies.clear()
    answer = strict.get(path, HTTP_COOKIE='sessionid="\\000abcdefghijklmno"')
    assert answer.status_code in {200, 302}


def test_a_static_file_cannot_be_framed_either(live_site):
    for path in ("/static/css/ocpizza.css", "/static/nothing.css"):
        assert requests.get(live_site.url + path, timeout=10).headers["X-Frame-Options"] == "DENY"
