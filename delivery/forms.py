"""Reads what the courier's forms send; anything unreadable is refused with a sentence."""

import re
from collections.abc import Mapping

from django.http import QueryDict
from django.utils.translation import gettext as _

from ocpizza.orders.refusals import Invalid

_REFERENCE = re.compile(r"[A-Za-z0-9_-]{1,32}", re.ASCII)
_AMOUNT = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,2}))?")
_SEQ = re.compile(r"[0-9]{1,9}")


def references(data: QueryDict) -> list[str]:
    """Return the references of the orders chosen. Raises Invalid."""
    chosen = data.getlist("orders")
    if not chosen or not all(_REFERENCE.fullmatch(one) for one in chosen):
        raise Invalid(_("Choisissez au moins une commande de ce magasin."))
    return chosen


def seq(data: Mapping[str, str]) -> int | None:
    """Return the number of status changes the screen had seen, None when it does not say. Raises Invalid."""
    said = data.get("seq", "")
    if said and not _SEQ.fullmatch(said):
        raise Invalid(_("Demande illisible : rechargez la page."))
    return int(said) if said else None


def cents(text: str) -> int | None:
    """Return the cents of `30`, `30,5` or `30.50 €`, None for nothing. Raises Invalid."""
    said = re.sub(r"[\s€]", "", text)
    if not said:
        return None
    found = _AMOUNT.fullmatch(said)
    if found is None:
        raise Invalid(_("Écrivez le montant donné en chiffres, comme 30 ou 30,50."))
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))
