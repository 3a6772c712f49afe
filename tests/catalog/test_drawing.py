"""The drawing of a pizza says what is on it, the same everywhere, and changes only where the customer changed it."""

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ocpizza.catalog.drawing import Topping, draw, draw_article, fingerprint
from ocpizza.catalog.drawing.articles import ARTICLES
from ocpizza.catalog.drawing.shapes import SAUCES, SHAPES
from ocpizza.catalog.drawing.toppings import POURED
from ocpizza.demo import larder, menu

ROOT = Path(__file__).resolve().parents[2]
TWO_FACES: list[Topping] = [("dough", 1_000), ("tomato", 90_000), ("mozzarella", 120_000), ("ham", 60_000)]
REINE: list[Topping] = [*TWO_FACES, ("mushrooms", 60_000), ("olives", 20_000)]
GOAT: list[Topping] = [("cream", 60_000), ("mozzarella", 90_000), ("goat-cheese", 70_000), ("honey", 20_000)]
HEAVIEST: list[Topping] = [*REINE, ("merguez", 60_000), ("egg", 1_000)]


def _pieces(svg: str, slug: str) -> list[str]:
    return re.findall(rf'<use href="#\w+{slug}\d" transform="([^"]+)"', svg)


def _all_drawings() -> list[str]:
    every: list[Topping] = [(slug, 30_000) for slug in [*SHAPES, "tomato", "honey", "curry", "seaweed"]]
    return [
        draw(REINE, seed="reine"),
        draw(GOAT, seed="chevre-miel", label="Chèvre & miel"),
        draw(REINE, seed="calzone", folded=True),
        draw(REINE, seed="reine", halves=GOAT),
        draw(every, seed="everything"),
        draw([], seed="bare"),
        *(draw_article(slug) for slug in [*ARTICLES, "never-drawn"]),
    ]


def test_another_process_draws_the_same_bytes() -> None:
    code = f"from ocpizza.catalog.drawing import draw; print(draw({REINE!r}, seed='reine'))"
    drawn = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": str(number), "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for number in (1, 2)
    }
    assert drawn == {draw(REINE, seed="reine")}


@pytest.mark.parametrize("extra", sorted(SHAPES.keys() - {"mozzarella", "ham", "mushrooms", "olives"}))
def test_adding_a_topping_leaves_the_others_where_they_were(extra: str) -> None:
    before, after = draw(REINE, seed="reine"), draw([*REINE, (extra, 30_000)], seed="reine")
    for slug in ("mozzarella", "ham", "mushrooms", "olives"):
        assert _pieces(after, slug) == _pieces(before, slug) != []
    assert _pieces(after, extra)


def test_removing_a_topping_takes_its_pieces_away_and_moves_nothing() -> None:
    before, after = draw(REINE, seed="reine"), draw(TWO_FACES, seed="reine")
    assert not _pieces(after, "mushrooms")
    assert _pieces(after, "ham") == _pieces(before, "ham")


def test_a_larger_dose_adds_pieces_to_those_that_lie_there() -> None:
    some = _pieces(draw([("tomato", 1), ("ham", 40_000)], seed="x"), "ham")
    more = _pieces(draw([("tomato", 1), ("ham", 70_000)], seed="x"), "ham")
    assert more[: len(some)] == some
    assert len(more) > len(some)


def test_ingredients_of_different_seats_never_lie_on_each_other() -> None:
    svg = draw(REINE, seed="reine")
    spots = [
        re.findall(r"translate\((\S+) (\S+)\)", p)[0] for s in ("ham", "mushrooms", "olives") for p in _pieces(svg, s)
    ]
    assert len(spots) == len(set(spots)) > 20


def test_the_order_of_the_recipe_changes_nothing() -> None:
    assert draw(REINE[::-1], seed="reine") == draw(REINE, seed="reine")
    assert fingerprint(REINE[::-1], seed="reine") == fingerprint(REINE, seed="reine")


def test_the_fingerprint_changes_with_whatever_the_eye_would_see() -> None:
    prints = {
        fingerprint(REINE, seed="reine"),
        fingerprint(REINE, seed="royale"),
        fingerprint(TWO_FACES, seed="reine"),
        fingerprint(REINE, seed="reine", folded=True),
        fingerprint(REINE, seed="reine", halves=GOAT),
    }
    assert len(prints) == 5


def test_every_drawing_is_well_formed() -> None:
    for svg in _all_drawings():
        assert ElementTree.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"


def test_no_drawing_styles_itself_because_the_security_policy_forbids_it() -> None:
    for svg in _all_drawings():
        assert "style" not in svg
        assert "<script" not in svg
        assert " on" not in svg


def test_every_reference_inside_a_drawing_leads_to_an_id_of_that_drawing() -> None:
    for svg in _all_drawings():
        assert set(re.findall(r'(?:href="|url\()#([^")]+)', svg)) <= set(re.findall(r' id="([^"]+)"', svg))


def test_two_pizzas_inlined_in_one_page_share_no_id() -> None:
    ids = [set(re.findall(r' id="([^"]+)"', draw(r, seed="x"))) for r in (REINE, GOAT)]
    assert not ids[0] & ids[1]
    assert 'id="mine' in draw(REINE, seed="x", prefix="mine")


def test_a_drawing_stays_light() -> None:
    assert len(draw(HEAVIEST, seed="royale")) < 9_000
    assert len(draw(REINE, seed="reine", halves=GOAT)) < 10_000
    assert max(len(draw_article(slug)) for slug in ARTICLES) < 4_000


def test_halves_are_clipped_along_the_middle_and_each_shows_its_own_recipe() -> None:
    svg = draw(REINE, seed="reine", halves=GOAT)
    left, right = re.findall(r'<g clip-path="url\(#\w+[lr]\)">(.*?)(?=<g clip-path|</svg>)', svg)
    assert re.findall(r'<rect x="(\d+)" width="100" height="200"/>', svg) == ["0", "100"]
    assert _pieces(left, "ham")
    assert not _pieces(left, "goat-cheese")
    assert _pieces(right, "goat-cheese")
    assert not _pieces(right, "ham")


def test_a_calzone_is_folded_and_still_shows_its_filling() -> None:
    svg = draw(REINE, seed="calzone", folded=True)
    assert svg != draw(REINE, seed="calzone")
    assert _pieces(svg, "ham")


def test_an_ingredient_nobody_has_drawn_is_still_seen() -> None:
    assert _pieces(draw([("tomato", 90_000), ("seaweed", 30_000)], seed="x"), "seaweed")


def test_what_is_said_of_a_drawing_is_escaped() -> None:
    assert 'role="img" aria-label="&lt;b&gt;"' in draw(REINE, seed="x", label="<b>")
    assert 'aria-hidden="true"' in draw(REINE, seed="x")


def test_everything_on_the_menu_of_the_demonstration_has_a_drawing_of_its_own() -> None:
    drawn = {*SHAPES, *SAUCES, *POURED, "dough"}
    assert {foodstuff.slug for foodstuff in larder.INGREDIENTS} <= drawn
    assert {article.slug for article in menu.ARTICLES} <= ARTICLES.keys()


@pytest.mark.parametrize("pizza", menu.PIZZAS, ids=lambda pizza: pizza.slug)
def test_every_pizza_of_the_menu_is_light_and_shows_each_of_its_toppings(pizza: menu.Pizza) -> None:
    recipe = pizza.doses()
    svg = draw(recipe, seed=pizza.slug, folded=pizza.folded)
    assert len(svg) < 9_000
    for slug, _ in recipe:
        assert slug not in SHAPES or _pieces(svg, slug), slug
