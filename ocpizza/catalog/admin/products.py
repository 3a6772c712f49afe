"""Products in the admin: names, chapter, hours, what may be combined; the recipe is looked at, and edited elsewhere."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ocpizza.accounts.office import ByTheDirection
from ocpizza.catalog import prices
from ocpizza.catalog.admin.base import MenuAdmin
from ocpizza.catalog.models import Dose, Ingredient, Product, RecipeStep, Variant
from ocpizza.look.fields import ScaledField


class VariantForm(forms.ModelForm):  # type: ignore[type-arg]
    """The price in euros."""

    price_cents = ScaledField(places=2, label=_("prix TTC (€)"))

    class Meta:
        labels = {"size": _("taille")}

    def clean_price_cents(self) -> int:
        """Refuse what no piece costs."""
        cents: int = self.cleaned_data["price_cents"]
        if wrong := prices.fault(cents):
            raise forms.ValidationError(wrong)
        return cents


class VariantInline(ByTheDirection, admin.TabularInline):  # type: ignore[type-arg]
    """Sizes and prices of a product."""

    model = Variant
    form = VariantForm
    extra = 0
    can_delete = False


class LookedAt(ByTheDirection, admin.TabularInline):  # type: ignore[type-arg]
    """Rows of the recipe: the editor writes them, with a version."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is added past the editor."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is changed past the editor."""
        return False


class DoseInline(LookedAt):
    """The recipe of a medium product."""

    model = Dose
    fields = ("ingredient", "amount")
    readonly_fields = ("amount",)

    @admin.display(description=_("dose pour une moyenne"))
    def amount(self, dose: Dose) -> str:
        """Return the dose in the ingredient's unit."""
        exact = f"{Decimal(dose.quantity).scaleb(-3).normalize():f}"
        return f"{exact} {dose.ingredient.get_unit_display()}"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch the ingredients along."""
        return super().get_queryset(request).select_related("ingredient")


class StepInline(LookedAt):
    """The gestures of the recipe."""

    model = RecipeStep
    fields = ("text", "text_en")


@admin.register(Product)
class ProductAdmin(MenuAdmin):
    """A product with everything that belongs to it."""

    inlines = [VariantInline, DoseInline, StepInline]
    list_display = ("name", "category", "family", "daypart", "vat_class", "position", "archived")
    list_filter = ("category", "family", "daypart", "archived")
    search_fields = ("name", "name_en")
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("editor", "recipe_version", "oven_seconds", "oven_celsius", "key_points", "key_points_en")
    fixed = ("slug",)
    filter_horizontal = ("refused_extras",)
    save_on_top = True
    fieldsets = (
        (None, {"fields": (("name", "name_en"), "slug", ("category", "family"), "vat_class", "position", "archived")}),
        (_("Vente"), {"fields": ("daypart", ("halves", "folded"), "most_extras", "refused_extras")}),
        (
            _("Recette"),
            {"fields": ("editor", ("oven_seconds", "oven_celsius"), "key_points", "key_points_en", "recipe_version")},
        ),
    )

    @admin.display(description=_("écrire la recette"))
    def editor(self, product: Product) -> str:
        """Return the link to the editor, which keeps versions."""
        if product._state.adding:
            return gettext("Enregistrez d’abord le produit.")
        address = reverse("menu:recipe", args=[product.slug])
        return format_html('<a href="{}">{}</a>', address, gettext("Ouvrir l’éditeur de recette"))

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Tell what it is made like from the chapter it stands in."""
        if db_field.name == "category":
            options["label"] = _("ce que c’est")
        return super().formfield_for_choice_field(db_field, request, **options)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Offer to exclude only what is offered as an extra."""
        if db_field.name == "refused_extras":
            options["queryset"] = Ingredient.objects.filter(extra_cents__isnull=False)
        return super().formfield_for_manytomany(db_field, request, **options)
