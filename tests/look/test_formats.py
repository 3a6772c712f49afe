"""Money and times are written as the reader's language writes them, with the spaces that do not break."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from ocpizza.look import formats

NBSP, THIN, MINUS = "\u00a0", "\u202f", "\u2212"
EVENING = datetime(2026, 7, 4, 18, 4, tzinfo=UTC)  # 20:04 in Paris


@pytest.mark.parametrize(
    ("cents", "written"),
    [
        (0, f"0,00{NBSP}€"),
        (5, f"0,05{NBSP}€"),
        (1290, f"12,90{NBSP}€"),
        (-1290, f"{MINUS}12,90{NBSP}€"),
        (123456789, f"1{THIN}234{THIN}567,89{NBSP}€"),
    ],
)
def test_french_amounts_end_with_a_euro_that_never_falls_on_the_next_line(cents: int, written: str) -> None:
    with translation.override("fr"):
        assert formats.euros(cents) == written


@pytest.mark.parametrize(("cents", "written"), [(5, "€0.05"), (-1290, f"{MINUS}€12.90"), (123456789, "€1,234,567.89")])
def test_english_amounts_begin_with_the_euro(cents: int, written: str) -> None:
    with translation.override("en"):
        assert formats.euros(cents) == written


def test_totals_read_from_afar_have_no_cents_and_are_rounded() -> None:
    with translation.override("fr"):
        assert formats.euros(641249, whole=True) == f"6{THIN}412{NBSP}€"
        assert formats.euros(641250, whole=True) == f"6{THIN}413{NBSP}€"


def test_times_are_those_of_paris() -> None:
    for language in ("fr", "en"):
        with translation.override(language):
            assert formats.clock(EVENING) == "20:04"


def test_a_time_in_a_sentence_follows_the_language() -> None:
    with translation.override("fr"):
        assert formats.clock_long(EVENING) == f"20{NBSP}h{NBSP}04"
    with translation.override("en"):
        assert formats.clock_long(EVENING) == f"8:04{NBSP}pm"
        assert formats.clock_long(datetime(2026, 7, 3, 22, 30, tzinfo=UTC)) == f"12:30{NBSP}am"


def test_milliseconds_reach_an_attribute_as_bare_digits() -> None:
    with translation.override("fr"):
        assert Template("{{ at|epoch_ms }}").render(Context({"at": EVENING})) == "1783188240000"


def test_what_is_not_known_is_written_as_nothing() -> None:
    text = "{{ a|euros }}{{ a|euros_whole }}{{ a|clock }}{{ a|clock_long }}{{ a|epoch_ms }}"
    assert Template(text).render(Context({"a": None})) == ""


def test_the_filters_say_what_the_functions_say() -> None:
    with translation.override("fr"):
        text = "{{ cents|euros }} {{ cents|euros_whole }} {{ at|clock }} {{ at|clock_long }}"
        written = Template(text).render(Context({"cents": 1290, "at": EVENING}))
    assert written == f"12,90{NBSP}€ 13{NBSP}€ 20:04 20{NBSP}h{NBSP}04"
