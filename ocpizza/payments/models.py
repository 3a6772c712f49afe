"""Payments taken by hand, at the door and at the counter, and those that came online."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ocpizza.orders.models import Order


class Means(models.TextChoices):
    CASH = "cash", _("espèces")
    CARD = "card", _("carte (terminal)")
    CHEQUE = "cheque", _("chèque")
    ONLINE = "online", _("en ligne")


BY_HAND = (Means.CASH, Means.CARD, Means.CHEQUE)
"""What a courier or the counter takes."""


class Payment(models.Model):
    """An amount received for an order, in cents; `tendered_cents` is what the customer gave, change included."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="payments")
    means = models.CharField(_("moyen"), max_length=8, choices=Means)
    amount_cents = models.PositiveIntegerField(_("montant (centimes)"))
    tendered_cents = models.PositiveIntegerField(_("donné (centimes)"))
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("le"), auto_now_add=True)

    class Meta:
        verbose_name = _("paiement")
        verbose_name_plural = _("paiements")
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="amount_above_zero"),
            models.CheckConstraint(condition=Q(tendered_cents__gte=models.F("amount_cents")), name="enough_tendered"),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.amount_cents / 100:.2f} {self.get_means_display()}"

    @property
    def change_cents(self) -> int:
        """What was given back."""
        return self.tendered_cents - self.amount_cents
