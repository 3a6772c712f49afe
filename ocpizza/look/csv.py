"""Writes tables that a French spreadsheet opens by a double click, and in which no cell of somebody else's runs.

Semicolons, decimal comma, UTF-8 with a byte order mark, CRLF. A number of ours stays a number, whatever the language
of the reader; a text that a spreadsheet would take for a formula begins with an apostrophe.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify

Cell = str | int | Decimal | date | datetime | None

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
FORMULA = re.compile(r"\s*[=+\-@\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH COMMERCIAL AT}]|[\t\r\n]")
"""What makes a spreadsheet calculate: the signs, also after blanks, and what hides them."""


def written(rows: Iterable[Sequence[Cell]]) -> str:
    """Return the rows as the text of a file, the byte order mark first."""
    file = io.StringIO()
    file.write(BYTE_ORDER_MARK)
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerows([spelt(cell) for cell in row] for row in rows)
    return file.getvalue()


def spelt(cell: Cell) -> str:
    """Return a cell as it stands in the file: numbers with a comma, days as 24/11/2026, moments in Paris time."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, int | Decimal):
        return f"{cell:f}".replace(".", ",") if isinstance(cell, Decimal) else str(cell)
    text = str(cell)
    return f"'{text}" if FORMULA.match(text) else text


def scaled(number: int | None, places: int, most: int | None = None) -> Decimal | None:
    """Return an integer of so many places as the number it stands for: cents as euros, thousandths as grams."""
    if number is None:
        return None
    exact = Decimal(number).scaleb(-places)
    return exact if most is None else round(exact, most)


def download(name: str, rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """Answer with the rows as a file of this name, which is made of plain letters, digits and dashes."""
    answer = HttpResponse(written(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slugify(name) or "oc-pizza"}.csv"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
