"""Points of sale with their hours and delivery areas, for the rare edit by hand: opening a store is rows."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ocpizza.look.fields import ScaledField
from ocpizza.stores import actions
from ocpizza.stores.models import DeliveryArea, OpeningHours, Store


class HoursInline(admin.TabularInline):  # type: ignore[type-arg]
    """The week of a store."""

    model = OpeningHours
    extra = 0
    ordering = ("weekday", "opens")


class AreaForm(forms.ModelForm):  # type: ignore[type-arg]
    """Amounts in euros."""

    fee_cents = ScaledField(places=2, label=_("frais (€)"))
    minimum_cents = ScaledField(places=2, label=_("minimum (€)"))


class AreaInline(admin.TabularInline):  # type: ignore[type-arg]
    """Where a store delivers."""

    model = DeliveryArea
    form = AreaForm
    extra = 0
    ordering = ("postcode",)


@admin.register(Store)
class StoreAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A store is made once and kept: its orders point to it."""

    inlines = [HoursInline, AreaInline]
    list_display = ("name", "postcode", "city", "phone", "taking_orders", "round_the_clock")
    list_filter = ("taking_orders",)
    search_fields = ("name", "postcode", "city")
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "slug")}),
        (_("Adresse"), {"fields": ("street", ("postcode", "city"), "phone")}),
        (_("Service"), {"fields": ("taking_orders", "round_the_clock")}),
        (_("Cadence"), {"fields": ("prep_minutes", "travel_minutes", "pizzas_per_hour", "soon_minutes")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Store | None = None) -> tuple[str, ...]:
        """Keep the address of the pages: customers and screens have it in their bookmarks."""
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Store | None = None) -> Any:
        """Propose a web address for a new store only."""
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save hours and areas, then have every screen of the store repaint."""
        super().save_related(request, form, formsets, change)
        actions.edited(form.instance)

    def has_delete_permission(self, request: HttpRequest, obj: Store | None = None) -> bool:
        """A store that closes stops taking orders; its past stays."""
        return False
