"""Makes the look of the product a Django application: its tags, its context, its shared templates."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "ocpizza.look"
    verbose_name = "Look"
