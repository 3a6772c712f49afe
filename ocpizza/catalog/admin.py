"""The group's menu, for the rare edit by hand: products with prices, doses and steps; ingredients with allergens."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ocpizza.catalog import actions
from ocpizza.catalog.models import Allergen, Dose, Ingredient, Product, RecipeStep, Size, Variant
from ocpizza.look.fields import ScaledField


class MenuAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Anything on the menu: a change repaints the menus, and nothing is deleted because old orders point to it."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save, then have every menu repaint."""
        super().save_related(request, form, formsets, change)
        actions.edited()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is no longer sold is archived."""
        return False


class VariantForm(forms.ModelForm):  # type: ignore[type-arg]
    """The price in euros."""

    price_cents = ScaledField(places=2, label=_("prix TTC (€)"))

    class Meta:
        labels = {"size": _("taille")}


class VariantInline(admin.TabularInline):  # type: ignore[type-arg]
    """Sizes and prices of a product."""

    model = Variant
    form = VariantForm
    extra = 0
    can_delete = False


class DoseForm(forms.ModelForm):  # type: ignore[type-arg]
    """The dose in the ingredient's unit."""

    quantity = ScaledField(places=3, label=_("dose pour une moyenne"))

    class Meta:
        labels = {"ingredient": _("ingrédient")}


class DoseInline(admin.TabularInline):  # type: ignore[type-arg]
    """The recipe of a medium product."""

    model = Dose
    form = DoseForm
    extra = 0
    fields = ("position", "ingredient", "quantity", "unit")
    readonly_fields = ("unit",)

    @admin.display(description=_("unité"))
    def unit(self, dose: Dose) -> str:
        """Return the unit of the dose's ingredient."""
        return dose.ingredient.get_unit_display() if dose.ingredient_id else ""

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch the ingredients along."""
        return super().get_queryset(request).select_related("ingredient")


class StepInline(admin.TabularInline):  # type: ignore[type-arg]
    """The gestures of the recipe."""

    model = RecipeStep
    extra = 0


@admin.register(Product)
class ProductAdmin(MenuAdmin):
    """A product with everything that belongs to it."""

    inlines = [VariantInline, DoseInline, StepInline]
    list_display = ("name", "category", "vat_class", "position", "archived")
    list_filter = ("category", "archived")
    search_fields = ("name", "name_en")
    prepopulated_fields = {"slug": ("name",)}
    save_on_top = True
    fieldsets = (
        (None, {"fields": (("name", "name_en"), "slug", "category", "vat_class", "position", "archived")}),
        (_("Cuisson"), {"fields": ("oven_celsius", "oven_seconds", "folded")}),
    )


class IngredientForm(forms.ModelForm):  # type: ignore[type-arg]
    """Allergens as boxes to tick, in the regulation's order."""

    allergens = forms.MultipleChoiceField(
        label=_("allergènes"), choices=Allergen.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


@admin.register(Ingredient)
class IngredientAdmin(MenuAdmin):
    """What stores keep."""

    form = IngredientForm
    list_display = ("name", "name_en", "unit", "allergen_words", "sold_as_is")
    list_filter = ("sold_as_is", "unit")
    search_fields = ("name", "name_en")
    prepopulated_fields = {"slug": ("name_en",)}

    @admin.display(description=_("allergènes"))
    def allergen_words(self, ingredient: Ingredient) -> str:
        """Return the allergens in words."""
        return ", ".join(str(Allergen(code).label) for code in ingredient.allergens)


@admin.register(Size)
class SizeAdmin(MenuAdmin):
    """The sizes of pizzas."""

    list_display = ("name", "code", "diameter_cm", "coefficient_tenths")
