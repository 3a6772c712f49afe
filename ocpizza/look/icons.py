"""Reads the vendored icons once and hands them out as inline SVG."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

FOLDER = "lucide-1.62.0"
_FRAME = re.compile(r"<!--.*?-->|</?svg[^>]*>", re.DOTALL)


class UnknownIcon(LookupError):
    """A template asked for an icon that is not vendored."""


def folder() -> Path:
    """Return where the icons lie; each is named as lucide names it."""
    return Path(settings.BASE_DIR) / "static" / "vendor" / FOLDER


@cache
def inline(name: str, label: str = "") -> SafeString:
    """Return the icon as SVG: decorative without a label, an image with one. Unknown names raise UnknownIcon.

    Colour and stroke come from `.icon` in the stylesheet: a live frame repeats icons often and stays small.
    """
    said = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="icon" viewBox="0 0 24 24" width="24" height="24" {}>{}</svg>', said, _drawing(name))


@cache
def _drawing(name: str) -> SafeString:
    file = folder() / f"{name}.svg"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not file.exists():
        raise UnknownIcon(f"no icon {name!r} in static/vendor/{FOLDER}")
    drawing = _FRAME.sub("", file.read_text())
    return SafeString(re.sub(r"\s*\n\s*", "", drawing).replace(" />", "/>"))
