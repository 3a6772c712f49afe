"""The admin's door: superusers, and the direction, which finds there what its own screens leave to it."""

from typing import Any

from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.sites import AdminSite
from django.http import HttpRequest


class Office(AdminSite):
    """The admin; who sees which rows in it is each model's matter."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in whoever leads all stores."""
        return super().has_permission(request) or leads(request)


class OfficeConfig(AdminConfig):
    default_site = "ocpizza.accounts.office.Office"


def leads(request: HttpRequest) -> bool:
    """Say whether somebody of the direction, or a superuser, asks."""
    return request.user.is_authenticated and request.user.leads_everywhere()


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
