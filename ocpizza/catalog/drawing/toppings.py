"""Puts the toppings of a recipe where they lie."""

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.html import escape

from ocpizza.catalog.drawing.shapes import BARE_DOUGH, SAUCES, SHAPES, UNKNOWN, Shape
from ocpizza.catalog.drawing.strokes import CENTRE, Point, chance, dots, polar, scattered, short

Topping = tuple[str, int]  # slug of the ingredient, dose in thousandths of its unit for the whole pizza
Placing = Callable[[int, int, Shape, list[float], str], Point]  # rank, count, shape, luck, seed -> where

GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
ROWS, SEATS = 14, 7  # of the sunflower: no ingredient has more pieces than rows
POURED = ("honey", "curry")  # drawn over the whole face, not in pieces


@dataclass(frozen=True)
class Pen:
    """What all strokes of one drawing share: the seed of its chance, the prefix of its ids."""

    seed: str
    ids: str


@dataclass(frozen=True)
class Piece:
    slug: str
    variant: int
    x: float
    y: float
    turn: int
    scale: float


def sauce(recipe: Sequence[Topping]) -> tuple[str, str, str]:
    """Return the colours of what is under everything: face, edge, speckles."""
    present = {slug for slug, dose in recipe if dose > 0}
    return next((colours for slug, colours in SAUCES.items() if slug in present), BARE_DOUGH)


def definitions(pen: Pen, recipe: Sequence[Topping]) -> str:
    """Define each kind of piece once."""
    slugs = sorted({slug for slug, _ in visible(recipe) if slug not in POURED})
    return "".join(
        f'<g id="{pen.ids}{escape(slug)}{rank}">{drawn}</g>'
        for slug in slugs
        for rank, drawn in enumerate(shape(slug).variants)
    )


def visible(recipe: Sequence[Topping]) -> list[Topping]:
    """What lies on the sauce, from the lowest up; the order of the recipe does not matter."""
    lying = [(slug, dose) for slug, dose in recipe if dose > 0 and slug not in SAUCES and slug != "dough"]
    return sorted(lying, key=lambda topping: (9 if topping[0] in POURED else shape(topping[0]).floor, topping[0]))


def toppings(pen: Pen, recipe: Sequence[Topping], placing: Placing, most: int = 99, side: int = 0) -> str:
    """Draw them all; `side` -1 (left) or 1 (right) leaves out the pieces that the other half would hide anyway."""
    drawn = []
    for slug, dose in visible(recipe):
        if slug in POURED:
            drawn.append(_honey(pen) if slug == "honey" else _curry(pen, dose))
        else:
            pieces = place(pen.seed, slug, dose, placing, most)
            drawn += [_use(pen, piece) for piece in pieces if side * (piece.x - CENTRE) > -14]
    return "".join(drawn)


def place(seed: str, slug: str, dose: int, placing: Placing, most: int = 99) -> list[Piece]:
    """Place the pieces of one ingredient, whatever else is on the pizza."""
    kind = shape(slug)
    count = min(most, max(kind.least, min(kind.most, round(dose / kind.per_piece))))
    lucks = [chance(seed, slug, k) for k in range(count)]
    return [_piece(slug, kind, k, placing(k, count, kind, luck, seed), luck) for k, luck in enumerate(lucks)]


def scattered_about(k: int, count: int, kind: Shape, luck: list[float], seed: str) -> Point:
    """Place the k-th of `count` pieces on the whole face, moved a little by chance; a single one near the middle."""
    turn = chance(seed, "sunflower")[0] * math.tau
    if count == 1:
        away, angle = 0.3, 0.0
    elif kind.seat is None:
        away, angle = math.sqrt((k + 0.5) / count), k * GOLDEN_ANGLE
    else:
        away, angle = seating()[kind.seat][k]
    away += 0.05 * (luck[0] - 0.5)
    return polar(kind.reach * away, turn + angle + 0.12 * (luck[1] - 0.5) / max(away, 0.3))


@cache
def seating() -> list[list[Point]]:
    """Share a sunflower's places, (distance, angle), between the seats, so that each seat's lie far apart.

    In turn each seat takes the free place farthest from its own: the first few of a seat already cover the face, one
    more never moves another, and what sits elsewhere at the table never lies on the same place.
    """
    free = [(math.sqrt((k + 0.5) / (ROWS * SEATS)), k * GOLDEN_ANGLE) for k in range(ROWS * SEATS)]
    seats: list[list[Point]] = [[] for _ in range(SEATS)]
    for turn in range(ROWS * SEATS):
        mine = seats[turn % SEATS]
        best = max(free, key=lambda place: round(_room(place, mine), 6))
        mine.append(best)
        free.remove(best)
    return seats


def _room(place: Point, mine: Sequence[Point]) -> float:
    """How far a place is from those already taken and, less strictly, from the rim."""
    x, y = polar(*place, x=0, y=0)
    near = min((math.dist((x, y), polar(*other, x=0, y=0)) for other in mine), default=1.0)
    return min(near, 2.2 * (1.08 - place[0]) + 0.1)


def shape(slug: str) -> Shape:
    """Return how an ingredient looks; what nobody has drawn is still seen."""
    return SHAPES.get(slug, UNKNOWN)


def _piece(slug: str, kind: Shape, k: int, where: Point, luck: list[float]) -> Piece:
    return Piece(slug, k % len(kind.variants), *where, turn=int(360 * luck[2]), scale=0.88 + 0.24 * luck[3])


def _use(pen: Pen, piece: Piece) -> str:
    where = f"translate({short(piece.x)} {short(piece.y)})rotate({piece.turn})scale({piece.scale:.2f})"
    return f'<use href="#{pen.ids}{escape(piece.slug)}{piece.variant}" transform="{where}"/>'


def _honey(pen: Pen) -> str:
    """One thread of honey, to and fro across the pizza."""
    luck = chance(pen.seed, "honey")
    rows = [(CENTRE + (-1) ** k * (58 - 2.2 * abs(k - 4) ** 2 - 8 * luck[k]), 48 + k * 13) for k in range(9)]
    path = f"M{short(rows[0][0])} {short(rows[0][1])}"
    for (ax, ay), (bx, by) in itertools.pairwise(rows):
        path += (
            f"C{short(ax + (ax - CENTRE) * 0.25)} {short(ay + 9)} {short(bx)} {short(by - 12)} {short(bx)} {short(by)}"
        )
    strokes = "".join(
        f'<path stroke="{c}" stroke-width="{w}" d="{path}"/>' for c, w in (("#dd8f12", 3), ("#fbc646", 1.6))
    )
    return f'<g fill="none" stroke-linecap="round" transform="rotate({int(30 * luck[10]) - 45} 100 100)">{strokes}</g>'


def _curry(pen: Pen, dose: int) -> str:
    return dots(scattered(pen.seed, "curry", max(12, min(48, dose // 110)), 66), "#c9820c", "2.1")
