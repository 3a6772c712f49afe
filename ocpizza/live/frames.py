"""Writes the frames that servers send to screens: a header that says what it shows, then whole regions."""

import re
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils.html import escape

from ocpizza.live.streams import spell

HELLO, SNAPSHOT, PATCH, BEAT, HEAL = "hello", "snapshot", "patch", "beat", "heal"

_ROOT = re.compile(r"<[a-z][\w-]*(?:\s+[^\s=>/\"]+(?:=\"[^\"]*\")?)*?\s+data-region(?=[\s>])")


@dataclass(frozen=True, eq=False)
class Frame:
    """A frame made once and sent to many; `wire` is the text as one unmasked WebSocket message of a server."""

    text: str

    @cached_property
    def wire(self) -> bytes:
        payload = self.text.encode()
        if len(payload) < 126:
            return bytes((0x81, len(payload))) + payload
        if len(payload) < 65_536:
            return struct.pack("!BBH", 0x81, 126, len(payload)) + payload
        return struct.pack("!BBQ", 0x81, 127, len(payload)) + payload


def frame(
    kind: str, vector: Mapping[str, int], regions: Mapping[str, str] | None = None, say: str = "", reset: bool = False
) -> Frame:
    """Write one frame.

    `reset` tells the browser to accept versions older than those it holds: the database went back to a backup.
    """
    head = (
        f'<oc-frame id="oc-frame" data-v="{escape(spell(vector))}" data-kind="{kind}"'
        f' data-now="{time.time_ns() // 1_000_000}" data-build="{escape(settings.BUILD)}"'
        f'{" data-reset" if reset else ""} hx-swap-oob="true"></oc-frame>'
    )
    parts = [head, *(for_swap(html) for html in (regions or {}).values())]
    if say:
        parts.append(f'<div id="say" hx-swap-oob="innerHTML">{escape(say)}</div>')
    return Frame("\n".join(parts))


def for_swap(html: str) -> str:
    """Ask for a morph on the root of a region, the only difference between the socket's bytes and the page's."""
    root = _ROOT.match(html)
    if root is None:
        raise ValueError(f"A region starts with an element that carries data-region, not with {html[:60]!r}")
    return f'{html[: root.end()]} hx-swap-oob="morph"{html[root.end() :]}'
