"""What the pages of the stock may send; everything else is refused before a level is looked at."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ocpizza.catalog.models import Ingredient, Unit
from ocpizza.stock import amounts, keys
from ocpizza.stock.amounts import MEASURES, Unreadable, measure_label, typed
from ocpizza.stock.deliveries import Arrival
from ocpizza.stock.models import Cause, Lot, Supplier
from ocpizza.stores.models import Store

MOST_LINES = 20
MOST_PRICE = Decimal(10_000)  # euros for a kilogram, a litre or a piece
CAUSES = [(one.value, one.label) for one in Cause if one != Cause.RECALLED]
"""A recalled lot is withdrawn by the recall itself."""


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
            self.add_error("measure" if wrong_unit else "quantity", str(error))
            return None
        return found

    def above_zero(self, ingredient: Ingredient | None) -> int | None:
        """Return what was typed as `read_amount` does; nothing is no quantity here."""
        found = self.read_amount(ingredient)
        if found == 0:
            self.add_error("quantity", _("Indiquez une quantité plus grande que zéro."))
        return found


class ArrivalForm(Amount):
    """One line of a delivery; left empty it is none."""

    code = forms.CharField(label=_("N° de lot"), max_length=40, required=False)
    use_by = forms.DateField(
        label=_("À consommer avant le"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    price = forms.CharField(label=_("Prix unitaire (€)"), max_length=12, required=False, widget=DECIMAL)

    def __init__(self, *args: Any, ingredients: list[Ingredient], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["ingredient"] = ingredient_field(ingredients)
        self.order_fields(["ingredient", "quantity", "measure", "code", "price", "use_by"])

    def has_changed(self) -> bool:
        """Whether somebody wrote into the line: a unit chosen alone says nothing."""
        return any(name != "measure" for name in self.changed_data)

    def clean_use_by(self) -> Any:
        day = self.cleaned_data["use_by"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("Cette date est déjà passée : le produit ne peut pas être reçu."))
        return day

    def clean(self) -> dict[str, Any]:
        """Read quantity and price in the units of the ingredient."""
        data = super().clean() or self.cleaned_data
        found = data.get("ingredient")
        data["thousandths"] = self.above_zero(found)
        if found and data.get("price"):
            data["cost_millicents"] = self._cost(data["price"], found)
        return data

    def _cost(self, text: str, ingredient: Ingredient) -> int | None:
        """Return the cost of one unit in thousandths of a cent, from euros for a kilogram, a litre or a piece."""
        try:
            euros = forms.DecimalField(
                max_digits=7, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(MOST_PRICE)]
            ).clean("".join(text.replace("€", "").split()).replace(",", "."))
        except forms.ValidationError:
            self.add_error("price", _("Indiquez un prix en euros, par exemple 7,20."))
            return None
        units = 1 if ingredient.unit == Unit.PIECE else 1000
        return int(euros * 100_000 / units)

    @property
    def arrival(self) -> Arrival:
        """What came, once the form is valid."""
        data = self.cleaned_data
        return Arrival(
            data["ingredient"], data["thousandths"], data["code"].strip(), data["use_by"], data.get("cost_millicents")
        )


class ArrivalLines(forms.BaseFormSet):  # type: ignore[type-arg]  # a formset has no type parameter at run time
    """The lines of a delivery: any of them may stay empty, those that open filled in too."""

    def initial_form_count(self) -> int:
        """No line is there before the delivery is."""
        return 0


ARRIVALS = forms.formset_factory(
    ArrivalForm, formset=ArrivalLines, extra=0, max_num=MOST_LINES, absolute_max=MOST_LINES, validate_max=True
)


class DeliveryForm(forms.Form):
    """The head of a delivery; `confirmed` says that unusual quantities were looked at twice."""

    key = KeyField()
    confirmed = forms.BooleanField(label=_("Les quantités sont bien celles-là"), required=False)

    def __init__(self, *args: Any, suppliers: Iterable[Supplier], **options: Any) -> None:
        super().__init__(*args, **options)
        rows = {str(one.pk): one for one in suppliers}
        named = [("", _("Sans fournisseur")), *((name, one.name) for name, one in rows.items())]
        self.fields["supplier"] = RowField(rows, named, label=_("Fournisseur"), required=False)


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
            raise forms.ValidationError(str(error)) from error

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


class MovementsForm(forms.Form):
    """Which movements to list."""

    start = forms.DateField(label=_("Du"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    end = forms.DateField(label=_("Au"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
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
