"""What the other pages of the stock may send; whatever else comes is refused before a level is looked at."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ocpizza.catalog.models import Ingredient, Unit
from ocpizza.look.refusals import Unreadable
from ocpizza.stock import amounts
from ocpizza.stock.amounts import MEASURES, typed
from ocpizza.stock.models import Cause, Lot
from ocpizza.stockroom.fields import DECIMAL, Amount, KeyField, RowField, ingredient_field, lot_field
from ocpizza.stores.models import Store

CAUSES = [(one.value, one.label) for one in Cause if one != Cause.RECALLED]
"""A recalled lot is withdrawn by the recall itself."""


class LossForm(Amount):
    """What was lost, and why."""

    cause = forms.ChoiceField(label=_("Pourquoi ?"), choices=CAUSES)
    note = forms.CharField(label=_("Précision"), max_length=120, required=False)
    key = KeyField()

    def __init__(self, *args: Any, ingredients: list[Ingredient], lots: list[Lot], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["ingredient"] = ingredient_field(ingredients)
        self.fields["lot"] = lot_field(lots)
        self.order_fields(["ingredient", "quantity", "measure", "cause", "lot", "note"])

    def clean(self) -> dict[str, Any]:
        """Read the quantity in the units of the ingredient."""
        data = super().clean() or self.cleaned_data
        data["thousandths"] = self.above_zero(data.get("ingredient"))
        return data


class ParcelForm(Amount):
    """What is sent to another store."""

    key = KeyField()

    def __init__(
        self, *args: Any, ingredients: list[Ingredient], lots: list[Lot], receivers: list[Store], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        rows = {one.slug: one for one in receivers}
        named = [("", _("Choisir…")), *((one.slug, one.name) for one in receivers)]
        self.fields["receiver"] = RowField(rows, named, label=_("Vers"))
        self.fields["ingredient"] = ingredient_field(ingredients)
        self.fields["lot"] = lot_field(lots)
        self.order_fields(["receiver", "ingredient", "quantity", "measure", "lot"])

    def clean(self) -> dict[str, Any]:
        """Read the quantity in the units of the ingredient."""
        data = super().clean() or self.cleaned_data
        data["thousandths"] = self.above_zero(data.get("ingredient"))
        return data


class ArrivedForm(Amount):
    """What arrived of a transfer, and why something is missing; without a quantity everything did."""

    cause = forms.ChoiceField(choices=[("", ""), *CAUSES], required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["quantity"].required = False
        self.fields["measure"].required = bool(self.data.get("quantity"))


class CountForm(Amount):
    """What was found of one ingredient; `seen` and `turn` say what the page showed. Pressed `exact`, it was right."""

    seen = forms.IntegerField(min_value=0, max_value=10**15, widget=forms.HiddenInput)
    turn = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)
    exact = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, ingredient: Ingredient, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ingredient = ingredient
        if self.data.get("exact"):
            self.fields["quantity"].required = self.fields["measure"].required = False
        self.fields["quantity"].error_messages["required"] = _(
            "Indiquez ce que vous avez compté, 0 s’il n’y en a plus."
        )

    def clean(self) -> dict[str, Any]:
        """Read what was found in the units of the ingredient."""
        data = super().clean() or self.cleaned_data
        data["found"] = data.get("seen") if data.get("exact") else self.read_amount(self.ingredient)
        return data


class ThresholdField(forms.CharField):
    """A threshold in the large measure of the ingredient, kept in thousandths; empty asks for no alert."""

    def __init__(self, ingredient: Ingredient) -> None:
        self.ingredient = ingredient
        self.measure = MEASURES[Unit(ingredient.unit)][0]
        super().__init__(
            label=ingredient.label, max_length=20, required=False, show_hidden_initial=True, widget=DECIMAL
        )

    def clean(self, value: Any) -> int | None:
        """Return thousandths."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return typed(text, self.measure, self.ingredient.unit)
        except Unreadable as error:
            raise forms.ValidationError(error.sentence) from error

    def prepare_value(self, value: Any) -> Any:
        """Show the row's thousandths as one types them; what was typed stays as typed."""
        return amounts.as_typed(value, self.measure) if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        """Compare as text: what the page showed against what came back."""
        return super().to_python(self.prepare_value(value))


class ThresholdsForm(forms.Form):
    """All thresholds of a store; only those that were changed are written."""

    def __init__(self, *args: Any, ingredients: Iterable[Ingredient], **options: Any) -> None:
        super().__init__(*args, **options)
        for one in ingredients:
            self.fields[f"t-{one.slug}"] = ThresholdField(one)

    @property
    def changed(self) -> dict[int, int | None]:
        """Ingredient id → the new threshold, for what the person changed."""
        fields = {name: self.fields[name] for name in self.changed_data}
        return {
            field.ingredient.pk: self.cleaned_data[name]
            for name, field in fields.items()
            if isinstance(field, ThresholdField)
        }


def of_our_time(day: date) -> None:
    """Refuse a day so far away that its midnight is none in some time zone."""
    if not 2000 <= day.year < 2100:
        raise ValidationError(_("Indiquez une date entre 2000 et 2099."))


class DayField(forms.DateField):
    """A day that may be left out."""

    def __init__(self, label: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"})
        super().__init__(label=label, required=False, widget=widget, validators=[of_our_time])


class MovementsForm(forms.Form):
    """Which movements to list."""

    start = DayField(_("Du"))
    end = DayField(_("Au"))
    page = forms.IntegerField(required=False, min_value=1, max_value=10**6, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, ingredients: list[Ingredient], people: Mapping[str, Any], reasons: list[Any], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["ingredient"] = ingredient_field(ingredients, required=False)
        self.fields["reason"] = forms.ChoiceField(label=_("Motif"), choices=[("", _("Tous")), *reasons], required=False)
        named = [("", _("Tout le monde")), *((name, str(one)) for name, one in people.items())]
        self.fields["who"] = RowField(people, named, label=_("Qui"), required=False)
        self.order_fields(["ingredient", "reason", "who", "start", "end"])
