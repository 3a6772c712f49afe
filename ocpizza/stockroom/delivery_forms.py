"""What the page of a delivery may send: its head, and lines of which any may stay empty."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ocpizza.catalog.models import Ingredient, Unit
from ocpizza.stock.deliveries import Arrival
from ocpizza.stock.models import Supplier
from ocpizza.stockroom.fields import DECIMAL, Amount, KeyField, RowField, ingredient_field

MOST_LINES = 20
MOST_PRICE = Decimal(10_000)  # euros for a kilogram, a litre or a piece


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
