"""A recipe in somebody's hands: what is typed in the editor's fields, kept as typed until it is good."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, NamedTuple

from django.http import QueryDict

from ocpizza.catalog import editing
from ocpizza.catalog.models import Ingredient, Product
from ocpizza.catalog.recipes import Content, tidy
from ocpizza.look.refusals import Unreadable
from ocpizza.menu import typed

MOST_ROWS = 40
NUMBER = 9  # digits of a version at most


class DoseTyped(NamedTuple):
    """A row of the doses: the ingredient's slug, and the quantity as typed."""

    slug: str = ""
    quantity: str = ""


class StepTyped(NamedTuple):
    """A gesture in both languages."""

    text: str = ""
    text_en: str = ""


@dataclass
class Draft:
    """What the editor's form holds; `base` is the version it started from."""

    base: int
    doses: list[DoseTyped] = field(default_factory=list)
    steps: list[StepTyped] = field(default_factory=list)
    oven: list[str] = field(default_factory=lambda: ["", ""])
    points: list[str] = field(default_factory=lambda: ["", ""])

    @classmethod
    def of(cls, content: Content, base: int) -> "Draft":
        """Return the draft that shows this content."""
        return cls(
            base,
            [DoseTyped(slug, typed.written(dose)) for slug, dose in content["doses"]],
            [StepTyped(*step) for step in content["steps"]],
            [str(number or "") for number in content["oven"]],
            list(content["points"]),
        )

    @classmethod
    def read(cls, data: QueryDict) -> "Draft":
        """Return what was sent."""
        base = data.get("base", "")
        return cls(
            int(base) if base.isascii() and base.isdigit() and len(base) <= NUMBER else 0,
            [DoseTyped(*pair) for pair in _pairs(data, "ingredient", "quantity")],
            [StepTyped(*map(_one_line, pair)) for pair in _pairs(data, "step", "step_en")],
            [typed.clean(data.get(name, "")) for name in ("seconds", "degrees")],
            [typed.clean(data.get(name, "")) for name in ("points", "points_en")],
        )

    def shape(self, order: str) -> bool:
        """Add, move or drop a row: `dose.add`, `dose.2.up`, `step.0.drop`; says whether this was such an order."""
        kind, _dot, what = order.partition(".")
        place, _dot, how = what.partition(".")
        if kind not in {"dose", "step"}:
            return False
        rows: list[Any] = self.doses if kind == "dose" else self.steps
        if place == "add" and len(rows) < MOST_ROWS:
            rows.append(DoseTyped() if kind == "dose" else StepTyped())
        elif place.isascii() and place.isdigit() and len(place) <= NUMBER and int(place) < len(rows):
            _reshape(rows, int(place), how)
        return True

    def dropped_blanks(self) -> "Draft":
        """Return the draft without the rows where nothing is typed."""
        doses = [row for row in self.doses if any(row)]
        return Draft(self.base, doses, [row for row in self.steps if any(row)], self.oven, self.points)

    def content(self, product: Product, known: Mapping[str, Ingredient]) -> tuple[Content, dict[str, str]]:
        """Return the content, and what is wrong by field; what nobody can read counts as 0."""
        unread: dict[str, str] = {}
        content = tidy(
            Content(
                doses=[(row.slug, self._dose(index, row, known, unread)) for index, row in enumerate(self.doses)],
                steps=[list(row) for row in self.steps],
                oven=[self._oven(index, unread) for index in range(2)],
                points=self.points,
            )
        )
        return content, editing.faults(product, content, known) | unread

    def _dose(self, index: int, row: DoseTyped, known: Mapping[str, Ingredient], unread: dict[str, str]) -> int:
        try:
            return typed.quantity(row.quantity, known.get(row.slug))
        except Unreadable as error:
            unread[f"dose.{index}"] = error.sentence
            return 0

    def _oven(self, index: int, unread: dict[str, str]) -> int:
        try:
            return typed.whole(self.oven[index])
        except Unreadable as error:
            unread[f"oven.{index}"] = error.sentence
            return 0


def _one_line(text: str) -> str:
    """Return a gesture without line breaks; its no-break spaces are typography, and stay."""
    return re.sub(r"[ \t\r\n]+", " ", text)


def _pairs(data: QueryDict, left: str, right: str) -> list[tuple[str, str]]:
    rows = zip_longest(data.getlist(left)[:MOST_ROWS], data.getlist(right)[:MOST_ROWS], fillvalue="")
    return [(typed.clean(one), typed.clean(two)) for one, two in rows]


def _reshape(rows: list[Any], place: int, how: str) -> None:
    if how == "drop":
        del rows[place]
    there = place + {"up": -1, "down": 1}.get(how, 0)
    if how in {"up", "down"} and 0 <= there < len(rows):
        rows[place], rows[there] = rows[there], rows[place]
