"""Names the parts of a recipe: where something is wrong, and where two editors changed the same and one decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from ocpizza.catalog.merging import DOSE, ORDER, STEP, STEPS, Conflict
from ocpizza.catalog.models import Ingredient
from ocpizza.menu.drafts import Draft
from ocpizza.menu.typed import written

MINE = "mine"


@dataclass(frozen=True)
class Choice:
    """A conflict as one reads it."""

    field: str
    name: str
    theirs: str
    mine: str


def described(found: Sequence[Conflict]) -> list[Choice]:
    """Return the conflicts in the reader's words; one query."""
    slugs = {slug for one in found for slug in _slugs(one)}
    known = {one.slug: one for one in Ingredient.objects.filter(slug__in=slugs)}
    return [_choice(one, known) for one in found]


def where(field: str, draft: Draft, known: Mapping[str, Ingredient]) -> str:
    """Return the name of the field of a fault, as `editing.faults` calls it."""
    kind, _dot, place = field.partition(".")
    if kind == "dose":
        ingredient = known.get(draft.doses[int(place)].slug)
        return ingredient.label if ingredient else _("Ingrédient %(number)s") % {"number": int(place) + 1}
    if kind == "step":
        return _("Geste %(number)s") % {"number": int(place) + 1}
    return _("Doses") if field == "doses" else _singles()[field]


def kept(data: QueryDict) -> frozenset[str]:
    """Return the fields where the second editor keeps the own value."""
    chosen = {name.removeprefix("keep-"): value for name, value in data.items() if name.startswith("keep-")}
    return frozenset(field for field, value in chosen.items() if value == MINE)


def _choice(one: Conflict, known: dict[str, Ingredient]) -> Choice:
    theirs, mine = (_value(one.field, value, known) for value in (one.theirs, one.mine))
    return Choice(one.field, _name(one.field, known), theirs, mine)


def _slugs(conflict: Conflict) -> list[str]:
    if conflict.field.startswith(DOSE):
        return [conflict.field.removeprefix(DOSE)]
    return [*conflict.theirs, *conflict.mine] if conflict.field == ORDER else []


def _name(field: str, known: dict[str, Ingredient]) -> str:
    if field.startswith(DOSE):
        slug = field.removeprefix(DOSE)
        return known[slug].label if slug in known else slug
    if field.startswith(STEP):
        return _("Geste %(number)s") % {"number": int(field.removeprefix(STEP)) + 1}
    return _singles()[field]


def _singles() -> dict[str, str]:
    return {
        ORDER: _("Ordre des ingrédients"),
        STEPS: _("Gestes"),
        "oven.0": _("Cuisson (secondes)"),
        "oven.1": _("Four (°C)"),
        "points.0": _("Points clés"),
        "points.1": _("Points clés, en anglais"),
    }


def _value(field: str, value: Any, known: dict[str, Ingredient]) -> str:
    if value is None:
        return _("retiré")
    if field.startswith(DOSE):
        ingredient = known.get(field.removeprefix(DOSE))
        return f"{written(value)}\N{NO-BREAK SPACE}{ingredient.get_unit_display() if ingredient else ''}".strip()
    if field == ORDER:
        return ", ".join(known[slug].label if slug in known else slug for slug in value)
    if field == STEPS:
        return " · ".join(step[0] for step in value) or "—"
    return " / ".join(value) if isinstance(value, list) else str(value) or "—"
