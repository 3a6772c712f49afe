"""The ASGI application behind /ws/live/: a bare coroutine, for a thousand screens should cost little memory."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from ocpizza.live import codes
from ocpizza.live.hub import Hub, here
from ocpizza.live.origins import is_ours
from ocpizza.live.sockets import EXTENSION, Send, Socket
from ocpizza.live.viewers import visit

BIGGEST_MESSAGE = 4 * 1024
Receive = Callable[[], Awaitable[dict[str, Any]]]


async def screen(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Accept, authorise, register, then leave the rest to the hub; what the browser says is ignored."""
    await receive()
    await send({"type": "websocket.accept"})
    hub = here()
    answer = await _admit(hub, scope, send)
    if isinstance(answer, int):
        await send({"type": "websocket.close", "code": answer})
        return
    scope.clear()  # the headers of ten thousand handshakes are megabytes
    try:
        await _listen(receive, answer, hub)
    finally:
        hub.leave(answer)


async def _admit(hub: Hub, scope: dict[str, Any], send: Send) -> Socket | int:
    """Return the registered socket, or the code that closes it."""
    if not is_ours(scope["headers"]):
        return codes.FORBIDDEN
    who, held = visit(dict(scope["headers"])), parse_qs(scope["query_string"].decode("ascii", "replace")).get("v", [""])
    admission = await hub.admit(who, held[0]) if len(held) == 1 else codes.GONE
    if isinstance(admission, int):
        return admission
    socket = Socket(send, scope.get("extensions", {}).get(EXTENSION), who, admission.staff)
    hub.join(socket, admission)
    return socket


async def _listen(receive: Receive, socket: Socket, hub: Hub) -> None:
    """Wait for the end; a screen that sends more than 4 KiB is none of ours."""
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return
        said = message.get("text") or message.get("bytes") or b""
        if len(said.encode() if isinstance(said, str) else said) > BIGGEST_MESSAGE:
            hub.dismiss(socket, codes.TOO_BIG)
