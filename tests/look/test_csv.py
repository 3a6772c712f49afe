"""Files for a French spreadsheet: they open by a double click, add up, and run nothing."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from ocpizza.look.csv import download, scaled, written


def test_it_opens_in_a_french_spreadsheet():
    text = written([["Pâte", "Coût"], ["crème; fraîche", Decimal("-12.50")], ['dit "la bonne"', 3]])
    assert text == '\ufeffPâte;Coût\r\n"crème; fraîche";-12,50\r\n"dit ""la bonne""";3\r\n'
    assert download("été/2026 ../x", [["é"]]).content == b"\xef\xbb\xbf\xc3\xa9\r\n"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\xa0=1", "＝1", "=cmd|' /C calc'!A0", '=";"'],
)
def test_what_a_spreadsheet_would_run_is_only_text(text):
    rows = list(csv.reader(io.StringIO(written([[text, "après"]]).removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert rows == [[f"'{text}", "après"]]


@pytest.mark.parametrize("text", ["3,5", "a=b", "12-13", "", "'=1", "06 39 98 00 01"])
def test_ordinary_words_stay_as_they_are(text):
    assert written([[text]]).strip("\ufeff\r\n") in {text, '""'}


def test_days_and_moments_are_written_as_in_paris():
    moment = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert written([[date(2026, 7, 1), moment, None]]) == "\ufeff01/07/2026;02/07/2026 00:30;\r\n"


def test_our_integers_become_the_numbers_they_stand_for():
    assert [scaled(-1250, 2), scaled(None, 2), scaled(1500, 3, 1)] == [Decimal("-12.50"), None, Decimal("1.5")]


@pytest.mark.parametrize(
    ("name", "file"), [("été 2026", "ete-2026"), ('a"\r\nX: y', "a-x-y"), ("../../etc", "etc"), ("", "oc-pizza")]
)
def test_the_name_of_the_file_is_plain(name, file):
    assert download(name, [])["Content-Disposition"] == f'attachment; filename="{file}.csv"'
