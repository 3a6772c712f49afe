"""Families, hours of service and sizes in the admin."""

from django import forms
from django.contrib import admin
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from ocpizza.catalog.admin.base import MenuAdmin, RemovableAdmin
from ocpizza.catalog.models import Daypart, Family, Size


@admin.register(Size)
class SizeAdmin(MenuAdmin):
    """The sizes of pizzas."""

    list_display = ("name", "code", "diameter_cm", "coefficient_tenths")
    fixed = ("code",)


@admin.register(Family)
class FamilyAdmin(RemovableAdmin):
    """The chapters of the menu, in their order."""

    list_display = ("name", "name_en", "position")
    list_editable = ("position",)
    prepopulated_fields = {"code": ("name",)}
    fixed = ("code",)


class DaypartForm(forms.ModelForm):  # type: ignore[type-arg]
    """Days as boxes to tick."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("jours"),
        help_text=_("Aucun : tous les jours."),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


@admin.register(Daypart)
class DaypartAdmin(RemovableAdmin):
    """Hours in which some products are served."""

    form = DaypartForm
    list_display = ("name", "name_en", "opens", "closes")
