"""Why an action on an order is refused, in words for the person in front of it."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ocpizza.look.refusals import Refused


class Refusal(Refused):
    """The shop cannot do that now, as things stand."""

    status = 409


class Invalid(Refusal):
    """What was asked makes no sense, whatever the state of the shop."""

    status = 400


class Forbidden(Refusal):
    """Someone in this capacity may not do that."""

    status = 403


class Stale(Refusal):
    """The order moved since the screen was painted."""

    def __init__(self, label: str) -> None:
        super().__init__(_("Cette commande a changé entre-temps : %(status)s.") % {"status": label})


class WrongMoment(Refusal):
    """The table of statuses has no such arrow."""

    def __init__(self, label: str) -> None:
        super().__init__(_("Impossible maintenant. État de la commande : %(status)s.") % {"status": label})


class StillDue(Refusal):
    """Completion refused while an amount is due."""

    def __init__(self) -> None:
        super().__init__(_("Encaissez d'abord : un montant reste dû."))


class StoreClosed(Refusal):
    """The store takes no orders now."""

    def __init__(self, store: str, opens: datetime | None) -> None:
        sentence = _("%(store)s est fermé pour le moment.") % {"store": store}
        if opens:
            when = date_format(timezone.localtime(opens), "l G:i")
            sentence = _("%(store)s est fermé. Prochaine ouverture : %(when)s.") % {"store": store, "when": when}
        super().__init__(sentence)


class Unavailable(Refusal):
    """Stock does not suffice; `products` are the slugs of the lines that cannot follow."""

    def __init__(self, slugs: Sequence[str], labels: Sequence[str]) -> None:
        super().__init__(_("Plus assez de stock pour : %(products)s.") % {"products": ", ".join(labels)})
        self.products = tuple(slugs)
