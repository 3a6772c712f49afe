"""The door of a server process: HTTP through Django in four threads, websockets to the live layer."""

import os
from collections.abc import Awaitable, Callable
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocpizza.settings")
_django = get_wsgi_application()

from ocpizza.live import codes, consumer, hub  # noqa: E402 - models need Django set up
from ocpizza.operations.bodies import bounded  # noqa: E402

HTTP_THREADS = 4  # as many database connections; with the live layer's two, a process never holds more than six
SCREENS = "/ws/live/"

Message = dict[str, Any]
_threads: Any = WSGIMiddleware(cast("Any", _django), workers=HTTP_THREADS)
_http = bounded(_threads)


async def application(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    """Serve one request, one screen, or the server's own start and stop."""
    if scope["type"] == "websocket" and scope["path"] == SCREENS:
        await consumer.screen(scope, receive, send)
    elif scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close", "code": codes.GONE})
    else:
        hub.here()  # from its first request on, this process announces through its own loop
        await _http(scope, receive, send)
