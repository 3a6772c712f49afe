"""The hand that draws: repeatable chance, short numbers, round outlines."""

import hashlib
import math
from collections.abc import Sequence

Point = tuple[float, float]

CENTRE = 100


def chance(*parts: object) -> list[float]:
    """Return 16 numbers in [0, 1) that depend on the parts alone, not on the process as hash() would."""
    digest = hashlib.sha256("/".join(map(str, parts)).encode()).digest()
    return [int.from_bytes(digest[at : at + 2]) / 65536 for at in range(0, 32, 2)]


def short(number: float) -> str:
    """Write a number with one decimal at most: a drawing is sent many times."""
    return f"{number:.1f}".removesuffix(".0").replace("-0.", "-.").removeprefix("0") or "0"


def polar(radius: float, angle: float, *, x: float = CENTRE, y: float = CENTRE) -> Point:
    """Return the point at a distance and an angle (in radians) from the centre of the drawing, or from x and y."""
    return x + radius * math.cos(angle), y + radius * math.sin(angle)


def round_path(corners: Sequence[Point]) -> str:
    """Join the corners by curves through the middles of the sides."""
    following = [*corners[1:], corners[0]]
    middles = [((ax + bx) / 2, (ay + by) / 2) for (ax, ay), (bx, by) in zip(corners, following, strict=True)]
    curves = "".join(
        f"Q{short(cx)} {short(cy)} {short(mx)} {short(my)}" for (cx, cy), (mx, my) in zip(corners, middles, strict=True)
    )
    return f"M{short(middles[-1][0])} {short(middles[-1][1])}{curves}Z"


def dots(points: Sequence[Point], colour: str, width: str) -> str:
    """Draw round dots as one path: a stroke of no length with round ends."""
    path = "".join(f"M{short(x)} {short(y)}h.1" for x, y in points)
    return f'<path stroke="{colour}" stroke-width="{width}" stroke-linecap="round" d="{path}"/>'


def scattered(seed: str, name: str, count: int, reach: float) -> list[Point]:
    """Return `count` points anywhere within `reach` of the centre."""
    lucks = (chance(seed, name, k) for k in range(count))
    return [polar(reach * math.sqrt(luck[0]), math.tau * luck[1]) for luck in lucks]


def blisters(seed: str, places: Sequence[tuple[Point, float]]) -> str:
    """Brown the dough at each place, along the given direction."""
    marks: dict[str, list[str]] = {"#c38c46": [], "#a06a2e": []}
    for k, ((x, y), along) in enumerate(places):
        luck = chance(seed, "blister", k)
        length = 0.3 + 4.5 * luck[0]
        step = f"l{short(math.cos(along) * length)} {short(math.sin(along) * length)}"
        marks["#c38c46" if luck[1] < 0.55 else "#a06a2e"].append(f"M{short(x)} {short(y)}{step}")
    return "".join(
        f'<path stroke="{colour}" stroke-width="{width}" stroke-linecap="round" d="{"".join(path)}"/>'
        for (colour, path), width in zip(marks.items(), ("5.4", "4.4"), strict=True)
    )
