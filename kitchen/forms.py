"""What a bump may carry; anything else is refused before an order is looked at."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ocpizza.catalog.compositions import LONGEST_SPEC
from ocpizza.orders.placing import MOST_OF_A_LINE

HIGHEST_RANK = 10_000


class BumpForm(forms.Form):
    """`seq` is the order's number of changes when the ticket was painted; `lacking`, or `why`, says what is missing."""

    seq = forms.IntegerField(min_value=0, max_value=HIGHEST_RANK, required=False)
    why = forms.CharField(max_length=120, required=False)
    lacking = forms.SlugField(max_length=40, required=False)


class RecipeForm(forms.Form):
    """As composed how, for how many pieces, and for which order, whose allergy then stands above the recipe."""

    composition = forms.CharField(max_length=LONGEST_SPEC, required=False)
    quantite = forms.IntegerField(min_value=1, max_value=10 * MOST_OF_A_LINE, required=False)
    commande = forms.SlugField(max_length=32, required=False)


class SearchForm(forms.Form):
    """What somebody types to find a recipe, an ingredient or a product."""

    q = forms.CharField(max_length=60, required=False)


class ReadForm(forms.Form):
    """The version that stood on the sheet."""

    version = forms.IntegerField(min_value=1, max_value=10**6)


class MomentField(forms.CharField):
    """A moment as an undo carries it: ISO 8601 with its offset."""

    def clean(self, value: Any) -> datetime | None:
        text = super().clean(value)
        try:
            found = datetime.fromisoformat(text) if text else None
        except ValueError:
            found = None
        return found if found and found.tzinfo and 1970 < found.year < 9999 else None


class OutForm(forms.Form):
    """Until when something is out, as one of `kitchen.out.ends`, as an hour, or as it was to the second; and why."""

    jusqua = forms.CharField(max_length=10, required=False)
    heure = forms.TimeField(required=False, error_messages={"invalid": _("Écrivez l’heure comme 21:30.")})
    instant = MomentField(required=False)
    pourquoi = forms.CharField(max_length=120, required=False)
