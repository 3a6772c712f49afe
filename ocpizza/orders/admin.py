"""Orders, to look at: they change by their actions alone, never by hand."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ocpizza.look.formats import euros
from ocpizza.orders.models import Line, Order, StatusChange


class _ReadOnly:
    """Shows, and lets nobody add, change or delete."""

    def has_add_permission(self, *_args: Any) -> bool:
        return False

    def has_change_permission(self, *_args: Any) -> bool:
        return False

    def has_delete_permission(self, *_args: Any) -> bool:
        return False


class LineInline(_ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    """What was ordered, at the prices of then."""

    model = Line
    fields = ("quantity", "name", "size", "price", "vat")
    readonly_fields = ("price", "vat")

    @admin.display(description=_("prix unitaire TTC"))
    def price(self, line: Line) -> str:
        """Return the price of one piece in euros."""
        return euros(line.unit_cents)

    @admin.display(description=_("TVA"))
    def vat(self, line: Line) -> str:
        """Return the rate in per cent."""
        return f"{line.vat_rate / 100:g} %"


class ChangeInline(_ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    """The history."""

    model = StatusChange
    fields = ("seq", "at", "source", "target", "by", "person", "why")
    readonly_fields = ("person",)
    ordering = ("seq",)

    @admin.display(description=_("qui"))
    def person(self, change: StatusChange) -> str:
        """Return who it was."""
        return str(change.who or "-")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch the people along."""
        return super().get_queryset(request).select_related("who")


@admin.register(Order)
class OrderAdmin(_ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """An order with its lines and its history."""

    inlines = [LineInline, ChangeInline]
    list_display = ("number", "day", "shop", "status", "fulfilment", "name", "total")
    list_filter = ("store", "status", "fulfilment", "channel", "day")
    list_select_related = ("store",)
    search_fields = ("reference", "number", "name", "phone")
    date_hierarchy = "day"
    ordering = ("-placed_at",)
    fieldsets = (
        (None, {"fields": ("number", "shop", "status", "status_at", "fulfilment", "channel", "reference")}),
        (_("Heures"), {"fields": ("placed_at", "start_by", "promised_at")}),
        (_("Client"), {"fields": ("name", "phone", "email", "street", "postcode", "city", "door_code", "floor")}),
        (_("Notes"), {"fields": ("allergy", "kitchen_note", "courier_note")}),
        (_("Argent"), {"fields": ("total", "delivery_fee", "due", "payment")}),
    )

    @admin.display(description=_("point de vente"), ordering="store")
    def shop(self, order: Order) -> str:
        """Return the store's name."""
        return order.store.name

    @admin.display(description=_("total"), ordering="total_cents")
    def total(self, order: Order) -> str:
        """Return the total in euros."""
        return euros(order.total_cents)

    @admin.display(description=_("livraison"))
    def delivery_fee(self, order: Order) -> str:
        """Return the fee in euros."""
        return euros(order.fee_cents)

    @admin.display(description=_("reste dû"))
    def due(self, order: Order) -> str:
        """Return what is owed in euros."""
        return euros(order.due_cents)
