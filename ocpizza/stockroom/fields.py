"""The fields that the forms of the stock share: a key, a row by its public word, a quantity in the units people use."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ocpizza.catalog.models import Ingredient, Unit
from ocpizza.look.refusals import Unreadable
from ocpizza.stock import keys
from ocpizza.stock.amounts import MEASURES, measure_label, typed
from ocpizza.stock.models import Lot

DECIMAL = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
"""A field for a number that may have a comma; a phone shows its digits."""


class KeyField(forms.SlugField):
    """The key of a form, which makes it count once."""

    def __init__(self) -> None:
        super().__init__(max_length=keys.LONGEST, widget=forms.HiddenInput)


class RowField(forms.ChoiceField):
    """One of some rows, named by a public word: whatever is not among them is refused without asking the database."""

    def __init__(self, rows: Mapping[str, Any], named: Iterable[tuple[str, Any]], **options: Any) -> None:
        super().__init__(choices=named, **options)
        self.rows = rows

    def clean(self, value: Any) -> Any:
        """Return the row, None for an empty choice that may be empty."""
        return self.rows.get(super().clean(value))


class IngredientSelect(forms.Select):
    """Says of each ingredient how it is measured, so that the page can offer the right unit."""

    def __init__(self, measures: Mapping[str, str]) -> None:
        super().__init__()
        self.measures = measures

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        """Add the large measure of the ingredient to its option."""
        option = super().create_option(name, value, *args, **options)
        if measure := self.measures.get(str(value)):
            option["attrs"]["data-measure"] = measure
        return option


def ingredient_field(found: Iterable[Ingredient], *, required: bool = True) -> RowField:
    """Return the choice of an ingredient, by its name."""
    rows = {one.slug: one for one in found}
    named = [("", _("Choisir…") if required else _("Tous")), *((slug, one.label) for slug, one in rows.items())]
    widget = IngredientSelect({slug: MEASURES[Unit(one.unit)][0] for slug, one in rows.items()})
    return RowField(rows, named, label=_("Ingrédient"), required=required, widget=widget)


def lot_field(found: Iterable[Lot]) -> RowField:
    """Return the choice of a lot, by ingredient and code."""
    rows = {one.reference: one for one in found}
    named = [("", _("Sans précision")), *((name, _lot_label(one)) for name, one in rows.items())]
    return RowField(rows, named, label=_("Lot"), required=False)


def _lot_label(lot: Lot) -> str:
    until = f" · {lot.use_by:%d/%m}" if lot.use_by else ""
    return f"{lot.ingredient.label} · {lot.code or '—'}{until}"


class Amount(forms.Form):
    """A quantity and its measure; `cleaned_data["thousandths"]` once the ingredient is known."""

    quantity = forms.CharField(label=_("Quantité"), max_length=20, widget=DECIMAL)
    measure = forms.ChoiceField(
        label=_("Unité"), choices=[(one, measure_label(one, 2000)) for one in ("kg", "g", "l", "ml", "piece")]
    )

    def read_amount(self, ingredient: Ingredient | None) -> int | None:
        """Return what was typed in thousandths, or None after noting why not on the field."""
        data = self.cleaned_data
        if ingredient is None or not data.get("quantity") or not data.get("measure"):
            return None
        try:
            found = typed(data["quantity"], data["measure"], ingredient.unit)
        except Unreadable as error:
            wrong_unit = data["measure"] not in MEASURES[Unit(ingredient.unit)]
            self.add_error("measure" if wrong_unit else "quantity", error.sentence)
            return None
        return found

    def above_zero(self, ingredient: Ingredient | None) -> int | None:
        """Return what was typed as `read_amount` does; nothing is no quantity here."""
        found = self.read_amount(ingredient)
        if found == 0:
            self.add_error("quantity", _("Indiquez une quantité plus grande que zéro."))
        return found
