"""Registers the accounts application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "ocpizza.accounts"
    label = "accounts"
