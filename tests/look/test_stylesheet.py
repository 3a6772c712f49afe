"""The shared stylesheet keeps its promises: contrast, one file, flat colours, nothing fetched from elsewhere."""

import gzip
import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static" / "css" / "ocpizza.css"
TEXT = CSS.read_text()
COMMENTS = re.compile(r"/\*.*?\*/", re.DOTALL)
DECLARED = re.compile(r"(--[\w-]+):\s*([^;}]+)[;}]")
READABLE, VISIBLE = 4.5, 3.0


def _tokens(room: str) -> dict[str, str]:
    light = dict(DECLARED.findall(re.search(r":root \{(.*?\n  )\}", TEXT, re.DOTALL)[1]))  # type: ignore[index]
    dark = dict(DECLARED.findall(re.search(r"\n  \.room-kitchen \{(.*?\n  )\}", TEXT, re.DOTALL)[1]))  # type: ignore[index]
    return light | dark if room == "dark" else light


def _colour(tokens: dict[str, str], name: str) -> str:
    value = tokens.get(name, name)
    while value.startswith("var("):
        value = tokens[value[4:-1]]
    return value


def _luminance(hexadecimal: str) -> float:
    digits = hexadecimal.removeprefix("#")
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(room: str, one: str, other: str) -> float:
    tokens = _tokens(room)
    lights = sorted((_luminance(_colour(tokens, one)), _luminance(_colour(tokens, other))), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


@pytest.mark.parametrize("room", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        *(
            (ink, paper)
            for ink in ("--text", "--muted", "--ok", "--late")
            for paper in ("--bg", "--surface", "--surface-2")
        ),
        ("--soon", "--bg"),
        ("--soon", "--surface"),
        ("--on-late", "--late-bg"),
        ("--on-soon-tint", "--soon-tint"),
        ("--ok", "--ok-tint"),
        ("--late", "--late-tint"),
        ("#fff", "--tomate"),
        ("#fff", "--basilic"),
        ("#fff", "--email"),
        ("--encre", "--croute"),
        ("#8f0f0a", "#fff"),
        ("#2b1d00", "#f0b13c"),
    ],
)
def test_words_stand_out_from_what_they_are_written_on(room: str, ink: str, paper: str) -> None:
    assert _contrast(room, ink, paper) >= READABLE


@pytest.mark.parametrize("room", ["light", "dark"])
@pytest.mark.parametrize("paper", ["--bg", "--surface"])
@pytest.mark.parametrize("part", ["--edge", "--focus"])
def test_controls_and_focus_stand_out(room: str, part: str, paper: str) -> None:
    assert _contrast(room, part, paper) >= VISIBLE


def test_every_token_used_is_declared() -> None:
    assert set(re.findall(r"var\((--[\w-]+)", TEXT)) <= {name for name, _ in DECLARED.findall(TEXT)}


def test_colours_are_flat_but_for_the_stripes() -> None:
    rules = COMMENTS.sub("", TEXT)
    assert re.findall(r"[\w-]*gradient\(", rules.replace("repeating-linear-gradient(", "")) == []


def test_nothing_is_fetched_but_our_own_fonts() -> None:
    assert "@import" not in TEXT
    addresses = re.findall(r'url\("([^"]+)"\)', TEXT)
    assert len(addresses) == TEXT.count("url(") == 3
    assert all((CSS.parent / address).resolve().exists() for address in addresses)


def test_the_stylesheet_leaves_room_for_a_first_page_of_60_kb() -> None:
    assert len(gzip.compress(CSS.read_bytes())) < 10_000


def test_the_braces_are_balanced() -> None:
    rules = COMMENTS.sub("", TEXT)
    assert rules.count("{") == rules.count("}")
