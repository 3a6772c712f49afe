"""The round pizza: rim, sauce, toppings, whole or in two halves."""

import math
from collections.abc import Sequence

from ocpizza.catalog.drawing.strokes import blisters, chance, dots, polar, round_path, scattered
from ocpizza.catalog.drawing.toppings import Pen, Topping, definitions, sauce, scattered_about, toppings

HALVES = (("l", 0, -1), ("r", 100, 1))  # id of the clip, its left edge, the side


def body(pen: Pen, recipe: Sequence[Topping], right: Sequence[Topping] | None) -> str:
    """Return the inside of the SVG; `right` is the recipe of the right half, if it differs."""
    if right is None:
        return _defs(pen, recipe) + _rim(pen) + _face(pen, recipe, 0)
    clips = "".join(
        f'<clipPath id="{pen.ids}{name}"><rect x="{x}" width="100" height="200"/></clipPath>' for name, x, _ in HALVES
    )
    faces = "".join(
        f'<g clip-path="url(#{pen.ids}{name})">{_face(pen, half, side)}</g>'
        for (name, _, side), half in zip(HALVES, (recipe, right), strict=True)
    )
    return _defs(pen, [*recipe, *right], clips) + _rim(pen) + faces


def _defs(pen: Pen, recipe: Sequence[Topping], more: str = "") -> str:
    return f'<defs><path id="{pen.ids}o" d="{_outline(pen.seed)}"/>{definitions(pen, recipe)}{more}</defs>'


def _outline(seed: str) -> str:
    """A hand-stretched disc of radius 90: nine corners pushed in or out."""
    luck = chance(seed, "outline")
    return round_path(
        [polar(94.3 + 1.9 * (luck[k] - 0.5), (k + 0.16 * luck[15 - k]) * math.tau / 9, x=0, y=0) for k in range(9)]
    )


def _rim(pen: Pen) -> str:
    outline = f'<use href="#{pen.ids}o"'
    lucks = [chance(pen.seed, "rim", k) for k in range(13)]
    angles = [(k + 1.1 * luck[0]) * math.tau / 13 for k, luck in enumerate(lucks)]
    return (
        f'{outline} fill="#151a2e" fill-opacity=".16" transform="translate(102.5 103.5)"/>'
        f'{outline} fill="#dc9b47" transform="translate(100 100)"/>'
        f'{outline} fill="#eebb6c" transform="translate(100.5 99.5)scale(.955)"/>'
        + blisters(pen.seed, [(polar(80 + 6 * luck[1], a), a + 1.6) for luck, a in zip(lucks, angles, strict=True)])
    )


def _face(pen: Pen, recipe: Sequence[Topping], side: int) -> str:
    face, edge, speckle = sauce(recipe)
    return (
        f'<use href="#{pen.ids}o" fill="{edge}" transform="translate(100 100)rotate(40)scale(.82)"/>'
        f'<use href="#{pen.ids}o" fill="{face}" transform="translate(100.4 100.6)rotate(70)scale(.785)"/>'
        + dots(scattered(pen.seed, "speckle", 14, 64), speckle, "5")
        + toppings(pen, recipe, scattered_about, side=side)
    )
