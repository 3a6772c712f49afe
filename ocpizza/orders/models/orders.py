"""An order, its lines with frozen prices, and one row for each change of its status."""

import re
import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q, Value
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ocpizza.catalog.models import Product, Variant
from ocpizza.orders.flow import CANCELLABLE_BY_CUSTOMER, FINAL, IN_KITCHEN, By, Fulfilment, Status
from ocpizza.stores.models import Store

_HOUSE = re.compile(r"(\d+[a-z]?(?: ?(?:bis|ter|quater)\b)?),? +(\S.*)", re.IGNORECASE | re.ASCII)


def new_reference() -> str:
    """Return 128 unguessable bits for the address of a tracking page."""
    return secrets.token_urlsafe(16)


class Channel(models.TextChoices):
    WEB = "web", _("Internet")
    PHONE = "phone", _("Téléphone")
    COUNTER = "counter", _("Comptoir")


class PaymentState(models.TextChoices):
    """The separate axis of money."""

    NOTHING = "nothing", _("à payer")
    AWAITING = "awaiting", _("paiement en cours")
    AUTHORISED = "authorised", _("autorisé")
    RELEASED = "released", _("rien n’est débité")
    PAID = "paid", _("payée")
    PART_REFUNDED = "part_refunded", _("remboursée en partie")
    REFUNDED = "refunded", _("remboursée")
    FAILED = "failed", _("paiement refusé")
    DISPUTED = "disputed", _("contestée")


class OrderQuerySet(models.QuerySet["Order"]):
    def of(self, store: str) -> "OrderQuerySet":
        """Return the orders of the store of this slug."""
        return self.filter(store__slug=store)

    def open(self) -> "OrderQuerySet":
        """Return what is not over."""
        return self.exclude(status__in=FINAL)

    def locked(self) -> "OrderQuerySet":
        """Return the rows locked, in primary key order; the store comes along unlocked."""
        return self.select_related("store").select_for_update(of=("self",)).order_by("pk")

    def with_lines(self) -> "OrderQuerySet":
        """Fetch the lines, with product and size, along: one more query."""
        return self.prefetch_related(
            Prefetch("lines", Line.objects.select_related("product", "variant__size", "other__product").order_by("pk"))
        )

    def with_amendments(self) -> "OrderQuerySet":
        """Fetch along, with the lines, what was changed in each: one query more."""
        return self.prefetch_related(Prefetch("lines__amendments", Amendment.objects.order_by("pk")))

    def with_changes(self) -> "OrderQuerySet":
        """Fetch the history along: one more query."""
        return self.prefetch_related(Prefetch("changes", StatusChange.objects.select_related("who").order_by("seq")))


