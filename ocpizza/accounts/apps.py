"""Registers the accounts application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "ocpizza.accounts"
    label = "accounts"
    verbose_name = _("Personnes et rôles")
