"""The folded pizza, seen half open: the filling shows in the mouth between the two lips."""

import math
from collections.abc import Sequence

from ocpizza.catalog.drawing.shapes import Shape
from ocpizza.catalog.drawing.strokes import Point, blisters, chance, dots, polar, short
from ocpizza.catalog.drawing.toppings import SEATS, Pen, Topping, definitions, sauce, toppings

FOLD = 62  # the height of the fold, from which the half-moon hangs
LOWER = "M8 62C6 122 46 170 102 170S194 122 192 62C192 50 182 46 172 46H28C16 46 8 52 8 62Z"
MOUTH = "M19 66C20 115 54 159 101 159S181 115 181 66Z"
UPPER = "M8 60C8 90 46 117 102 116S192 90 192 60C192 48 182 44 170 44H30C18 44 8 49 8 60Z"
UPPER_FACE = "M13 60C14 86 50 111 102 110S185 86 187 59C187 51 180 48 170 48H31C20 48 13 52 13 60Z"
ROOM = 7  # pieces of one ingredient that the mouth has room for


def body(pen: Pen, recipe: Sequence[Topping]) -> str:
    """Return the inside of the SVG: lower lip, filling, upper lip, crimps along the fold."""
    face, edge, speckle = sauce(recipe)
    lip = f'<clipPath id="{pen.ids}m"><path d="{MOUTH}"/></clipPath>'
    filling = (
        f'<path fill="{face}" stroke="{edge}" stroke-width="5" d="{MOUTH}"/>'
        + dots(
            [in_the_mouth(k, 12, _ANYWHERE, chance(pen.seed, "speckle", k), pen.seed) for k in range(12)], speckle, "5"
        )
        + toppings(pen, recipe, in_the_mouth, most=ROOM)
    )
    turn = int(10 * chance(pen.seed, "fold")[0]) - 20
    return (
        f"<defs>{definitions(pen, recipe)}{lip}</defs>"
        f'<path fill="#151a2e" fill-opacity=".16" transform="translate(3 4)rotate({turn} 100 100)" d="{LOWER}"/>'
        f'<g transform="rotate({turn} 100 100)"><path fill="#dc9b47" d="{LOWER}"/>'
        f'<path fill="#eebb6c" transform="translate(4 1)scale(.96)" d="{LOWER}"/>'
        f'<g clip-path="url(#{pen.ids}m)">{filling}</g>'
        f'<path fill="#a8541d" fill-opacity=".35" transform="translate(0 4)" d="{UPPER}"/>'
        f'<path fill="#dc9b47" d="{UPPER}"/><path fill="#f0c078" d="{UPPER_FACE}"/>{_crimps()}{_browning(pen)}</g>'
    )


def in_the_mouth(k: int, count: int, kind: Shape, luck: list[float], seed: str) -> Point:
    """Place the k-th of `count` pieces along the mouth; a single one lies in its middle."""
    if count == 1:
        return polar(76, math.pi * (0.45 + 0.1 * luck[0]), y=FOLD)
    share = (k + (kind.seat or 0) / SEATS + 0.3 * luck[0]) / count
    return polar(84 - 18 * luck[1], math.pi * (0.12 + 0.76 * (share % 1)), y=FOLD)


_ANYWHERE = Shape((), 1, 0)


def _crimps() -> str:
    """The pinches of the fold."""
    marks = "".join(f"M{22 + k * 17} 45q{short(3 + 0.4 * k)} 5 1 10" for k in range(10))
    return f'<path fill="none" stroke="#d19043" stroke-width="2.6" stroke-linecap="round" d="{marks}"/>'


def _browning(pen: Pen) -> str:
    places = []
    for k in range(16):
        luck = chance(pen.seed, "top", k)
        angle = math.pi * (0.1 + 0.8 * luck[0])
        x, y = polar(26 + 52 * luck[1], angle, y=FOLD)
        places.append(((x, FOLD + (y - FOLD) * 0.52), luck[2] * math.pi))
    shine = '<path fill="none" stroke="#f8d69a" stroke-width="4" stroke-linecap="round" d="M40 64C56 78 84 84 106 83"/>'
    return shine + blisters(pen.seed, places)
