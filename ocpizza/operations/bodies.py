"""Refuses requests that no form of ours can make, before anything reads them."""

from collections.abc import Awaitable, Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.template import loader
from django.utils.http import parse_header_parameters

BIGGEST_BODY = 1024 * 1024
ENCODING = "utf-8"
TOO_BIG = "Trop volumineux\N{NO-BREAK SPACE}: 1\N{NO-BREAK SPACE}Mio au plus.\n"
NOT_UTF8 = "Illisible\N{NO-BREAK SPACE}: seul UTF-8 est compris.\n"

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]


def bounded(application: Application) -> Application:
    """Answer 413 to bodies over 1 MiB, and 415 to another charset than UTF-8.

    A chunked body is measured here, because WSGI needs its length. The charset is read here, because Django opens
    query and form with whatever codec the visitor names before any middleware runs.
    """

    async def door(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        headers = dict(scope["headers"])
        length = headers.get(b"content-length", b"")
        if length and (not length.isdigit() or int(length) > BIGGEST_BODY):
            await _refuse(send, 413, TOO_BIG)
        elif not _in_utf8(headers.get(b"content-type", b"")):
            await _refuse(send, 415, NOT_UTF8)
        elif b"chunked" in headers.get(b"transfer-encoding", b"").lower() and not length:
            await _measured(application, scope, receive, send)
        else:
            await application(scope, receive, send)

    return door


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 with our page; Django's own view reads the body again, which fails again, and answers nothing."""
    return HttpResponseBadRequest(loader.render_to_string("400.html"))


async def _measured(application: Application, scope: Message, receive: Receive, send: Send) -> None:
    """Read at most 1 MiB of a chunked body, then hand it over with its length."""
    body, more = bytearray(), True
    while more and len(body) <= BIGGEST_BODY:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    if len(body) > BIGGEST_BODY:
        await _refuse(send, 413, TOO_BIG)
        return
    headers = [(name, value) for name, value in scope["headers"] if name != b"transfer-encoding"]
    whole = [{"type": "http.request", "body": bytes(body)}]

    async def replay() -> Message:
        return whole.pop() if whole else await receive()

    await application({**scope, "headers": [*headers, (b"content-length", b"%d" % len(body))]}, replay, send)


def _in_utf8(content_type: bytes) -> bool:
    _, parameters = parse_header_parameters(content_type.decode("latin1"))
    return parameters.get("charset", ENCODING).lower() in {ENCODING, "utf8"}


async def _refuse(send: Send, status: int, sentence: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": sentence.encode()})