class Order(models.Model):
    """What someone ordered from a store, and where it stands."""

    reference = models.CharField(_("référence"), max_length=32, unique=True, default=new_reference)
    key = models.CharField(_("clé d'envoi"), max_length=64, unique=True)
    store = models.ForeignKey(Store, models.PROTECT, related_name="orders")
    day = models.DateField(_("jour"))
    number = models.PositiveIntegerField(_("numéro"))
    channel = models.CharField(_("canal"), max_length=8, choices=Channel)
    fulfilment = models.CharField(_("remise"), max_length=8, choices=Fulfilment)
    status = models.CharField(_("état"), max_length=24, choices=Status)
    seq = models.PositiveIntegerField(_("nombre de changements"), default=0)
    placed_at = models.DateTimeField(_("passée le"))
    status_at = models.DateTimeField(_("dans cet état depuis"))
    start_by = models.DateTimeField(_("à lancer avant"))
    promised_at = models.DateTimeField(_("promise pour"))

    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="orders"
    )
    name = models.CharField(_("nom"), max_length=80)
    phone = models.CharField(_("téléphone"), max_length=20)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("langue"), max_length=5, default="fr")
    street = models.CharField(_("rue"), max_length=120, blank=True)
    postcode = models.CharField(_("code postal"), max_length=5, blank=True)
    city = models.CharField(_("ville"), max_length=60, blank=True)
    door_code = models.CharField(_("code d'entrée"), max_length=30, blank=True)
    floor = models.CharField(_("étage"), max_length=30, blank=True)
    courier_note = models.CharField(_("note pour le livreur"), max_length=300, blank=True)
    kitchen_note = models.CharField(_("note pour la cuisine"), max_length=300, blank=True)
    allergy = models.CharField(_("allergie"), max_length=120, blank=True)

    fee_cents = models.PositiveIntegerField(_("livraison (centimes)"), default=0)
    total_cents = models.PositiveIntegerField(_("total TTC (centimes)"))
    due_cents = models.PositiveIntegerField(_("reste dû (centimes)"))
    refund_cents = models.PositiveIntegerField(_("à rembourser (centimes)"), default=0, db_default=0)
    payment = models.CharField(_("paiement"), max_length=14, choices=PaymentState, default=PaymentState.NOTHING)
    held_until = models.DateTimeField(
        _("stock réservé jusqu’à"), null=True, blank=True, help_text=_("Pendant un paiement en ligne.")
    )
    changed_at = models.DateTimeField(_("modifiée le"), null=True, blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("commande")
        verbose_name_plural = _("commandes")
        constraints = [
            models.UniqueConstraint(fields=["store", "day", "number"], name="one_number_each_day"),
            models.CheckConstraint(condition=Q(due_cents__lte=models.F("total_cents")), name="due_within_total"),
            models.CheckConstraint(
                condition=~Q(status=Status.COMPLETED) | Q(due_cents=0), name="completed_only_when_nothing_is_due"
            ),
        ]
        indexes = [
            models.Index(fields=["store", "start_by"], condition=Q(status__in=IN_KITCHEN), name="orders_in_kitchen"),
            models.Index(fields=["store", "status"], condition=~Q(status__in=tuple(sorted(FINAL))), name="orders_open"),
            models.Index(fields=["store", "day"], name="orders_of_a_day"),
            models.Index(fields=["held_until"], condition=Q(status=Status.AWAITING_PAYMENT), name="orders_held"),
        ]

    def __str__(self) -> str:
        return f"{self.store} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("storefront:track", args=[self.reference])

    @property
    def is_over(self) -> bool:
        return self.status in FINAL

    @property
    def customer_may_cancel(self) -> bool:
        """Whether preparation has not started."""
        return self.status in CANCELLABLE_BY_CUSTOMER

    @property
    def is_held(self) -> bool:
        """Whether its stock is kept for it while it is being paid for."""
        return self.status == Status.AWAITING_PAYMENT

    @property
    def is_delivery(self) -> bool:
        return self.fulfilment == Fulfilment.DELIVERY

    @property
    def house_number(self) -> str:
        """The leading number of the street, for the courier's plate; empty when there is none."""
        found = _HOUSE.match(self.street)
        return found[1] if found else ""

    @property
    def street_name(self) -> str:
        """The street without its leading number."""
        found = _HOUSE.match(self.street)
        return found[2] if found else self.street


class Line(models.Model):
    """One product of an order; labels, price and VAT are what they were when it was placed.

    `spec` is the composition as `catalog.compositions` spells it; `changes` freezes its removals and extras, each
    `{"sign": "-" or "+", "slug", "name", "name_en", "cents"}`. `taken` is what the whole line took from the stock,
    ingredient id → thousandths, so that a change of it leaves what the other lines hold alone, whatever became of their
    recipes. A line that was refunded stays, struck through.
    """

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    variant = models.ForeignKey(Variant, models.PROTECT, related_name="+")
    other = models.ForeignKey(
        Variant, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("autre moitié")
    )
    spec = models.CharField(_("composition"), max_length=400, blank=True, db_default="")
    changes = models.JSONField(
        _("retraits et suppléments"), default=list, blank=True, db_default=Value([], models.JSONField())
    )
    taken = models.JSONField(
        _("pris dans le stock"), default=dict, blank=True, db_default=Value({}, models.JSONField())
    )
    refunded_at = models.DateTimeField(_("retirée le"), null=True, blank=True)
    name = models.CharField(_("nom"), max_length=130)
    name_en = models.CharField(_("nom anglais"), max_length=130)
    size = models.CharField(_("taille"), max_length=2, blank=True)
    quantity = models.PositiveSmallIntegerField(_("quantité"))
    unit_cents = models.PositiveIntegerField(_("prix unitaire TTC (centimes)"))
    vat_rate = models.PositiveSmallIntegerField(_("TVA (points de base)"))

    class Meta:
        verbose_name = _("ligne")
        verbose_name_plural = _("lignes")
        constraints = [models.CheckConstraint(condition=Q(quantity__gte=1), name="quantity_at_least_one")]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.name} {self.size}".rstrip()

    @property
    def label(self) -> str:
        """The name in the reader's language, as it was when ordered."""
        return self.name_en if get_language() == "en" else self.name

    @property
    def total_cents(self) -> int:
        """What the line costs; nothing once it was taken off the order."""
        return 0 if self.refunded_at else self.quantity * self.unit_cents

    @property
    def without(self) -> list[str]:
        """What was left off, in the reader's language."""
        return self._changes("-")

    @property
    def extras(self) -> list[str]:
        """What was added, in the reader's language."""
        return self._changes("+")

    def _changes(self, sign: str) -> list[str]:
        name = "name_en" if get_language() == "en" else "name"
        return [one[name] for one in self.changes if one["sign"] == sign]


