"""Draws what is sold: a pizza from its recipe, the same SVG on every machine and for ever; an article from its slug.

Each piece lies where a hash of the seed, the ingredient and the piece's rank puts it, on a sunflower spiral. So adding
or removing an ingredient leaves every other piece where it was, and a customer sees only what was changed.
"""

import hashlib
import json
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString

from ocpizza.catalog.drawing import calzone, disc
from ocpizza.catalog.drawing.articles import draw_article
from ocpizza.catalog.drawing.toppings import Pen, Topping

__all__ = ["Topping", "draw", "draw_article", "fingerprint"]

VERSION = 1  # part of the fingerprint: a new way of drawing is a new address, since addresses are cached for ever


def draw(
    recipe: Sequence[Topping],
    *,
    seed: str,
    halves: Sequence[Topping] | None = None,
    folded: bool = False,
    label: str = "",
    prefix: str = "",
) -> SafeString:
    """Return the pizza as a complete SVG element, 200 pixels wide until a stylesheet says otherwise.

    `recipe` holds (slug, dose in thousandths) pairs with the doses of a whole medium pizza. With `halves`, `recipe` is
    the left half and `halves` the right one, again with whole doses. `folded` draws a calzone. With a label it is an
    image for screen readers, else decoration. Ids inside begin with `prefix`, by default the fingerprint: pass one
    when the same drawing may stand twice in a page.
    """
    pen = Pen(seed, prefix or f"p{fingerprint(recipe, seed=seed, halves=halves, folded=folded)[:8]}")
    body = calzone.body(pen, recipe) if folded else disc.body(pen, recipe, halves)
    said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return SafeString(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" viewBox="0 0 200 200" width="200" '
        f'height="200" {said}>{body}</svg>'
    )


def fingerprint(
    recipe: Sequence[Topping], *, seed: str, halves: Sequence[Topping] | None = None, folded: bool = False
) -> str:
    """Return 16 hexadecimal digits that change whenever the drawing does; the order of ingredients is no change."""
    parts = [VERSION, seed, folded, sorted(recipe), None if halves is None else sorted(halves)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
