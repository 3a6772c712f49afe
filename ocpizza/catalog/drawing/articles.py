"""Small pictures of what is sold as it is: drinks, desserts, starters."""

from collections.abc import Mapping

from django.utils.html import escape
from django.utils.safestring import SafeString

_SHADOW = '<ellipse cx="{}" cy="{}" rx="{}" ry="{}" fill="#151a2e" fill-opacity=".14"/>'
_PLATE = (
    '<circle cx="103" cy="105" r="88" fill="#151a2e" fill-opacity=".14"/><circle cx="100" cy="100" r="88" fill="#fff"/>'
    '<circle cx="100" cy="100" r="86.5" fill="none" stroke="#d9dce4" stroke-width="3"/>'
    '<circle cx="100" cy="100" r="64" fill="none" stroke="#e6e8ee" stroke-width="3"/>'
)
_LEAF = '<path transform="translate({0} {1})rotate({2})scale({3})" fill="{4}" d="M-22 2C-24-6-14-8-14-14-6-20 6-20 14-12 22-10 24 0 18 6 12 16-2 14-8 14-16 14-22 10-22 2Z"/>'
_RIB = '<path transform="translate({0} {1})rotate({2})scale({3})" fill="none" stroke="#e4efb6" stroke-width="2.4" stroke-linecap="round" d="M-16 4C-6 4 4 0 12-6M-4 3L0 9M0 1L-2-8"/>'


def _leaves(places: tuple[tuple[int, int, int, float], ...]) -> str:
    greens = ("#5f9e3a", "#7fb648", "#4b8a34")
    return "".join(_LEAF.format(*place, greens[k % 3]) + _RIB.format(*place) for k, place in enumerate(places))


_SALAD = _leaves(
    (
        (70, 66, 20, 1.3),
        (128, 62, 80, 1.3),
        (144, 108, 150, 1.25),
        (112, 142, 200, 1.3),
        (62, 124, 290, 1.3),
        (98, 94, 45, 1.45),
    )
)
_TOMATO = '<g transform="translate({0} {1})"><circle r="12" fill="#c9341f"/><circle r="9.5" fill="#e4563a"/><path fill="#f8b98f" d="M-1.5-6A6 6 0 0 0-6-1.5L-2-1.5ZM1.5-6A6 6 0 0 1 6-1.5L2-1.5ZM1.5 6A6 6 0 0 0 6 1.5L2 1.5ZM-1.5 6A6 6 0 0 1-6 1.5L-2 1.5Z"/></g>'
_CAN = (
    _SHADOW.format(104, 182, 46, 9) + '<path fill="#c7ccd8" d="M64 24L70 16H130L136 24V30H64Z"/>'
    '<path fill="{0}" d="M60 34Q60 28 66 28H134Q140 28 140 34V168Q140 174 136 178L130 184H70L64 178Q60 174 60 168Z"/>'
    '<path fill="#fff" fill-opacity=".22" d="M68 34H80V172H72Q68 170 68 166Z"/><path fill="#c7ccd8" d="M64 178H136L130 185H70Z"/>{1}'
)
_BOTTLE = (
    _SHADOW.format(104, 186, 38, 8)
    + '<path fill="{0}" d="M86 30H114V58C114 72 134 78 134 98V176Q134 188 122 188H78Q66 188 66 176V98C66 78 86 72 86 58Z"/>'
    '<path fill="#fff" fill-opacity=".28" d="M74 100C74 90 82 84 86 78V170H78Q74 170 74 166Z"/>'
    '<rect x="84" y="14" width="32" height="18" rx="4" fill="{1}"/>{2}'
)
_LABEL = '<rect x="66" y="112" width="68" height="42" fill="{0}"/>{1}'

