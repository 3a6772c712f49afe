"""Levels and movements: the level is the sum of its movements, and no level is ever below zero."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ocpizza.catalog.models import Ingredient, Product
from ocpizza.stores.models import Store


def new_reference() -> str:
    """Return 128 unguessable bits: what a screen calls a transfer or a lot."""
    return secrets.token_urlsafe(16)


def out_at(moment: datetime) -> Q:
    """Return the condition of the levels, or outages, that are declared out at this moment."""
    return Q(out_since__isnull=False) & (Q(out_until=None) | Q(out_until__gt=moment))


def on_sale_at(moment: datetime) -> Q:
    """Return the condition of the levels that are not declared out at this moment: the contrary, in cheaper words."""
    return Q(out_since=None) | Q(out_until__lte=moment)


class Level(models.Model):
    """What a store has left of an ingredient, in thousandths of its unit.

    Declared out, it serves nobody whatever the quantity says, until `out_until` when that is given; the flag stands
    on the row that an order locks, so that nothing is sold past it. `low_since` marks a crossing of the threshold
    that was told already.
    """

    store = models.ForeignKey(Store, models.CASCADE, related_name="levels")
    ingredient = models.ForeignKey(Ingredient, models.PROTECT, related_name="levels")
    quantity = models.BigIntegerField(_("quantité (millièmes)"), default=0)
    out_since = models.DateTimeField(_("déclaré épuisé le"), null=True, blank=True)
    out_until = models.DateTimeField(_("jusqu’à"), null=True, blank=True)
    threshold = models.PositiveBigIntegerField(_("seuil d’alerte (millièmes)"), null=True, blank=True)
    low_since = models.DateTimeField(_("sous le seuil depuis"), null=True, blank=True)

    class Meta:
        verbose_name = _("niveau de stock")
        verbose_name_plural = _("niveaux de stock")
        constraints = [
            models.UniqueConstraint(fields=["store", "ingredient"], name="one_level_each_ingredient"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="level_never_below_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.store} · {self.ingredient} : {self.quantity / 1000:g}"

    def is_out(self, moment: datetime) -> bool:
        """Say whether somebody declared it out, and it is not back yet."""
        return self.out_since is not None and (self.out_until is None or self.out_until > moment)

    @property
    def is_low(self) -> bool:
        """Whether less is left than the threshold asks for."""
        return self.threshold is not None and self.quantity < self.threshold


class Supplier(models.Model):
    """Who sells to the group, and to which stores."""

    name = models.CharField(_("nom"), max_length=80, unique=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    stores = models.ManyToManyField(Store, related_name="suppliers", blank=True, verbose_name=_("points de vente"))
    archived = models.BooleanField(_("archivé"), default=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("fournisseur")
        verbose_name_plural = _("fournisseurs")

    def __str__(self) -> str:
        return self.name


class Offer(models.Model):
    """What a supplier sells: packs of so many thousandths, at a price in thousandths of a cent for each unit."""

    supplier = models.ForeignKey(Supplier, models.CASCADE, related_name="offers")
    ingredient = models.ForeignKey(Ingredient, models.PROTECT, related_name="offers")
    pack = models.PositiveBigIntegerField(_("conditionnement (millièmes)"))
    cost_millicents = models.PositiveIntegerField(_("coût d’une unité (millièmes de centime)"))

    class Meta:
        ordering = ["ingredient__name"]
        verbose_name = _("article de fournisseur")
        verbose_name_plural = _("articles de fournisseur")
        constraints = [
            models.UniqueConstraint(fields=["supplier", "ingredient"], name="one_offer_each_ingredient"),
            models.CheckConstraint(condition=Q(pack__gt=0), name="pack_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} · {self.ingredient}"


class Lot(models.Model):
    """A quantity that came in together; `before` is the level that it found, from which first-in-first-out follows."""

    reference = models.CharField(max_length=32, unique=True, default=new_reference)
    store = models.ForeignKey(Store, models.CASCADE, related_name="lots")
    ingredient = models.ForeignKey(Ingredient, models.PROTECT, related_name="lots")
    code = models.CharField(_("numéro de lot"), max_length=40, blank=True, db_index=True)
    supplier = models.ForeignKey(Supplier, models.PROTECT, null=True, blank=True, related_name="lots")
    use_by = models.DateField(_("à consommer avant le"), null=True, blank=True)
    quantity = models.PositiveBigIntegerField(_("quantité (millièmes)"))
    before = models.BigIntegerField(_("niveau trouvé (millièmes)"))
    cost_millicents = models.PositiveIntegerField(_("coût d’une unité (millièmes de centime)"), null=True, blank=True)
    received_at = models.DateTimeField(_("reçu le"), default=timezone.now)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["received_at", "pk"]
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        indexes = [models.Index(fields=["store", "ingredient", "received_at"])]

    def __str__(self) -> str:
        return f"{self.ingredient} {self.code}"


class Reason(models.TextChoices):
    ORDER = "order", _("commande")
    GIVE_BACK = "give_back", _("retour de commande")
    RECEIPT = "receipt", _("réception")
    LOSS = "loss", _("perte")
    COUNT = "count", _("inventaire")
    SENT = "sent", _("envoi à un autre magasin")
    ARRIVED = "arrived", _("arrivée d’un autre magasin")


class Cause(models.TextChoices):
    """Why something was lost."""

    EXPIRED = "expired", _("périmé")
    BURNT = "burnt", _("brûlé ou raté")
    DROPPED = "dropped", _("tombé ou cassé")
    SPOILT = "spoilt", _("abîmé, chaîne du froid")
    STAFF = "staff", _("repas du personnel")
    RECALLED = "recalled", _("rappel de lot")
    OTHER = "other", _("autre")


class Movement(models.Model):
    """One change of one level, in thousandths, signed; `reference` is the order's when an order caused it."""

    store = models.ForeignKey(Store, models.CASCADE, related_name="movements")
    ingredient = models.ForeignKey(Ingredient, models.PROTECT, related_name="movements")
    quantity = models.BigIntegerField(_("quantité (millièmes)"))
    reason = models.CharField(_("motif"), max_length=10, choices=Reason)
    reference = models.CharField(_("référence"), max_length=32, blank=True, db_index=True)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    cause = models.CharField(_("cause"), max_length=10, choices=Cause, blank=True, db_default="")
    note = models.CharField(_("note"), max_length=120, blank=True, db_default="")
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, blank=True, related_name="movements")
    at = models.DateTimeField(_("le"), auto_now_add=True)

    class Meta:
        verbose_name = _("mouvement de stock")
        verbose_name_plural = _("mouvements de stock")
        indexes = [models.Index(fields=["store", "ingredient", "at"])]

    def __str__(self) -> str:
        return f"{self.ingredient} {self.quantity / 1000:+g} ({self.get_reason_display()})"


