"""Icons are inlined from the vendored set, and no page asks for one that is not there."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

from ocpizza.look import icons

LITERAL = re.compile(r"\{%\s*icon\s+[\"']([^\"']*)[\"']")


def _templates() -> list[Path]:
    root = Path(settings.BASE_DIR)
    return [*(root / "templates").rglob("*.html"), *(root / "ocpizza").rglob("templates/**/*.html")]


def test_an_icon_beside_a_word_is_decoration() -> None:
    svg = Template('{% icon "bike" %}').render(Context())
    assert svg.startswith('<svg class="icon" viewBox="0 0 24 24"')
    assert 'aria-hidden="true"' in svg
    assert "<path" in svg


def test_an_icon_alone_says_its_name() -> None:
    svg = Template("{% icon 'plus' label %}").render(Context({"label": 'Ajouter "Reine"'}))
    assert 'role="img" aria-label="Ajouter &quot;Reine&quot;"' in svg


@pytest.mark.parametrize("name", ["no-such-icon", "../vendor.lock", ""])
def test_an_unknown_icon_is_an_error_and_not_a_hole_in_the_page(name: str) -> None:
    with pytest.raises(icons.UnknownIcon):
        Template("{% icon name %}").render(Context({"name": name}))


def test_every_icon_that_a_template_names_is_vendored() -> None:
    named = {(path.name, name) for path in _templates() for name in LITERAL.findall(path.read_text())}
    assert named
    assert {(file, name) for file, name in named if not (icons.folder() / f"{name}.svg").exists()} == set()


def test_the_plate_escapes_what_it_shows_and_knows_its_sizes() -> None:
    shown = Template('{% plate number %}{% plate 12 "l" %}').render(Context({"number": "<b>"}))
    assert shown == '<span class="plate">&lt;b&gt;</span><span class="plate plate-l">12</span>'
