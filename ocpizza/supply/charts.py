"""Lays out bar charts in whole units of a drawing; the template only paints, the words stand in a table as well.

A row is its label and one bar for each series: the first filled, the second hatched, so that no colour is needed to
tell them apart. The drawing is as wide as a phone, and grows with its place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH = 320
VALUES = 76
"""What is kept free for the value behind the longest bar."""
LABEL, BAR, GAP = 20, 14, 10


@dataclass(frozen=True)
class Bar:
    """One bar; `value` is its number in words, `behind` where that stands."""

    y: int
    width: int
    value: str

    @property
    def baseline(self) -> int:
        return self.y + BAR - 3

    @property
    def behind(self) -> int:
        return self.width + 6


@dataclass(frozen=True)
class Row:
    label: str
    baseline: int
    bars: list[Bar]


@dataclass(frozen=True)
class Chart:
    """A drawing; `name` is the root of its ids, `series` what filled and hatched mean."""

    name: str
    title: str
    says: str
    series: Sequence[str]
    rows: list[Row]

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def bar(self) -> int:
        return BAR

    @property
    def height(self) -> int:
        return len(self.rows) * _step(len(self.series))


Data = tuple[str, Sequence[tuple[int, str]]]
"""The label of a row, and the number and the words of each of its bars."""


def bars(name: str, title: str, says: str, series: Sequence[str], data: Iterable[Data]) -> Chart:
    """Return a chart of these rows, all bars to one scale; what is below nothing has no length."""
    rows = list(data)
    most = max((number for _label, values in rows for number, _words in values), default=0)
    step = _step(len(series))
    drawn = [_row(label, values, at * step, most) for at, (label, values) in enumerate(rows)]
    return Chart(name, title, says, series, drawn)


def _row(label: str, values: Sequence[tuple[int, str]], top: int, most: int) -> Row:
    drawn = [
        Bar(top + LABEL + rank * (BAR + 2), _length(number, most), words) for rank, (number, words) in enumerate(values)
    ]
    return Row(label, top + LABEL - 5, drawn)


def _length(number: int, most: int) -> int:
    """Return the length of a bar: something for anything above nothing."""
    return 0 if number <= 0 else max(2, round((WIDTH - VALUES) * number / most))


def _step(series: int) -> int:
    return LABEL + series * (BAR + 2) + GAP
