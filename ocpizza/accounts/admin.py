"""People and their roles, for the rare edit by hand; whoever gains or loses a role is told on every open screen."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ocpizza.accounts import actions
from ocpizza.accounts.models import Assignment, Role, User

admin.site.unregister(Group)  # rights follow from roles in stores


class AssignmentForm(forms.ModelForm):  # type: ignore[type-arg]
    """A role in a store; the direction's is everywhere."""

    def clean(self) -> dict[str, Any]:
        """Say plainly what the table would refuse."""
        cleaned = super().clean() or {}
        role, store = cleaned.get("role"), cleaned.get("store")
        if role == Role.DIRECTION and store:
            self.add_error("store", _("La direction a tous les magasins : laissez vide."))
        if role and role != Role.DIRECTION and not store:
            self.add_error("store", _("Choisissez le magasin."))
        return cleaned


class AssignmentInline(admin.TabularInline):  # type: ignore[type-arg]
    """The roles of a person, on the person's page."""

    model = Assignment
    form = AssignmentForm
    extra = 0


@admin.register(User)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]
    """People are made inactive rather than deleted: orders and rounds point to them."""

    inlines = [AssignmentInline]
    list_display = ("username", "first_name", "last_name", "phone", "roles", "is_active")
    list_filter = ("is_active", "assignments__role", "assignments__store")
    search_fields = ("username", "first_name", "last_name", "email", "phone")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Personne"), {"fields": ("first_name", "last_name", "email", "phone")}),
        (_("Accès"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch the roles along."""
        return super().get_queryset(request).prefetch_related("assignments__store")

    @admin.display(description=_("rôles"))
    def roles(self, person: User) -> str:
        """Return the person's roles and stores in words."""
        held = person.assignments.all()
        return ", ".join(f"{one.get_role_display()} {one.store or ''}".rstrip() for one in held)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the roles, then have the person's open screens ask again."""
        super().save_related(request, form, formsets, change)
        actions.rights_changed(form.instance)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody is deleted by hand."""
        return False
