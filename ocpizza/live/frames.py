"""Writes the frames that servers send to screens: a header that says what it shows, then whole regions."""

import re
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils.html import format_html

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
    head = format_html(
        '<oc-frame id="oc-frame" data-v="{}" data-kind="{}" data-now="{}" data-build="{}"{}'
        ' hx-swap-oob="true"></oc-frame>',
        spell(vector),
        kind,
        time.time_ns() // 1_000_000,
        settings.BUILD,
        format_html(" data-reset") if reset else "",
    )
    parts = [head, *(for_swap(html) for html in (regions or {}).values())]
    if say:
        parts.append(format_html('<div id="say" hx-swap-oob="innerHTML">{}</div>', say))
    return Frame("\n".join(parts))


def for_swap(html: str) -> str:
    """Ask for a morph on the root of a region, the only difference between the socket's bytes and the page's."""
    root = _ROOT.match(html)
    if root is None:
        raise ValueError(f"A region starts with an element that carries data-region, not with {html[:60]!r}")
    return f'{html[: root.end()]} hx-swap-oob="morph"{html[root.end() :]}'
