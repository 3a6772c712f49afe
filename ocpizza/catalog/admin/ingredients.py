"""Ingredients in the admin: what a unit costs, allergens, and what a customer may remove or add."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ocpizza.catalog.admin.base import RemovableAdmin
from ocpizza.catalog.models import Allergen, Ingredient, Unit
from ocpizza.look.fields import ScaledField

PIECE_PLACES, WEIGHT_PLACES = 5, 2
"""Euros to what is kept, thousandths of a cent a unit: for a piece as it is, for grams and millilitres by thousand."""


class IngredientForm(forms.ModelForm):  # type: ignore[type-arg]
    """Allergens as boxes to tick, in the regulation's order; money in euros, doses in the ingredient's unit."""

    allergens = forms.MultipleChoiceField(
        label=_("allergènes"), choices=Allergen.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    cost = forms.DecimalField(
        label=_("coût HT (€)"),
        help_text=_("Pour un kilogramme, un litre ou une pièce."),
        min_value=0,
        max_value=1000,
        decimal_places=PIECE_PLACES,
    )
    extra_cents = ScaledField(places=2, label=_("prix en supplément (€)"), required=False)
    extra_dose = ScaledField(places=3, label=_("dose en supplément, pour une moyenne"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        places = self._places(self.instance.unit)
        exact = Decimal(self.instance.cost_millicents).scaleb(-places).normalize()
        self.initial.setdefault("cost", f"{exact:f}")

    def clean(self) -> dict[str, Any]:
        """An extra has a price and a dose, or neither."""
        data = super().clean() or {}
        if (data.get("extra_cents") is None) != (not data.get("extra_dose")):
            raise forms.ValidationError(_("Un supplément a un prix et une dose ; sans les deux, il n’en est pas un."))
        data["extra_dose"] = data.get("extra_dose") or None
        return data

    def save(self, commit: bool = True) -> Any:
        """Keep the cost of a unit."""
        unit = self.cleaned_data.get("unit") or self.instance.unit
        self.instance.cost_millicents = int(self.cleaned_data["cost"].scaleb(self._places(unit)))
        return super().save(commit)

    @staticmethod
    def _places(unit: str) -> int:
        return PIECE_PLACES if unit == Unit.PIECE else WEIGHT_PLACES


@admin.register(Ingredient)
class IngredientAdmin(RemovableAdmin):
    """What stores keep."""

    form = IngredientForm
    list_display = ("name", "name_en", "unit", "allergen_words", "removable", "is_extra", "sold_as_is")
    list_filter = ("sold_as_is", "unit", "removable", ("extra_cents", admin.EmptyFieldListFilter))
    search_fields = ("name", "name_en")
    prepopulated_fields = {"slug": ("name_en",)}
    fixed = ("slug", "unit")  # versions of recipes, drawings and levels are written in them
    fieldsets = (
        (None, {"fields": (("name", "name_en"), "slug", "unit", "cost", "sold_as_is", "allergens")}),
        (_("À la demande du client"), {"fields": ("removable", ("extra_cents", "extra_dose"))}),
    )

    @admin.display(description=_("allergènes"))
    def allergen_words(self, ingredient: Ingredient) -> str:
        """Return the allergens in words."""
        return ", ".join(str(Allergen(code).label) for code in ingredient.allergens)

    @admin.display(description=_("en supplément"), boolean=True)
    def is_extra(self, ingredient: Ingredient) -> bool:
        """Say whether it can be added."""
        return ingredient.extra_cents is not None
