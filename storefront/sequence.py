"""The number of changes an order had when its form was painted, by which a stale form is recognised."""

import re

from django.http import HttpRequest
from django.utils.translation import gettext as _

from ocpizza.orders.refusals import Invalid


def sequence_in(request: HttpRequest) -> int | None:
    """Read the hidden `seq` of a form; None when the form has none. Raises Invalid for anything but a number."""
    typed = request.POST.get("seq")
    if typed is None:
        return None
    if not re.fullmatch(r"[0-9]{1,6}", typed, re.ASCII):
        raise Invalid(_("Ce formulaire n’est pas complet. Rechargez la page."))
    return int(typed)
