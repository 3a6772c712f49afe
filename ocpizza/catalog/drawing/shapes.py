"""How each ingredient looks from above: one entry per slug, drawn around the origin on a pizza 200 units wide.

Only presentation attributes: the content security policy forbids inline styles. Colours are flat, as in the rest of
the product; a hole is left open, so that what lies under an olive shows through.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """How one ingredient is spread: `per_piece` is the dose of one piece, in thousandths of the ingredient's unit.

    `floor` says what lies under what (0 is the sauce, 9 the last pinch), `reach` how far from the centre it may lie.
    `seat` is its place at the table, 0 to 6: ingredients of different seats never lie on each other. None spreads
    over the whole face, as what melts does.
    """

    variants: tuple[str, ...]
    per_piece: int
    floor: int
    seat: int | None = None
    least: int = 3
    most: int = 14
    reach: float = 62


MOZZARELLA = (
    (
        '<path fill="#fbf0da" stroke="#e9cf98" stroke-width=".7" d="M-11-1C-11-8-4-11 2-10.5S12-5 11 2 6 11-1 10.5-11 6-11-1Z"/>'
        '<ellipse cx="-1" cy="1" rx="4.3" ry="3.7" fill="#f2dcae"/>'
    ),
    (
        '<path fill="#fbf0da" stroke="#e9cf98" stroke-width=".7" d="M-8-6C-4-11 5-9 8-5S8 8 3 9.5-9 8-10 3-11-3-8-6Z"/>'
        '<path fill="#f2dcae" d="M-3-2C0-5 4-3 4 0S0 4-2 3-5 0-3-2Z"/>'
    ),
)
HAM = (
    (
        '<path fill="#f3a29d" d="M-9-6C-4-9 1-4 9-8 7-2 8 3 10 7 4 8-1 5-7 8-6 3-8-1-9-6Z"/>'
        '<path fill="none" stroke="#fbcdc7" stroke-width="1.7" stroke-linecap="round" d="M-6-4C-2-6 2-2 6-4"/>'
        '<path fill="none" stroke="#e2847f" stroke-width="1.2" stroke-linecap="round" d="M-4 3C0 1 3 4 6 3"/>'
    ),
    (
        '<path fill="#f5aaa4" d="M-8-8C-3-5 3-10 8-6 6-1 9 3 6 8 1 6-3 9-9 6-6 1-10-3-8-8Z"/>'
        '<path fill="none" stroke="#fbcdc7" stroke-width="1.7" stroke-linecap="round" d="M-5 4C-3 0-6-2-5-5"/>'
    ),
)
MUSHROOMS = (
    (
        '<path fill="#f3e7d2" stroke="#a98a5f" stroke-width="1.1" stroke-linejoin="round" '
        'd="M-9.5 1C-10-6-5-9 0-9S10-6 9.5 1C9 4 5 3 3 2L4 8C4 10-4 10-4 8L-3 2C-5 3-9 4-9.5 1Z"/>'
        '<path fill="none" stroke="#c9ad80" stroke-width="1.2" stroke-linecap="round" d="M-6-.5C-3-3 3-3 6-.5"/>'
    ),
)
OLIVES = (
    (
        '<circle r="3.7" fill="none" stroke="#26222e" stroke-width="3.4"/>'
        '<path fill="none" stroke="#76738a" stroke-width="1.1" stroke-linecap="round" d="M-3.3-2.6A4.2 4.2 0 0 1-.8-4.2"/>'
    ),
)
MERGUEZ = (
    (
        '<ellipse rx="6.6" ry="5.6" fill="#6b2415"/><ellipse cx="-.5" cy="-.5" rx="5.3" ry="4.4" fill="#93391f"/>'
        '<path stroke="#c4683f" stroke-width="1.3" stroke-linecap="round" d="M-3-1h0M1-3h0M2 1h.6M-1 2h0"/>'
        '<path stroke="#4f170d" stroke-width="1.1" stroke-linecap="round" d="M-1-1h0M3-1h0M0 3.2h0"/>'
    ),
)
ANCHOVIES = (
    (
        '<path fill="#6f5648" d="M-17 1C-10-5 4-7 12-4L18-6 17 1C8 3-8 5-17 1Z"/>'
        '<path fill="none" stroke="#cdb39c" stroke-width="1.2" stroke-linecap="round" d="M-13 .5C-5-3 5-3.5 13-2"/>'
    ),
    (
        '<path fill="#7b6252" d="M-17-3C-8-5 2 2 11-1L17-2 16 5C6 8-8 6-17-3Z"/>'
        '<path fill="none" stroke="#cdb39c" stroke-width="1.2" stroke-linecap="round" d="M-12-2C-4-1 3 4 12 2"/>'
    ),
)
CAPERS = (
    '<circle r="2.7" fill="#5f7a34"/><path stroke="#a8bb6d" stroke-width="1.2" stroke-linecap="round" d="M-.8-.9h.5"/>',
)
GORGONZOLA = (
    (
        '<path fill="#fbf3df" stroke="#e3d3ac" stroke-width=".8" stroke-linejoin="round" d="M-8-4L-1-8 8-5 9 3 2 8-7 6Z"/>'
        '<path fill="none" stroke="#5b8394" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" '
        'd="M-5-2L-2 0-3 3M2-5L4-2 2 0M4 4h1.2"/>'
    ),
)
GOAT_CHEESE = (
    (
        '<circle r="10" fill="#e4d9bb"/><circle r="8.7" fill="#fffdf6"/>'
        '<path fill="none" stroke="#e9e0c2" stroke-width="1.5" stroke-linecap="round" d="M-3.5-3.5C-1-6 3-5 4-2.5"/>'
    ),
)
REBLOCHON = (
    (
        '<path fill="#d6833a" d="M-12-3Q-12-8-7-8H9Q12-8 12-5V3Q12 7 8 7H-8Q-12 7-12 3Z"/>'
        '<path fill="#f8e2a4" d="M-12-3.5Q-6-6 0-5T12-4V3Q12 7 8 7H-8Q-12 7-12 3Z"/>'
        '<path stroke="#e6c677" stroke-width="1.8" stroke-linecap="round" d="M-6 1h1M1 3h0M5-1h.8"/>'
    ),
)
WALNUTS = (
    (
        '<path fill="#a86f3c" d="M0-6C3-8 7-6 6.5-2.5 8.5 0 7 4 4 4.5 3 7-1 7-2 5-6 6-8 3-6.5 0-8-3-6-7-3-6-2-7.5-1-7 0-6Z"/>'
        '<path fill="none" stroke="#754822" stroke-width="1.1" stroke-linecap="round" '
        'd="M0-5C-1-2 1 1 0 5M-4-3C-3-1-5 1-4 2.5M4-3.5C3-1.5 5 0 3.5 2"/>'
    ),
)
_STRIP = '<path fill="none" stroke-linecap="round" stroke="{0}" stroke-width="4" d="{2}"/><path fill="none" stroke-linecap="round" stroke="{1}" stroke-width="1" d="{2}"/>'
PEPPERS = (
    _STRIP.format("#2f8f46", "#82c877", "M-9 3C-6-5 5-6 9 1"),
    _STRIP.format("#f0a818", "#fbd873", "M-8-4C-4 4 4 4 9-2"),
    _STRIP.format("#dd4a26", "#f59a78", "M-9-2C-5-7 1 5 8 2"),
)
RED_ONION = (
    (
        '<g fill="none" stroke-linecap="round"><path stroke="#8c3a86" stroke-width="2" d="M-9.5 3A10 10 0 0 1 8 5"/>'
        '<path stroke="#dba9d6" stroke-width="1.8" d="M-6 4A6.4 6.4 0 0 1 5 5"/></g>'
    ),
    (
        '<g fill="none" stroke-linecap="round"><path stroke="#8c3a86" stroke-width="2" d="M-8-5A9 9 0 0 0 8.5-3"/>'
        '<path stroke="#e9c6e6" stroke-width="1.6" d="M-5-4A6 6 0 0 0 4.5-3.5"/></g>'
    ),
)
ONION = (
    (
        '<g fill="none" stroke-linecap="round"><path stroke="#c98f3f" stroke-width="2.8" d="M-9 3A10 10 0 0 1 8 5"/>'
        '<path stroke="#fbe7b5" stroke-width="1.5" d="M-9 3A10 10 0 0 1 8 5M-5.5 5A6 6 0 0 1 4.5 5.5"/></g>'
    ),
    (
        '<g fill="none" stroke-linecap="round"><path stroke="#bd8236" stroke-width="2.6" d="M-8-4C-4 3 2 5 9 1"/>'
        '<path stroke="#fbe7b5" stroke-width="1.3" d="M-8-4C-4 3 2 5 9 1"/></g>'
    ),
)
EGG = (
    (
        '<path fill="#e9dfc9" d="M-21 3C-23-9-13-19-1-19S22-13 22-1 17 11 14 18-5 23-12 19-20 10-21 3Z"/>'
        '<path fill="#fffdf5" d="M-20 1C-21-10-12-18-1-18S20-12 20-2 15 9 12 15-5 20-11 17-19 9-20 1Z"/>'
        '<circle cx="0" cy="-1" r="9.5" fill="#f09a12"/><circle cx="-.6" cy="-1.6" r="8.2" fill="#f9b526"/>'
        '<path fill="none" stroke="#ffe39a" stroke-width="1.9" stroke-linecap="round" d="M-5.5-3.5A6 6 0 0 1-1.5-7"/>'
    ),
)
ARTICHOKE = (
    (
        '<path fill="#8e9a4c" d="M0 10C-9 9-11 0-8-8-5-5-3-8 0-11 3-8 5-5 8-8 11 0 9 9 0 10Z"/>'
        '<path fill="#cdd08d" d="M0 8C-6 7-8 1-6-4-4-2-2-4 0-7 2-4 4-2 6-4 8 1 6 7 0 8Z"/>'
        '<path fill="none" stroke="#f4edc4" stroke-width="1.3" stroke-linecap="round" d="M0 6V-1M-3 4L-3.5 0M3 4L3.5 0"/>'
    ),
)
CHORIZO = (
    (
        '<circle r="8" fill="#8f2013"/><circle r="6.9" fill="#c9421f"/>'
        '<path stroke="#f3b78c" stroke-width="1.7" stroke-linecap="round" d="M-4-1h.8M0-4h0M3.5-2h.7M1 1h0M-2 3.5h.8M3.5 3h0"/>'
        '<path stroke="#8f2013" stroke-width="1.4" stroke-linecap="round" d="M-2-2.5h0M2.5 .3h0M-.5 4.8h0M-4.6 2h0"/>'
    ),
)
SMOKED_SALMON = (
    (
        '<path fill="#ee7a4e" d="M-15-3C-9-10 1-3 8-8 12-10 15-6 15-2 9 2 6 4 1 7-5 11-14 7-15-3Z"/>'
        '<path fill="#f79a72" d="M-13-3C-8-7 1-1 8-5 11-7 13-5 13-3 7 0 4 2 0 4-5 7-12 4-13-3Z"/>'
        '<path fill="none" stroke="#fdd0ba" stroke-width="1.2" stroke-linecap="round" '
        'd="M-9-2C-4-3 1 0 7-3M-7 2C-3 2 0 1 4-1"/>'
    ),
)
LEMON = (
    (
        '<path fill="#f1c31d" d="M-11 3A11 11 0 0 1 11 3Z"/><path fill="#fdf4c4" d="M-9.5 3A9.5 9.5 0 0 1 9.5 3Z"/>'
        '<path fill="#f9dd55" d="M-8 2A8 8 0 0 1-5.5-3.5L-.8 2ZM-4.6-4.2A8 8 0 0 1-.6-5.8V1ZM.6-5.8A8 8 0 0 1 4.6-4.2L.6 1ZM5.5-3.5A8 8 0 0 1 8 2H.8Z"/>'
    ),
)
DILL = (
    (
        '<path fill="none" stroke="#3d7d34" stroke-width="1.1" stroke-linecap="round" '
        'd="M0 8C1 2-1-2 0-8M0 5L-4 2M0 5L4 3M0 1L-5-2M0 1L4-1M0-3L-4-6M0-3L4-5"/>'
    ),
)
POTATOES = (
    (
        '<ellipse rx="11.5" ry="9.6" fill="#cf9a3c"/><ellipse cx="-.3" cy="-.4" rx="10.6" ry="8.7" fill="#f6da85"/>'
        '<path fill="none" stroke="#e2b455" stroke-width="1.6" stroke-linecap="round" d="M-5 2C-3 5 1 5 3 4M2-4h2M-5-3h0"/>'
    ),
)
BACON = (
    (
        '<rect x="-6.5" y="-3.6" width="13" height="7.2" rx="1.8" fill="#a63c31"/>'
        '<path fill="none" stroke="#f6cdb8" stroke-width="1.9" stroke-linecap="round" d="M-4.8-.6C-2 .6 1-1.6 4.8-.4"/>'
    ),
    (
        '<rect x="-5" y="-4" width="10" height="8" rx="1.8" fill="#b84a3a"/>'
        '<path fill="none" stroke="#f6cdb8" stroke-width="2.1" stroke-linecap="round" d="M-3.2 1.5C-1 .5 1 2.6 3.3 1.3"/>'
    ),
)
CHICKEN = (
    (
        '<path fill="#d7a561" d="M-10-2C-8-8-2-8 2-7S11-4 10 1 5 8-1 7.5-12 4-10-2Z"/>'
        '<path fill="#f4dcb0" d="M-9-2.5C-7-7.5-2-7 2-6S9.5-3.5 9 0 4 6-1 5.5-10.5 3-9-2.5Z"/>'
        '<path fill="none" stroke="#b9773a" stroke-width="1.5" stroke-linecap="round" d="M-6 2.5L-2-5M-1 4L3-4M4 3L7-2"/>'
    ),
)
BASIL = (
    (
        '<path fill="#2f9149" d="M-12 0C-8-8 4-9 12 0 5 8-7 8-12 0Z"/>'
        '<path fill="none" stroke="#17693f" stroke-width="1.3" stroke-linecap="round" d="M-9 0H8M-4 0L-1-3.5M1 0L4-3M-3 0L0 3.5"/>'
    ),
)
OLIVE_OIL = (
    (
        '<path fill="#f2c230" fill-opacity=".6" d="M-4 0C-4-3 0-4 2-3S5 1 3 3-4 4-4 0Z"/>'
        '<path stroke="#fff3bd" stroke-width="1" stroke-linecap="round" d="M-1.5-.8h.8"/>'
    ),
)
NEUTRAL = (
    (
        '<path fill="#c98a4b" stroke="#8a5526" stroke-width="1" d="M-6-3C-3-7 4-6 6-2S3 7-2 6-8 1-6-3Z"/>'
        '<path stroke="#f0cfa0" stroke-width="1.5" stroke-linecap="round" d="M-2-2h2"/>'
    ),
)

SHAPES: dict[str, Shape] = {
    "mozzarella": Shape(MOZZARELLA, 7_000, 1, most=20, reach=61),
    "reblochon": Shape(REBLOCHON, 8_500, 1, seat=5, reach=57),
    "potatoes": Shape(POTATOES, 7_000, 2, seat=1, most=14, reach=62),
    "smoked-salmon": Shape(SMOKED_SALMON, 8_000, 2, seat=0, reach=56),
    "ham": Shape(HAM, 6_000, 2, seat=0, reach=61),
    "goat-cheese": Shape(GOAT_CHEESE, 8_000, 3, seat=3, reach=59),
    "gorgonzola": Shape(GORGONZOLA, 3_700, 3, seat=0, reach=62),
    "chicken": Shape(CHICKEN, 7_500, 3, seat=0, reach=61),
    "chorizo": Shape(CHORIZO, 5_000, 3, seat=6, reach=63),
    "merguez": Shape(MERGUEZ, 7_500, 3, seat=6, reach=65),
    "artichoke": Shape(ARTICHOKE, 6_000, 3, seat=5, reach=61),
    "mushrooms": Shape(MUSHROOMS, 6_000, 4, seat=2, reach=63),
    "egg": Shape(EGG, 1_000, 5, least=1, most=3, reach=26),
    "bacon": Shape(BACON, 5_000, 5, seat=6, reach=65),
    "anchovies": Shape(ANCHOVIES, 660, 5, seat=0, reach=56),
    "peppers": Shape(PEPPERS, 5_000, 5, seat=1, reach=65),
    "onion": Shape(ONION, 3_300, 5, seat=3, reach=64),
    "red-onion": Shape(RED_ONION, 3_800, 5, seat=3, reach=64),
    "lemon": Shape(LEMON, 5_000, 6, seat=3, least=2, most=6, reach=52),
    "olives": Shape(OLIVES, 2_000, 6, seat=4, reach=66),
    "capers": Shape(CAPERS, 1_100, 6, seat=6, most=14, reach=66),
    "walnuts": Shape(WALNUTS, 1_700, 6, seat=6, reach=64),
    "basil": Shape(BASIL, 500, 7, seat=5, reach=60),
    "dill": Shape(DILL, 220, 7, seat=5, reach=65),
    "olive-oil": Shape(OLIVE_OIL, 700, 8, seat=2, reach=66),
}
UNKNOWN = Shape(NEUTRAL, 6_000, 5, seat=1, reach=64)

#: What is under everything, by the ingredient that makes it: the sauce, its edge, its speckles.
SAUCES: dict[str, tuple[str, str, str]] = {
    "tomato": ("#c8351d", "#a92313", "#d24426"),
    "cream": ("#f0d69c", "#cfa45c", "#e3b96e"),
}
BARE_DOUGH = ("#ecc98d", "#d9a75c", "#f2d7a3")
