"""How the storefront says when a store opens, in words a customer would use."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ocpizza.look.formats import clock_long
from ocpizza.stores.hours import is_open, next_opening
from ocpizza.stores.models import Store


@dataclass(frozen=True)
class Opening:
    """Whether a store takes orders now, and the sentence that says so."""

    is_open: bool
    words: str


def opening(store: Store, now: datetime) -> Opening:
    """Return whether the store is open and, when it is not, when it opens next."""
    if is_open(store, now):
        return Opening(True, _("Ouvert"))
    if not store.taking_orders:
        return Opening(False, _("Ne prend pas de commandes pour le moment"))
    opens = next_opening(store, now)
    if opens is None:
        return Opening(False, _("Fermé"))
    return Opening(False, _("Fermé, ouvre %(when)s") % {"when": moment(opens, now)})


def moment(at: datetime, now: datetime) -> str:
    """Return a coming moment as one says it: `aujourd’hui à 18 h 00`, `demain à…`, `lundi à…`."""
    ahead = (timezone.localtime(at).date() - timezone.localtime(now).date()).days
    words = {"at": clock_long(at), "day": date_format(timezone.localtime(at), "l")}
    if ahead == 0:
        return _("aujourd’hui à %(at)s") % words
    if ahead == 1:
        return _("demain à %(at)s") % words
    return _("%(day)s à %(at)s") % words


def telephone(number: str) -> str:
    """Return the address that dials a number, whatever its spacing."""
    return "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+")
