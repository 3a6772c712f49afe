"""The life of an order as a table without a query: which status follows which, and by whom."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """Where an order stands; the labels are what people read."""

    AWAITING_PAYMENT = "awaiting_payment", _("En attente de paiement")
    AWAITING_PREPARATION = "awaiting_preparation", _("Reçue")
    UNDER_MODIFICATION = "under_modification", _("En modification")
    IN_PREPARATION = "in_preparation", _("En préparation")
    IN_OVEN = "in_oven", _("Au four")
    AWAITING_DELIVERY = "awaiting_delivery", _("Prête, attend le livreur")
    READY_FOR_COLLECTION = "ready_for_collection", _("Prête à retirer")
    IN_DELIVERY = "in_delivery", _("En livraison")
    DELIVERY_FAILED = "delivery_failed", _("Livraison échouée")
    COMPLETED = "completed", _("Terminée")
    CANCELLED = "cancelled", _("Annulée")


class Fulfilment(TextChoices):
    """How the customer gets the food."""

    DELIVERY = "delivery", _("Livraison")
    TAKEAWAY = "takeaway", _("À emporter")
    ON_SITE = "on_site", _("Sur place")


class By(TextChoices):
    """In which capacity someone acts on an order; `system` is a payment provider's word or a time limit."""

    CUSTOMER = "customer", _("client")
    COUNTER = "counter", _("comptoir")
    COOK = "cook", _("pizzaiolo")
    COURIER = "courier", _("livreur")
    MANAGER = "manager", _("responsable")
    SYSTEM = "system", _("système")


FINAL = frozenset({Status.COMPLETED, Status.CANCELLED})
CANCELLABLE_BY_CUSTOMER = frozenset({Status.AWAITING_PREPARATION, Status.UNDER_MODIFICATION})
STOCK_COMES_BACK_FROM = frozenset({Status.AWAITING_PAYMENT, *CANCELLABLE_BY_CUSTOMER})
IN_KITCHEN = (Status.AWAITING_PREPARATION, Status.IN_PREPARATION, Status.IN_OVEN)
READY = {
    Fulfilment.DELIVERY: Status.AWAITING_DELIVERY,
    Fulfilment.TAKEAWAY: Status.READY_FOR_COLLECTION,
    Fulfilment.ON_SITE: Status.READY_FOR_COLLECTION,
}


@dataclass(frozen=True)
class Transition:
    """One arrow of the diagram; `recall` marks the short undo of a kitchen bump."""

    source: Status
    target: Status
    by: frozenset[By]
    recall: bool = False


def _arrow(source: Status, target: Status, *by: By, recall: bool = False) -> Transition:
    return Transition(source, target, frozenset(by), recall)


SYSTEM_ALONE = frozenset({By.SYSTEM})
"""Whose arrows are nobody's to ask for: they follow from something else."""

_DESK = (By.COUNTER, By.MANAGER)
_STOVE = (By.COOK, By.MANAGER)
_ROAD = (By.COURIER,)  # through a round, always: a manager on the road acts as the courier of it

TRANSITIONS = (
    _arrow(Status.AWAITING_PAYMENT, Status.AWAITING_PREPARATION, By.SYSTEM),
    _arrow(Status.AWAITING_PAYMENT, Status.CANCELLED, By.SYSTEM, By.CUSTOMER, *_DESK),
    _arrow(Status.AWAITING_PREPARATION, Status.UNDER_MODIFICATION, By.CUSTOMER, *_DESK),
    _arrow(Status.UNDER_MODIFICATION, Status.AWAITING_PREPARATION, By.CUSTOMER, By.SYSTEM, *_DESK),
    _arrow(Status.AWAITING_PREPARATION, Status.CANCELLED, By.CUSTOMER, *_DESK),
    _arrow(Status.UNDER_MODIFICATION, Status.CANCELLED, By.CUSTOMER, *_DESK),
    _arrow(Status.AWAITING_PREPARATION, Status.IN_PREPARATION, *_STOVE),
    _arrow(Status.IN_PREPARATION, Status.IN_OVEN, *_STOVE),
    _arrow(Status.IN_PREPARATION, Status.AWAITING_PREPARATION, *_STOVE, recall=True),
    # Nothing is left of it: its last line was taken off, because the cook has just found out what is missing.
    _arrow(Status.IN_PREPARATION, Status.CANCELLED, By.SYSTEM),
    _arrow(Status.IN_OVEN, Status.AWAITING_DELIVERY, *_STOVE),
    _arrow(Status.IN_OVEN, Status.READY_FOR_COLLECTION, *_STOVE),
    _arrow(Status.IN_OVEN, Status.IN_PREPARATION, *_STOVE, recall=True),
    _arrow(Status.AWAITING_DELIVERY, Status.IN_OVEN, *_STOVE, recall=True),
    _arrow(Status.READY_FOR_COLLECTION, Status.IN_OVEN, *_STOVE, recall=True),
    _arrow(Status.AWAITING_DELIVERY, Status.IN_DELIVERY, *_ROAD),
    _arrow(Status.IN_DELIVERY, Status.COMPLETED, *_ROAD),
    _arrow(Status.IN_DELIVERY, Status.DELIVERY_FAILED, *_ROAD),
    _arrow(Status.DELIVERY_FAILED, Status.AWAITING_DELIVERY, *_DESK),
    _arrow(Status.DELIVERY_FAILED, Status.CANCELLED, *_DESK),
    _arrow(Status.READY_FOR_COLLECTION, Status.COMPLETED, By.COOK, *_DESK),
    _arrow(Status.READY_FOR_COLLECTION, Status.CANCELLED, By.COOK, *_DESK),
)
_TABLE = {(one.source, one.target): one for one in TRANSITIONS}
RECALLS = {one.source: one.target for one in TRANSITIONS if one.recall}


def transition(source: str, target: str, fulfilment: str) -> Transition | None:
    """Return the arrow between two statuses for this way of getting the food, or None when there is none."""
    if target in READY.values() and source == Status.IN_OVEN and target != READY[Fulfilment(fulfilment)]:
        return None
    return _TABLE.get((Status(source), Status(target)))


def allowed(source: str, target: str, by: str, fulfilment: str) -> bool:
    """Say whether someone in this capacity may move an order so."""
    found = transition(source, target, fulfilment)
    return found is not None and By(by) in found.by
