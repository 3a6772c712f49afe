"""Refuses request bodies that no form of ours can have, before anything reads them."""

from collections.abc import Awaitable, Callable
from typing import Any

BIGGEST_BODY = 1024 * 1024

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]


def bounded(application: Application) -> Application:
    """Answer 413 to bodies over 1 MiB; a chunked body is measured here, because WSGI needs its length."""

    async def door(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        headers = dict(scope["headers"])
        length = headers.get(b"content-length", b"")
        if length and (not length.isdigit() or int(length) > BIGGEST_BODY):
            await _refuse(send)
        elif b"chunked" in headers.get(b"transfer-encoding", b"").lower() and not length:
            await _measured(application, scope, receive, send)
        else:
            await application(scope, receive, send)

    return door


async def _measured(application: Application, scope: Message, receive: Receive, send: Send) -> None:
    """Read at most 1 MiB of a chunked body, then hand it over with its length."""
    body, more = bytearray(), True
    while more and len(body) <= BIGGEST_BODY:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    if len(body) > BIGGEST_BODY:
        await _refuse(send)
        return
    headers = [(name, value) for name, value in scope["headers"] if name != b"transfer-encoding"]
    whole = [{"type": "http.request", "body": bytes(body)}]

    async def replay() -> Message:
        return whole.pop() if whole else await receive()

    await application({**scope, "headers": [*headers, (b"content-length", b"%d" % len(body))]}, replay, send)


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send(
        {
            "type": "http.response.body",
            "body": "Trop volumineux\N{NO-BREAK SPACE}: 1\N{NO-BREAK SPACE}Mio au plus.\n".encode(),
        }
    )
