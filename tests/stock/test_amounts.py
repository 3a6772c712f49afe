"""Quantities as people say and type them."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from ocpizza.look.refusals import Unreadable
from ocpizza.stock.amounts import MOST, SCALES, as_typed, said, signed, typed

NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("thousandths", "unit", "words"),
    [
        (1_500_000, "g", f"1,5{NB}kg"),
        (350_000, "g", f"350{NB}g"),
        (0, "g", f"0{NB}g"),
        (4_000_000, "ml", f"4{NB}l"),
        (1000, "piece", f"1{NB}pièce"),
        (12_000, "piece", f"12{NB}pièces"),
    ],
)
def test_a_quantity_is_said_in_the_unit_that_suits_it(thousandths, unit, words):
    assert said(thousandths, unit) == words


def test_a_change_has_its_sign_and_all_its_decimals():
    assert signed(1_234_567, "g") == f"+1,234567{NB}kg"
    assert signed(-90_000, "g") == f"\N{MINUS SIGN}90{NB}g"


@pytest.mark.parametrize("text", ["2,5", "2.5", " 2,50 "])
def test_comma_and_point_are_both_a_decimal_sign(text):
    assert typed(text, "kg", "g") == 2_500_000


def test_in_english_a_comma_before_three_digits_groups_thousands():
    with translation.override("en"):
        assert typed("1,500", "g", "g") == 1_500_000
        assert typed("1,5", "kg", "g") == 1_500_000


@pytest.mark.parametrize(
    ("text", "measure", "unit", "why"),
    [
        ("3", "piece", "g", "kg ou g"),
        ("3", "kg", "piece", "pièces"),
        ("-1", "g", "g", "négative"),
        ("beaucoup", "g", "g", "nombre"),
        ("nan", "g", "g", "nombre"),
        ("1e999999", "g", "g", "tonne"),
        ("1001", "kg", "g", "tonne"),
        ("1,5", "piece", "piece", "entières"),
    ],
)
def test_what_makes_no_sense_is_refused_and_says_why(text, measure, unit, why):
    with pytest.raises(Unreadable, match=why):
        typed(text, measure, unit)


@given(thousandths=st.integers(0, MOST), measure=st.sampled_from([("kg", "g"), ("g", "g"), ("ml", "ml")]))
def test_what_is_shown_in_a_field_reads_back_as_it_was(thousandths, measure):
    assert SCALES[measure[0]] >= 3
    for language in ("fr", "en"):
        with translation.override(language):
            assert typed(as_typed(thousandths, measure[0]), *measure) == thousandths
