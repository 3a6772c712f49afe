"""A bare asyncio server: writes one prebuilt frame to every socket, the least that Python can do for a broadcast."""

import asyncio
import base64
import hashlib
import json
import struct
import sys
import time

MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
HEAD = '<oc-frame id="oc-frame" data-v="toy.all={version}" data-kind="patch" hx-swap-oob="true"></oc-frame>\n'


class Door(asyncio.Protocol):
    """Speaks just enough HTTP for the handshake, and for `POST /publish/<length of the frame>`."""

    sockets: list[asyncio.Transport] = []
    version = 0
    transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if data.startswith(b"GET "):
            self._shake_hands(data)
        elif data.startswith(b"POST "):
            self._publish(int(data.split(b" ", 2)[1].rpartition(b"/")[2]))

    def connection_lost(self, error: Exception | None) -> None:
        if self.transport in self.sockets:
            self.sockets.remove(self.transport)

    def _shake_hands(self, request: bytes) -> None:
        key = request.lower().partition(b"sec-websocket-key:")
        asked = request[len(key[0]) + len(key[1]) :].split(b"\r\n", 1)[0].strip()
        accept = base64.b64encode(hashlib.sha1(asked + MAGIC).digest())
        self.transport.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
        )
        self.sockets.append(self.transport)

    def _publish(self, length: int) -> None:
        at = time.monotonic_ns()
        Door.version += 1
        payload = HEAD.format(version=Door.version).encode().ljust(length, b".")
        wire = struct.pack("!BBH", 0x81, 126, len(payload)) if len(payload) < 65_536 else b""
        wire = (wire or struct.pack("!BBQ", 0x81, 127, len(payload))) + payload
        for transport in self.sockets:
            transport.write(wire)
        answer = json.dumps({"at": at, "version": Door.version}).encode()
        self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(answer), answer))


async def main(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Door, "127.0.0.1", port, backlog=2048)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
