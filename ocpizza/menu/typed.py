"""Reads what people type in the menu's forms: prices, doses, times; French commas, and units beside a number."""

import re
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ocpizza.catalog import editing
from ocpizza.catalog.models import Ingredient, Unit
from ocpizza.look.refusals import Unreadable

_PRICE = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,2}))?", re.ASCII)
_QUANTITY = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,3}))?([a-zè]*)", re.ASCII | re.IGNORECASE)
_WHOLE = re.compile(r"[0-9]{1,6}", re.ASCII)
_HOUR = re.compile(r"[0-2]?[0-9]:[0-5][0-9]", re.ASCII)
YEARS = (2020, 2100)
"""A moment beyond them is nobody's wish, and may not be on every calendar."""
_PIECES = {"pièce", "pièces", "piece", "pieces", "pce"}


def clean(text: str) -> str:
    """Return the text with what no database keeps made visible: it is refused like any other slip, and seen."""
    return text.replace("\x00", editing.UNREADABLE).strip()


def price(text: str) -> int:
    """Return the cents of `12`, `12,5` or `12.50 €`. Raises Unreadable."""
    found = _PRICE.fullmatch(re.sub(r"[\s€]", "", text))
    if found is None:
        raise Unreadable(_("Écrivez un prix en euros, comme 12,50."))
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def quantity(text: str, ingredient: Ingredient | None) -> int:
    """Return the thousandths of `12,5` or `12,5 g`. Raises Unreadable, also for another unit than the ingredient's."""
    found = _QUANTITY.fullmatch(re.sub(r"\s", "", text))
    if found is None:
        raise Unreadable(_("Écrivez une quantité en chiffres, comme 12,5."))
    if ingredient is not None and found[3] and found[3].lower() not in _names_of(ingredient.unit):
        words = {"ingredient": ingredient.label, "unit": ingredient.get_unit_display()}
        raise Unreadable(_("%(ingredient)s : l’unité est %(unit)s.") % words)
    return int(found[1]) * 1000 + int((found[2] or "0").ljust(3, "0"))


def whole(text: str) -> int:
    """Return a whole number; nothing typed is 0. Raises Unreadable."""
    said = re.sub(r"\s", "", text)
    if said and not _WHOLE.fullmatch(said):
        raise Unreadable(_("Écrivez un nombre entier."))
    return int(said or 0)


def moment(day: str, hour: str) -> datetime:
    """Return the moment of a date and a time of day in Paris; no time is midnight. Raises Unreadable."""
    hour = hour or "00:00"
    try:
        if not _HOUR.fullmatch(hour):
            raise ValueError(hour)
        return timezone.make_aware(datetime.combine(date.fromisoformat(day), time.fromisoformat(hour.zfill(5))))
    except (ValueError, OverflowError):
        raise Unreadable(_("Donnez le jour et l’heure, comme 01/12/2026 et 11:00.")) from None


def instant(said: str) -> datetime:
    """Return a moment of ISO 8601 with its offset, as a page carried it. Raises Unreadable."""
    try:
        found = datetime.fromisoformat(said.strip())
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not YEARS[0] <= found.year <= YEARS[1]:
        raise Unreadable(_("Demande illisible : rechargez la page."))
    return found


def written(thousandths: int, places: int = 3) -> str:
    """Write an amount for a field: `12,5`, or `12.5` for an English reader; cents keep both digits."""
    exact = Decimal(thousandths).scaleb(-places)
    text = f"{exact:f}" if places == 2 else f"{exact.normalize():f}"
    return text if get_language() == "en" else text.replace(".", ",")


def _names_of(unit: str) -> set[str]:
    return _PIECES if unit == Unit.PIECE else {unit}
