"""Stores, their weekly hours and the postcodes they deliver to: opening a store is rows, not a deployment."""

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

POSTCODE = RegexValidator(r"^\d{5}$", _("Un code postal a cinq chiffres."))


class StoreQuerySet(models.QuerySet["Store"]):
    def with_hours(self) -> "StoreQuerySet":
        """Fetch hours and delivery areas along: two more queries, whatever the number of stores."""
        return self.prefetch_related(
            Prefetch("hours", OpeningHours.objects.order_by("weekday", "opens")),
            Prefetch("areas", DeliveryArea.objects.order_by("postcode")),
        )


class Store(models.Model):
    """A pizzeria of the group."""

    slug = models.SlugField(_("adresse web"), unique=True, max_length=40)
    name = models.CharField(_("nom"), max_length=60)
    street = models.CharField(_("rue"), max_length=120)
    postcode = models.CharField(_("code postal"), max_length=5, validators=[POSTCODE])
    city = models.CharField(_("ville"), max_length=60)
    phone = models.CharField(_("téléphone"), max_length=20)
    round_the_clock = models.BooleanField(
        _("ouvert en continu"), default=False, help_text=_("Les horaires sont ignorés.")
    )
    taking_orders = models.BooleanField(_("prend des commandes"), default=True)
    prep_minutes = models.PositiveSmallIntegerField(
        _("préparation (min)"), default=15, help_text=_("Sans autre commande en cours.")
    )
    travel_minutes = models.PositiveSmallIntegerField(_("livraison (min)"), default=15)
    pizzas_per_hour = models.PositiveSmallIntegerField(
        _("pizzas par heure"), default=60, validators=[MinValueValidator(1)]
    )
    soon_minutes = models.PositiveSmallIntegerField(
        _("« à lancer » (min)"), default=2, help_text=_("Minutes d'attente avant la bande ambre.")
    )

    objects = StoreQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("point de vente")
        verbose_name_plural = _("points de vente")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("storefront:menu", args=[self.slug])


class OpeningHours(models.Model):
    """One opening of one weekday, in Paris time; two rows for lunch and dinner."""

    store = models.ForeignKey(Store, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(
        _("jour"),
        choices=enumerate(
            [_("lundi"), _("mardi"), _("mercredi"), _("jeudi"), _("vendredi"), _("samedi"), _("dimanche")]
        ),
    )
    opens = models.TimeField(_("ouvre à"))
    closes = models.TimeField(_("ferme à"))

    class Meta:
        verbose_name = _("horaire")
        verbose_name_plural = _("horaires")
        constraints = [models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="closes_after_opening")]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}-{self.closes:%H:%M}"


class DeliveryArea(models.Model):
    """A postcode that a store delivers to, its fee and the least it delivers for, in cents."""

    store = models.ForeignKey(Store, models.CASCADE, related_name="areas")
    postcode = models.CharField(_("code postal"), max_length=5, validators=[POSTCODE])
    fee_cents = models.PositiveIntegerField(_("frais (centimes)"), default=0)
    minimum_cents = models.PositiveIntegerField(_("minimum (centimes)"), default=0)

    class Meta:
        verbose_name = _("zone de livraison")
        verbose_name_plural = _("zones de livraison")
        constraints = [models.UniqueConstraint(fields=["store", "postcode"], name="one_area_each_postcode")]

    def __str__(self) -> str:
        return self.postcode
