"""What all of the menu's admin has in common: the direction may, menus are told, and what is in use is not deleted."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import PROTECT, Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from ocpizza.accounts.office import ByTheDirection, leads
from ocpizza.catalog import actions, products
from ocpizza.catalog.models import Ingredient


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
