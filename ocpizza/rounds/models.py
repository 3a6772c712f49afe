"""Rounds and their stops; a courier has one open round at a time, an order one open stop."""

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from ocpizza.accounts.models import User
from ocpizza.orders.models import Line, Order
from ocpizza.stores.models import Store


class RoundQuerySet(models.QuerySet["Round"]):
    def under_way(self) -> "RoundQuerySet":
        """Return the rounds that are not over, with store, stops, orders and lines: two more queries."""
        stops = Stop.objects.select_related("order__store").order_by("position")
        lines = Line.objects.select_related("product").order_by("pk")
        return (
            self.filter(ended_at=None)
            .select_related("store")
            .prefetch_related(Prefetch("stops", stops), Prefetch("stops__order__lines", lines))
        )


class Round(models.Model):
    """What one courier takes out at once."""

    store = models.ForeignKey(Store, models.PROTECT, related_name="rounds")
    courier = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="rounds")
    taken_at = models.DateTimeField(_("prise le"))
    left_at = models.DateTimeField(_("partie le"), null=True, blank=True)
    ended_at = models.DateTimeField(_("finie le"), null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("tournée")
        verbose_name_plural = _("tournées")
        constraints = [
            models.UniqueConstraint(fields=["courier"], condition=Q(ended_at=None), name="one_open_round_each_courier")
        ]

    def __str__(self) -> str:
        return f"{self.courier} {self.taken_at:%d/%m %H:%M}"


class StopQuerySet(models.QuerySet["Stop"]):
    def is_last_of(self, courier: User, store: Store, reference: str) -> bool:
        """Say whether this courier is the one who has, or had last, this order of the store."""
        last = self.filter(order__store=store, order__reference=reference).order_by("pk").select_related("round").last()
        return last is not None and last.round.courier_id == courier.pk


class Stop(models.Model):
    """One order of a round: the courier arrives, and it ends delivered or failed."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="stops")
    order = models.ForeignKey(Order, models.PROTECT, related_name="stops")
    position = models.PositiveSmallIntegerField(_("rang"))
    arrived_at = models.DateTimeField(_("arrivé le"), null=True, blank=True)
    ended_at = models.DateTimeField(_("fini le"), null=True, blank=True)

    objects = StopQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        verbose_name = _("arrêt")
        verbose_name_plural = _("arrêts")
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(ended_at=None), name="one_open_stop_each_order")
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.order}"