class Transfer(models.Model):
    """An ingredient on its way from one store to another: out of the sender's level, not yet in the receiver's."""

    reference = models.CharField(max_length=32, unique=True, default=new_reference)
    sender = models.ForeignKey(Store, models.PROTECT, related_name="transfers_out")
    receiver = models.ForeignKey(Store, models.PROTECT, related_name="transfers_in")
    ingredient = models.ForeignKey(Ingredient, models.PROTECT, related_name="transfers")
    quantity = models.PositiveBigIntegerField(_("quantité envoyée (millièmes)"))
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, blank=True, related_name="transfers")
    sent_at = models.DateTimeField(_("envoyé le"), default=timezone.now)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    received = models.PositiveBigIntegerField(_("quantité reçue (millièmes)"), null=True, blank=True)
    received_at = models.DateTimeField(_("reçu le"), null=True, blank=True)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(_("annulé le"), null=True, blank=True)

    class Meta:
        ordering = ["-sent_at"]
        verbose_name = _("transfert")
        verbose_name_plural = _("transferts")
        constraints = [
            models.CheckConstraint(condition=~Q(sender=models.F("receiver")), name="transfer_between_two_stores"),
            models.CheckConstraint(
                condition=Q(received=None) | Q(received__lte=models.F("quantity")), name="no_more_arrives_than_was_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender} → {self.receiver} · {self.ingredient}"


class LotRecall(models.Model):
    """A lot withdrawn everywhere, by its code; `closed_at` once no store holds any of it."""

    reference = models.CharField(max_length=32, unique=True, default=new_reference)
    ingredient = models.ForeignKey(Ingredient, models.PROTECT, related_name="recalls")
    code = models.CharField(_("numéro de lot"), max_length=40)
    why = models.CharField(_("motif"), max_length=200)
    at = models.DateTimeField(_("le"), default=timezone.now)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(_("clos le"), null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("rappel de lot")
        verbose_name_plural = _("rappels de lot")

    def __str__(self) -> str:
        return f"{self.ingredient} {self.code}"


class Back(models.TextChoices):
    """How something that was out came back."""

    HAND = "hand", _("à la main")
    RECEIPT = "receipt", _("par une réception")
    TIME = "time", _("à l’heure dite")


class Outage(models.Model):
    """An ingredient declared out in a store, or a product switched off there: since when, until when, by whom.

    An ingredient's also stands on its level, where orders see it; a product's stands here alone.
    """

    store = models.ForeignKey(Store, models.CASCADE, related_name="outages")
    ingredient = models.ForeignKey(Ingredient, models.PROTECT, null=True, blank=True, related_name="outages")
    product = models.ForeignKey(Product, models.PROTECT, null=True, blank=True, related_name="outages")
    out_since = models.DateTimeField(_("depuis"), default=timezone.now)
    out_until = models.DateTimeField(_("jusqu’à"), null=True, blank=True)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    why = models.CharField(_("motif"), max_length=120, blank=True)
    recall = models.ForeignKey(LotRecall, models.PROTECT, null=True, blank=True, related_name="outages")
    ended_at = models.DateTimeField(_("fini le"), null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    back = models.CharField(_("revenu"), max_length=8, choices=Back, blank=True)

    class Meta:
        ordering = ["-out_since"]
        verbose_name = _("rupture")
        verbose_name_plural = _("ruptures")
        constraints = [
            models.CheckConstraint(
                condition=Q(ingredient=None, product__isnull=False) | Q(ingredient__isnull=False, product=None),
                name="outage_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["store", "ingredient"], condition=Q(ended_at=None), name="one_open_outage_each_ingredient"
            ),
            models.UniqueConstraint(
                fields=["store", "product"], condition=Q(ended_at=None), name="one_open_outage_each_product"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.store} · {self.ingredient or self.product}"


class LowAlert(models.Model):
    """One crossing of a threshold, downwards; the row is what the e-mail is sent from, once."""

    store = models.ForeignKey(Store, models.CASCADE, related_name="low_alerts")
    ingredient = models.ForeignKey(Ingredient, models.CASCADE, related_name="+")
    at = models.DateTimeField(_("le"), default=timezone.now)
    quantity = models.BigIntegerField(_("niveau (millièmes)"))
    threshold = models.BigIntegerField(_("seuil (millièmes)"))
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)  # on loan to the worker that sends it
    sent_at = models.DateTimeField(_("e-mail envoyé le"), null=True, blank=True)
    over_at = models.DateTimeField(_("remonté le"), null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("alerte de stock bas")
        verbose_name_plural = _("alertes de stock bas")
        indexes = [models.Index(fields=["at"], condition=Q(sent_at=None), name="low_alerts_to_send")]

    def __str__(self) -> str:
        return f"{self.store} · {self.ingredient}"
