"""The form of a new product."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocpizza.catalog import prices
from ocpizza.catalog.models import Category, Daypart, Family, Size, VatClass
from ocpizza.catalog.products import NewProduct
from ocpizza.look.refusals import Unreadable
from ocpizza.menu import typed


class PriceField(forms.CharField):
    """A price in euros, with a comma or a point; cleaned to cents, None for nothing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, required=False, **options)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            cents = typed.price(text)
        except Unreadable as error:
            raise forms.ValidationError(error.sentence) from None
        if wrong := prices.fault(cents):
            raise forms.ValidationError(wrong)
        return cents


class ProductForm(forms.Form):
    """A product as somebody thinks of it; a pizza has a price for each size, the rest has one."""

    name = forms.CharField(label=gettext_lazy("Nom"), max_length=60)
    name_en = forms.CharField(label=gettext_lazy("Nom anglais"), max_length=60)
    category = forms.ChoiceField(label=gettext_lazy("Ce que c’est"), choices=Category.choices)
    family = forms.ModelChoiceField(Family.objects, label=gettext_lazy("Famille"), required=False, to_field_name="code")
    vat_class = forms.ChoiceField(label=gettext_lazy("TVA"), choices=VatClass.choices)
    daypart = forms.ModelChoiceField(
        Daypart.objects, label=gettext_lazy("Moment de service"), required=False, empty_label=gettext_lazy("Toujours")
    )
    as_bought = forms.BooleanField(
        label=gettext_lazy("Revendu tel quel, sans recette : une boisson, un dessert acheté"), required=False
    )
    price = PriceField(label=gettext_lazy("Prix sans taille (€)"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sizes = list(Size.objects.all())
        for size in self.sizes:
            self.fields[f"price_{size.code}"] = PriceField(label=_("Prix %(size)s (€)") % {"size": size.label})

    def clean(self) -> dict[str, Any]:
        """A pizza is priced by size, and made from a recipe."""
        data = super().clean() or {}
        if data.get("category") == Category.PIZZA and data.get("as_bought"):
            self.add_error("as_bought", _("Une pizza a une recette."))
        if data.get("category") and not self._prices(data) and not any(n.startswith("price") for n in self.errors):
            self.add_error("price", _("Donnez au moins un prix."))
        return data

    def wish(self) -> NewProduct:
        """Return what was typed, once it is valid."""
        data = self.cleaned_data
        plain = {name: data[name] for name in ("name", "name_en", "category", "vat_class", "family", "daypart")}
        return NewProduct(**plain, prices=self._prices(data), as_bought=data["as_bought"])

    def _prices(self, data: dict[str, Any]) -> dict[str, int]:
        if data.get("category") != Category.PIZZA and data.get("price"):
            return {"": data["price"]}
        found = {size.code: data.get(f"price_{size.code}") for size in self.sizes}
        return {code: cents for code, cents in found.items() if cents}
