"""What a bump may carry; anything else is refused before an order is looked at."""

from django import forms

from ocpizza.orders.placing import MOST_OF_A_LINE

HIGHEST_RANK = 10_000


class BumpForm(forms.Form):
    """`seq` is the order's number of changes when the ticket was painted; `why` says what is missing."""

    seq = forms.IntegerField(min_value=0, max_value=HIGHEST_RANK, required=False)
    why = forms.CharField(max_length=120, required=False)


class RecipeForm(forms.Form):
    """For how many pieces, and for which order, whose allergy then stands above the recipe."""

    quantite = forms.IntegerField(min_value=1, max_value=MOST_OF_A_LINE, required=False)
    commande = forms.SlugField(max_length=32, required=False)