ARTICLES: Mapping[str, str] = {
    "water": _BOTTLE.format(
        "#bfe0ef",
        "#1b3a8c",
        _LABEL.format(
            "#fff",
            '<path fill="#2f7fb8" d="M100 118C108 129 110 133 110 138A10 10 0 0 1 90 138C90 133 92 129 100 118Z"/>',
        ),
    ),
    "cola": _CAN.format(
        "#b3190b",
        '<path fill="none" stroke="#fff" stroke-width="7" stroke-linecap="round" d="M76 118C88 96 106 132 124 100"/><circle cx="86" cy="78" r="5" fill="#fff"/><circle cx="108" cy="66" r="7" fill="#fff"/><circle cx="118" cy="84" r="4" fill="#fff"/>',
    ),
    "orange-juice": _BOTTLE.format(
        "#f59a1c",
        "#17693f",
        _LABEL.format(
            "#fff5e0",
            '<circle cx="100" cy="134" r="15" fill="#f07c12"/><path fill="#2f9149" d="M100 121C102 114 110 112 116 115 114 122 106 124 100 121Z"/><path fill="none" stroke="#fbc27c" stroke-width="2" d="M100 124V144M90 134H110M93 127L107 141M107 127L93 141"/>',
        ),
    ),
    "lemonade": _BOTTLE.format(
        "#f2eec2",
        "#c7ccd8",
        _LABEL.format(
            "#f6d833",
            '<ellipse cx="100" cy="133" rx="17" ry="12" fill="#fff6b8"/><path fill="none" stroke="#d8b414" stroke-width="2.4" d="M100 121V145M84 133H116M89 125L111 141M111 125L89 141"/>',
        )
        + '<g fill="#fff"><circle cx="92" cy="90" r="3"/><circle cx="106" cy="100" r="2.5"/><circle cx="112" cy="166" r="3"/><circle cx="88" cy="172" r="2.5"/></g>',
    ),
    "beer": _BOTTLE.format(
        "#7a4312",
        "#f0b13c",
        _LABEL.format(
            "#f5e3b5",
            '<path fill="#d8941c" d="M88 122H108V148H88ZM108 127H116Q119 127 119 130V140Q119 143 116 143H108V139H115V131H108Z"/><path fill="#fff" d="M86 124A6 6 0 0 1 92 118 7 7 0 0 1 104 118 6 6 0 0 1 110 124Z"/>',
        ),
    ),
    "cider": _BOTTLE.format(
        "#2c5a34",
        "#d8b25a",
        _LABEL.format(
            "#fbf4e2",
            '<path fill="#c9341f" d="M100 124C92 118 83 124 85 134 87 145 94 151 100 147 106 151 113 145 115 134 117 124 108 118 100 124Z"/><path fill="none" stroke="#6b4a22" stroke-width="2.6" stroke-linecap="round" d="M100 124C100 120 101 118 104 115"/>',
        )
        + '<path fill="none" stroke="#d8b25a" stroke-width="2" d="M86 34H114M86 40H114"/>',
    ),
    "tiramisu": _SHADOW.format(104, 164, 78, 12)
    + '<path fill="#fff" d="M28 74H172L164 152Q163 162 152 162H48Q37 162 36 152Z"/><path fill="#f7e7c6" d="M36 80H164L162 98H38Z"/><path fill="#8a5a33" d="M38 98H162L160.5 114H39.5Z"/><path fill="#f7e7c6" d="M39.5 114H160.5L159 130H41Z"/><path fill="#8a5a33" d="M41 130H159L157.5 146H42.5Z"/><path fill="#f7e7c6" d="M42.5 146H157.5L157 150Q156 155 150 155H50Q44 155 43 150Z"/><path fill="#5b371d" d="M26 62Q26 54 36 54H164Q174 54 174 62V74Q174 80 166 80H34Q26 80 26 74Z"/><path stroke="#8a5a33" stroke-width="4" stroke-linecap="round" d="M44 64h0M58 71h0M74 62h0M92 69h0M110 62h0M124 71h0M140 64h0M156 70h0"/><path fill="none" stroke="#d9dce4" stroke-width="3" d="M29.5 84L36 152Q37 162 48 162H152Q163 162 164 152L170.5 84"/>',
    "chocolate-mousse": _SHADOW.format(104, 176, 52, 9)
    + '<path fill="#e8ebf2" d="M46 62H154L142 158Q140 172 126 172H74Q60 172 58 158Z"/><path fill="#5b371d" d="M52 78H148L138 154Q136 166 124 166H76Q64 166 62 154Z"/><path fill="#74492a" d="M44 78C42 58 62 62 66 50 74 36 92 46 98 36 108 28 118 42 124 44 140 44 138 58 148 62 158 68 158 78 152 82H48Q44 82 44 78Z"/><path fill="none" stroke="#95673f" stroke-width="4" stroke-linecap="round" d="M66 66C76 56 86 62 94 54M104 66C114 62 120 56 128 60"/><path fill="#3a210f" d="M92 34L118 22 124 32 98 44Z"/><path fill="#fff" fill-opacity=".35" d="M56 88H66L72 156H66Q64 156 63 150Z"/>',
    "apple-tart": '<circle cx="103" cy="105" r="86" fill="#151a2e" fill-opacity=".14"/><circle cx="100" cy="100" r="86" fill="#c98538"/><circle cx="100" cy="100" r="80" fill="none" stroke="#e2a85a" stroke-width="9" stroke-dasharray="13 5"/><circle cx="100" cy="100" r="72" fill="#e9b04a"/>'
    + "".join(
        f'<g transform="rotate({turn} 100 100)"><path fill="#f6dc8d" stroke="#c98a2c" stroke-width="2" d="M{x} {y}C{x + 6} {y - 22} {x + 32} {y - 22} {x + 38} {y} {x + 28} {y - 8} {x + 10} {y - 8} {x} {y}Z"/></g>'
        for ring, (x, y) in enumerate(((81, 52), (81, 78)))
        for turn in range(ring * 20, 360, 30 if ring == 0 else 60)
    )
    + '<circle cx="100" cy="100" r="9" fill="#f6dc8d" stroke="#c98a2c" stroke-width="2"/>',
    "ice-cream": _SHADOW.format(104, 178, 54, 9)
    + '<circle cx="72" cy="66" r="31" fill="#f7e3b4"/><circle cx="128" cy="66" r="31" fill="#f0a3a0"/><circle cx="100" cy="52" r="33" fill="#8a5a33"/><path fill="none" stroke="#a87a50" stroke-width="5" stroke-linecap="round" d="M80 44C84 34 94 30 102 31"/><path fill="#fff" d="M40 82H160L148 162Q146 176 132 176H68Q54 176 52 162Z"/><path fill="#1b3a8c" d="M43.5 106H156.5L151 143H49Z"/><path fill="none" stroke="#fff" stroke-width="2.5" d="M48.5 111H151.5L147.5 138H52.5Z"/><path fill="#d9dce4" d="M36 78Q36 74 40 74H160Q164 74 164 78V84Q164 88 160 88H40Q36 88 36 84Z"/><path fill="#e2ad55" d="M146 14L156 18 138 60 126 56Z"/>',
    "green-salad": _PLATE + _SALAD + "".join(_TOMATO.format(x, y) for x, y in ((86, 76), (128, 96), (90, 124))),
    "lunch-salad": _PLATE
    + _SALAD
    + "".join(_TOMATO.format(x, y) for x, y in ((78, 88), (120, 74), (112, 126)))
    + '<g fill="#fffaf0" stroke="#d9d0bd" stroke-width="1.5"><ellipse cx="100" cy="98" rx="15" ry="12"/><ellipse cx="70" cy="116" rx="13" ry="10"/></g><g fill="#f0b13c"><circle cx="100" cy="98" r="6.5"/><circle cx="70" cy="116" r="5.5"/></g>',
    "caesar-salad": _PLATE
    + _SALAD
    + '<g fill="#f3d9a4" stroke="#c98a3c" stroke-width="2.5" stroke-linejoin="round"><path d="M62 76L104 62 110 74 68 90Z"/><path d="M92 112L134 96 140 108 98 126Z"/></g><path fill="none" stroke="#b9773a" stroke-width="2.5" stroke-linecap="round" d="M76 76L80 83M88 72L92 79M106 110L110 117M118 105L122 112"/>'
    '<g fill="#dca04a" stroke="#b5762a" stroke-width="2"><rect x="118" y="68" width="15" height="15" rx="3"/><rect x="66" y="106" width="15" height="15" rx="3"/><rect x="104" y="130" width="14" height="14" rx="3"/></g><g fill="#fff8df" stroke="#e3d3a0" stroke-width="1.5"><path d="M110 84L128 88 112 94Z"/><path d="M70 96L86 96 80 104Z"/><path d="M120 118L136 122 122 128Z"/></g>',
    "garlic-bread": "".join(
        f'<g transform="translate({x} {y})rotate(-24)"><ellipse cx="4" cy="5" rx="46" ry="27" fill="#151a2e" fill-opacity=".14"/><ellipse rx="46" ry="27" fill="#bf7a30"/><ellipse rx="40" ry="21.5" fill="#f6dc9a"/><path fill="none" stroke="#e9bd5d" stroke-width="5" stroke-linecap="round" d="M-24 2C-14-8-4 6 6-4M6 10C14 4 20 8 27 1"/><path stroke="#3d7d34" stroke-width="3.4" stroke-linecap="round" d="M-22-7h2M-8-12h1M8-13l2 1M20-6h2M-14 10h2M0 2l1 1M14 5h2M-30 0h1M4 14h2M28 5h0"/></g>'
        for x, y in ((82, 56), (118, 102), (84, 148))
    ),
}
UNKNOWN = (
    _PLATE
    + '<path fill="none" stroke="#7b8298" stroke-width="8" stroke-linecap="round" d="M76 70V96M86 70V96M96 70V96M86 96V136M76 96Q86 108 96 96M122 136V70Q136 82 134 104H122"/>'
)


def draw_article(slug: str, *, label: str = "") -> SafeString:
    """Return the picture of a drink, a dessert or a starter; an article nobody has drawn gets plate and cutlery."""
    said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return SafeString(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" viewBox="0 0 200 200" width="200" '
        f'height="200" {said}>{ARTICLES.get(slug, UNKNOWN)}</svg>'
    )
