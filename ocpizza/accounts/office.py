"""The admin's door: superusers, and the direction, which finds there what its own screens leave to it."""

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
