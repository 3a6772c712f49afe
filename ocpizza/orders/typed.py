"""Reads what forms say about an order: the changes it had when the form was painted, and amounts in euros."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from ocpizza.orders.refusals import Invalid

_SEQ = re.compile(r"[0-9]{1,6}", re.ASCII)
_AMOUNT = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,2}))?")


def seq(data: Mapping[str, str]) -> int | None:
    """Return the number of status changes the screen had seen, None when it does not say. Raises Invalid."""
    said = data.get("seq")
    if said is not None and not _SEQ.fullmatch(said):
        raise Invalid(_("Demande illisible : rechargez la page."))
    return None if said is None else int(said)


def cents(text: str) -> int | None:
    """Return the cents of `30`, `30,5` or `30.50 €`, None for nothing. Raises Invalid."""
    said = re.sub(r"[\s€]", "", text)
    if not said:
        return None
    found = _AMOUNT.fullmatch(said)
    if found is None:
        raise Invalid(_("Écrivez le montant donné en chiffres, comme 30 ou 30,50."))
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))
