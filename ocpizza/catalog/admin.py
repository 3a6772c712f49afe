"""The group's menu, for the rare edit by hand: families, hours, sizes, ingredients with cost and extras, products.

What changes often has screens of its own, under /menu/. Recipes are only looked at here: they have versions.
"""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import PROTECT, Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ocpizza.accounts.office import leads
from ocpizza.catalog import actions, prices, products
from ocpizza.catalog.models import (
    Allergen,
    Daypart,
    Dose,
    Family,
    Ingredient,
    Product,
    RecipeStep,
    Size,
    Unit,
    Variant,
)
from ocpizza.look.fields import ScaledField

PIECE_PLACES, WEIGHT_PLACES = 5, 2
"""Euros to what is kept, thousandths of a cent a unit: for a piece as it is, for grams and millilitres by thousand."""


class ByTheDirection:
    """Looked at and changed by whoever leads all stores."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show it in the index."""
        return leads(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let it be looked at."""
        return leads(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let one be written."""
        return leads(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let it be changed."""
        return leads(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is no longer sold is archived."""
        return False


class MenuAdmin(ByTheDirection, admin.ModelAdmin):  # type: ignore[type-arg]
    """Anything on the menu: a change repaints the menus. `fixed` fields are written once."""

    actions = None
    fixed: tuple[str, ...] = ()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save, then have every menu repaint."""
        super().save_related(request, form, formsets, change)
        actions.edited()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What others point to does not change."""
        return (*super().get_readonly_fields(request, obj), *(self.fixed if obj else ()))

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Suggest a reference while there is none."""
        return {} if obj else super().get_prepopulated_fields(request, obj)


class RemovableAdmin(MenuAdmin):
    """What may be deleted while nothing uses it."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let it be tried: what is in use says so."""
        return leads(request)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Delete, or say in words what uses it."""
        found = self.get_object(request, object_id)
        if found is not None and (why := in_use(found)):
            messages.error(request, why)
            name = f"admin:{found._meta.app_label}_{found._meta.model_name}_change"
            return HttpResponseRedirect(reverse(name, args=[found.pk]))
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete, then have every menu repaint."""
        super().delete_model(request, obj)
        actions.edited()


def in_use(found: Model) -> str:
    """Return what would be lost with it, in a sentence; "" when nothing would."""
    if isinstance(found, Ingredient) and (recipes := products.uses(found)):
        words = {"name": found, "products": ", ".join(map(str, recipes))}
        return gettext("« %(name)s » est dans ces recettes : %(products)s. Retirez-le d’abord de chacune.") % words
    held = []
    for relation in found._meta.related_objects:
        if relation.on_delete is PROTECT:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: found}).count()
            held += [f"{rows} {relation.related_model._meta.verbose_name_plural}"] if rows else []
    if not held:
        return ""
    words = {"name": found, "held": ", ".join(held)}
    return gettext("« %(name)s » sert encore et ne peut pas être supprimé : %(held)s.") % words


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

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Offer to exclude only what is offered as an extra."""
        if db_field.name == "refused_extras":
            options["queryset"] = Ingredient.objects.filter(extra_cents__isnull=False)
        return super().formfield_for_manytomany(db_field, request, **options)


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
