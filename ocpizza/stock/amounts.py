"""Quantities as people say and type them: kilograms and grams, litres and millilitres, pieces."""

import math
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.translation import get_language, npgettext
from django.utils.translation import gettext as _

from ocpizza.catalog.models import Unit
from ocpizza.look.formats import NO_BREAK, decimal
from ocpizza.look.refusals import Unreadable

SCALES = {"g": 3, "kg": 6, "ml": 3, "l": 6, "piece": 3}
"""Measure → the power of ten that one of it is in thousandths of the ingredient's unit."""

MEASURES = {Unit.GRAM: ("kg", "g"), Unit.MILLILITRE: ("l", "ml"), Unit.PIECE: ("piece",)}
"""Unit of an ingredient → the measures that people weigh, pour or count it in, the large one first."""

MOST = 10**9
"""Thousandths: a ton, a thousand litres, a million pieces. More of anything is a slip of the finger."""

_LARGE = 10**6


def said(thousandths: int, unit: str, *, most: int | None = 2) -> str:
    """Return a quantity as one says it: `1,5 kg`, `350 g`, `12 pièces`.

    `most` is how many decimals are shown; None shows all there are, for a ledger that has to add up.
    """
    large, small = MEASURES[Unit(unit)][0], MEASURES[Unit(unit)][-1]
    measure = large if abs(thousandths) >= _LARGE else small
    number = decimal(thousandths, SCALES[measure], most=most)
    return f"{number}{NO_BREAK}{measure_label(measure, thousandths)}"


def signed(thousandths: int, unit: str, *, most: int | None = None) -> str:
    """Return a change of a level with its sign: `+1,5 kg`."""
    return ("+" if thousandths > 0 else "") + said(thousandths, unit, most=most)


def measure_label(measure: str, thousandths: int = 0) -> str:
    """Return the word of a measure, as it stands after a quantity."""
    if measure != "piece":
        return measure
    return npgettext("after a quantity", "pièce", "pièces", math.ceil(abs(thousandths) / 1000))


def typed(text: str, measure: str, unit: str) -> int:
    """Return what somebody typed, `1,5` or `1.5`, in thousandths of the ingredient's unit.

    Raises Unreadable for what is no number, negative, absurdly large, or in a measure that the ingredient has not.
    """
    if measure not in MEASURES[Unit(unit)]:
        allowed = _(" ou ").join(measure_label(one, 2000) for one in MEASURES[Unit(unit)])
        raise Unreadable(_("Cet ingrédient se compte en %(units)s.") % {"units": allowed})
    number = _number("".join(text.split()))
    if not number.is_finite():
        raise Unreadable(_("Indiquez un nombre, par exemple 2,5."))
    if number < 0:
        raise Unreadable(_("Une quantité ne peut pas être négative."))
    if number > MOST:
        raise Unreadable(_("C’est beaucoup trop : une tonne au plus."))
    return _within(int(number.scaleb(SCALES[measure]).quantize(Decimal(1), ROUND_HALF_UP)), unit)


def _number(text: str) -> Decimal:
    """Read a decimal with a comma or a point; in English a comma before three digits groups thousands."""
    if get_language() == "en" and re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d*)?", text):
        text = text.replace(",", "")
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return Decimal("NaN")


def _within(thousandths: int, unit: str) -> int:
    if thousandths > MOST:
        raise Unreadable(_("C’est beaucoup trop : une tonne au plus."))
    if unit == Unit.PIECE and thousandths % 1000:
        raise Unreadable(_("Les pièces se comptent entières."))
    return thousandths


def as_typed(thousandths: int, measure: str) -> str:
    """Return a quantity as one types it into a field of this measure, without any grouping."""
    number = f"{Decimal(thousandths).scaleb(-SCALES[measure]).normalize():f}"
    return number if get_language() == "en" else number.replace(".", ",")