class Amendment(models.Model):
    """What the shop changed in an accepted order because something ran out: told to the customer and to the kitchen.

    `cents` is what the order costs less than before.
    """

    class Kind(models.TextChoices):
        SWAP = "swap", _("remplacé")
        REMOVE = "remove", _("retiré")
        REFUND = "refund", _("ligne retirée")

    order = models.ForeignKey(Order, models.CASCADE, related_name="amendments")
    line = models.ForeignKey(Line, models.CASCADE, related_name="amendments")
    kind = models.CharField(_("nature"), max_length=6, choices=Kind)
    before = models.CharField(_("avant"), max_length=300)
    after = models.CharField(_("après"), max_length=300, blank=True)
    before_en = models.CharField(_("avant, en anglais"), max_length=300)
    after_en = models.CharField(_("après, en anglais"), max_length=300, blank=True)
    cents = models.PositiveIntegerField(_("en moins (centimes)"), default=0)
    at = models.DateTimeField(_("le"))
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("modification")
        verbose_name_plural = _("modifications")

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"

    @property
    def was(self) -> str:
        """What was there, in the reader's language."""
        return self.before_en if get_language() == "en" else self.before

    @property
    def becomes(self) -> str:
        """What takes its place, in the reader's language; empty when nothing does."""
        return self.after_en if get_language() == "en" else self.after


class StatusChange(models.Model):
    """One step of an order's life: from, to, when, who, in which capacity and why."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="changes")
    seq = models.PositiveIntegerField(_("rang"))
    source = models.CharField(_("de"), max_length=24, choices=Status, blank=True)
    target = models.CharField(_("à"), max_length=24, choices=Status)
    at = models.DateTimeField(_("le"))
    by = models.CharField(_("en tant que"), max_length=8, choices=By)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    why = models.CharField(_("motif"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("changement d'état")
        verbose_name_plural = _("changements d'état")
        constraints = [models.UniqueConstraint(fields=["order", "seq"], name="one_change_each_rank")]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


def minutes_between(start: datetime, end: datetime) -> int:
    """Return whole minutes from start to end, negative when end comes first."""
    return int((end - start).total_seconds() // 60)
