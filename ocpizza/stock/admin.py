"""Suppliers with what they sell, for the rare edit by hand; lots, movements and transfers to look at.

The ledger is written by its actions alone: a level that somebody typed would be no sum of movements.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ocpizza.accounts.office import ByTheDirection, leads
from ocpizza.look.fields import ScaledField
from ocpizza.look.formats import euros
from ocpizza.stock.amounts import said, signed
from ocpizza.stock.costs import worth
from ocpizza.stock.models import Lot, Movement, Offer, Supplier, Transfer

UNIT, EURO = 3, 5
"""Places of what we keep: thousandths of a unit, and thousandths of a cent in a euro."""


class OfferForm(forms.ModelForm):  # type: ignore[type-arg]
    """The pack in the ingredient's unit, the price of one unit in euros."""

    pack = ScaledField(places=UNIT, label=_("conditionnement"))
    cost_millicents = ScaledField(places=EURO, label=_("coût d’une unité (€)"))

    def clean_pack(self) -> int:
        """Say plainly what the table would refuse."""
        pack: int = self.cleaned_data["pack"]
        if not pack:
            raise forms.ValidationError(_("Un colis contient plus que zéro."))
        return pack


class OfferInline(ByTheDirection, admin.TabularInline):  # type: ignore[type-arg]
    """What a supplier sells, on the supplier's page."""

    model = Offer
    form = OfferForm
    extra = 1
    fields = ("ingredient", "pack", "unit", "cost_millicents", "price")
    readonly_fields = ("unit", "price")
    autocomplete_fields = ("ingredient",)

    @admin.display(description=_("unité"))
    def unit(self, offer: Offer) -> str:
        """Return the unit that pack and price are in."""
        return str(offer.ingredient.get_unit_display()) if offer.ingredient_id else ""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A line that is no longer sold is taken off: nothing of the past points to it."""
        return leads(request)

    @admin.display(description=_("prix du colis"))
    def price(self, offer: Offer) -> str:
        """Return what one pack costs."""
        if not offer.pk:
            return ""
        return euros(worth(offer.pack, offer.cost_millicents))

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch the ingredients along."""
        return super().get_queryset(request).select_related("ingredient")


@admin.register(Supplier)
class SupplierAdmin(ByTheDirection, admin.ModelAdmin):  # type: ignore[type-arg]
    """A supplier is archived rather than deleted: lots point to it."""

    inlines = [OfferInline]
    list_display = ("name", "phone", "email", "shops", "archived")
    list_filter = ("archived", "stores")
    search_fields = ("name", "email")
    filter_horizontal = ("stores",)
    fields = (("name", "archived"), ("phone", "email"), "stores")

    @admin.display(description=_("points de vente"))
    def shops(self, supplier: Supplier) -> str:
        """Return the stores it serves."""
        return ", ".join(store.name for store in supplier.stores.all())

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch the stores along."""
        return super().get_queryset(request).prefetch_related("stores")


class _Ledger(ByTheDirection):
    """Shows, and lets nobody add, change or delete."""

    def has_add_permission(self, *_args: Any) -> bool:
        return False

    def has_change_permission(self, *_args: Any) -> bool:
        return False

    @admin.display(description=_("quantité"), ordering="quantity")
    def amount(self, row: Any) -> str:
        """Return the quantity as people say it."""
        return said(row.quantity, row.ingredient.unit)


@admin.register(Lot)
class LotAdmin(_Ledger, admin.ModelAdmin):  # type: ignore[type-arg]
    """What came in together."""

    list_display = ("ingredient", "code", "store", "amount", "use_by", "supplier", "received_at")
    list_filter = ("store", "supplier")
    list_select_related = ("store", "ingredient", "supplier")
    search_fields = ("code", "ingredient__name", "ingredient__name_en")
    date_hierarchy = "received_at"
    fields = ("store", "ingredient", "code", "supplier", "amount", "use_by", "received_at", "who", "reference")


@admin.register(Movement)
class MovementAdmin(_Ledger, admin.ModelAdmin):  # type: ignore[type-arg]
    """The ledger."""

    list_display = ("at", "store", "ingredient", "change", "reason", "cause", "reference", "who")
    list_filter = ("store", "reason", "cause")
    list_select_related = ("store", "ingredient", "who")
    search_fields = ("reference", "ingredient__name", "ingredient__name_en")
    date_hierarchy = "at"
    ordering = ("-pk",)
    fields = ("at", "store", "ingredient", "change", "reason", "cause", "note", "lot", "reference", "who")

    @admin.display(description=_("quantité"), ordering="quantity")
    def change(self, row: Movement) -> str:
        """Return the change with its sign."""
        return signed(row.quantity, row.ingredient.unit)


@admin.register(Transfer)
class TransferAdmin(_Ledger, admin.ModelAdmin):  # type: ignore[type-arg]
    """What moved between two stores."""

    list_display = ("sent_at", "sender", "receiver", "ingredient", "amount", "received_at")
    list_filter = ("sender", "receiver")
    list_select_related = ("sender", "receiver", "ingredient")
    search_fields = ("ingredient__name", "ingredient__name_en", "lot__code")
    date_hierarchy = "sent_at"
    fields = ("sender", "receiver", "ingredient", "lot", "amount", "sent_at", "sent_by", "received_at", "received_by")
