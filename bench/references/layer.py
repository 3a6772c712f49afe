"""One Channels layer channel per socket, as the documentation of Channels teaches it, under plain Daphne with Redis."""

import json
import os
import time
from typing import Any

import django
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from channels.routing import ProtocolTypeRouter
from django.conf import settings

from bench.references.bare import HEAD

if not settings.configured:
    host = {"address": os.environ["BENCH_REDIS_URL"], "socket_timeout": None}
    layer = {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [host]}}
    settings.configure(INSTALLED_APPS=["channels"], CHANNEL_LAYERS={"default": layer}, ALLOWED_HOSTS=["*"])
    django.setup()

GROUP = "everyone"
versions = [0]


class Screen(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One socket, one channel, one member of the group."""

    async def connect(self) -> None:
        await self.channel_layer.group_add(GROUP, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(GROUP, self.channel_name)

    async def frame(self, event: dict[str, Any]) -> None:
        await self.send(text_data=event["text"])


async def publish(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Send a frame of the length in the address to the group."""
    length = int(scope["path"].rpartition("/")[2])
    versions[0] += 1
    at = time.monotonic_ns()
    text = HEAD.format(version=versions[0]).ljust(length, ".")
    await get_channel_layer().group_send(GROUP, {"type": "frame", "text": text})
    body = json.dumps({"at": at, "version": versions[0]}).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


application = ProtocolTypeRouter({"http": publish, "websocket": Screen.as_asgi()})
