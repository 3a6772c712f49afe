"""One line of the table: what we reach, what the reference reaches, and what was promised."""

import operator
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

OPERATORS: dict[str, Callable[[float, float], bool]] = {"≤": operator.le, "≥": operator.ge}


class Verdict(StrEnum):
    AIM = "reaches its aim"
    BOUND = "within its bound"
    MISSED = "MISSED"
    NOTED = "noted"


@dataclass(frozen=True)
class Promise:
    """`Promise("≤", 1.2, 1.5)`: at most 1.2 is the aim, at most 1.5 the bound."""

    sign: str
    aim: float
    bound: float

    def verdict(self, value: float) -> Verdict:
        holds = OPERATORS[self.sign]
        if holds(value, self.aim):
            return Verdict.AIM
        return Verdict.BOUND if holds(value, self.bound) else Verdict.MISSED


@dataclass(frozen=True)
class Row:
    """A figure; `value` is what the promise judges (a ratio, or an amount in the unit of `ours`)."""

    name: str
    ours: str
    reference: str = ""
    value: float | None = None
    promise: Promise | None = None
    unit: str = "x"

    @property
    def verdict(self) -> Verdict:
        return Verdict.NOTED if self.promise is None or self.value is None else self.promise.verdict(self.value)

    def cells(self) -> list[str]:
        promise, value = self.promise, self.value
        aim = f"{promise.sign} {promise.aim:g}{self.unit}" if promise else ""
        bound = f"{promise.sign} {promise.bound:g}{self.unit}" if promise else ""
        ratio = "" if value is None else f"{value:.3g}{self.unit}"
        return [self.name, self.ours, self.reference, ratio, aim, bound, self.verdict.value]


HEAD = ["figure", "ours", "reference", "ratio", "aim", "bound", "verdict"]


def table(rows: Sequence[Row]) -> str:
    """Return the rows as an aligned Markdown table, which a terminal shows as well."""
    cells = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEAD))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in cells
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value below which `percent` of the values lie, the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(percent / 100 * len(ordered)) - 1))]


def spread(values: Sequence[float], unit: str, digits: int = 1) -> str:
    """Return the median with the 10th and 90th percentile: the machine may be shared."""
    low, high = percentile(values, 10), percentile(values, 90)
    return f"{statistics.median(values):.{digits}f} {unit} ({low:.{digits}f}–{high:.{digits}f})"
