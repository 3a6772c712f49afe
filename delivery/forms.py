"""Reads what the courier's forms send; anything unreadable is refused with a sentence."""

import re

from django.http import QueryDict
from django.utils.translation import gettext as _

from ocpizza.orders.refusals import Invalid

_REFERENCE = re.compile(r"[A-Za-z0-9_-]{1,32}", re.ASCII)


def references(data: QueryDict) -> list[str]:
    """Return the references of the orders chosen. Raises Invalid."""
    chosen = data.getlist("orders")
    if not chosen or not all(_REFERENCE.fullmatch(one) for one in chosen):
        raise Invalid(_("Choisissez au moins une commande de ce magasin."))
    return chosen
