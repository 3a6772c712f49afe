"""Levels and movements: the level is the sum of its movements, and no level is ever below zero."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ocpizza.catalog.models import Ingredient
from ocpizza.stores.models import Store


class Level(models.Model):
    """What a store has left of an ingredient, in thousandths of its unit."""

    store = models.ForeignKey(Store, models.CASCADE, related_name="levels")
    ingredient = models.ForeignKey(Ingredient, models.PROTECT, related_name="levels")
    quantity = models.BigIntegerField(_("quantité (millièmes)"), default=0)

    class Meta:
        verbose_name = _("niveau de stock")
        verbose_name_plural = _("niveaux de stock")
        constraints = [
            models.UniqueConstraint(fields=["store", "ingredient"], name="one_level_each_ingredient"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="level_never_below_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.store} · {self.ingredient} : {self.quantity / 1000:g}"


class Reason(models.TextChoices):
    ORDER = "order", _("commande")
    GIVE_BACK = "give_back", _("retour de commande")
    RECEIPT = "receipt", _("réception")
    LOSS = "loss", _("perte")
    COUNT = "count", _("inventaire")


class Movement(models.Model):
    """One change of one level, in thousandths, signed; `reference` is the order's when an order caused it."""

    store = models.ForeignKey(Store, models.CASCADE, related_name="movements")
    ingredient = models.ForeignKey(Ingredient, models.PROTECT, related_name="movements")
    quantity = models.BigIntegerField(_("quantité (millièmes)"))
    reason = models.CharField(_("motif"), max_length=10, choices=Reason)
    reference = models.CharField(_("référence"), max_length=32, blank=True, db_index=True)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    at = models.DateTimeField(_("le"), auto_now_add=True)

    class Meta:
        verbose_name = _("mouvement de stock")
        verbose_name_plural = _("mouvements de stock")
        indexes = [models.Index(fields=["store", "ingredient", "at"])]

    def __str__(self) -> str:
        return f"{self.ingredient} {self.quantity / 1000:+g} ({self.get_reason_display()})"
