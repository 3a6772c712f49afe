"""Tells when a level falls under its threshold: once for each crossing, on the screens and by e-mail.

The crossing is a row; the e-mail is sent from it after the commit. Whoever sends takes the rows on loan first: another
worker leaves them alone, and when the sender fails or dies they are sent again after the loan ends.
"""

import logging
from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ocpizza.accounts.models import Role, User
from ocpizza.stock import ledger
from ocpizza.stock.amounts import said
from ocpizza.stock.models import Level, LowAlert
from ocpizza.stores.models import Store

logger = logging.getLogger(__name__)

LOAN = timedelta(minutes=2)
UNDER = Q(threshold__isnull=False, quantity__lt=F("threshold"))


def set_thresholds(store: Store, thresholds: Mapping[int, int | None]) -> dict[str, int]:
    """Ask to be told when these ingredients fall under so much, in thousandths; None asks for nothing."""
    if not thresholds:
        return {}
    with transaction.atomic():
        levels = ledger.add(store, dict.fromkeys(thresholds, 0))  # rows that are locked, also of what it never had
        for one, level in levels.items():
            level.threshold = thresholds[one]
        Level.objects.bulk_update(levels.values(), ["threshold"])
        return ledger.told(store)


def sweep() -> int:
    """Note the crossings, forget those that are over, send what was not sent; say how many rows changed."""
    return _crossed() + _over() + sum(_send(store, alerts) for store, alerts in _borrowed().items())


def _crossed() -> int:
    due = Level.objects.filter(UNDER, low_since=None)
    if not due.exists():
        return 0
    now = timezone.now()
    with transaction.atomic():
        rows = due.select_related("store").select_for_update(of=("self",), skip_locked=True)
        levels = list(rows.order_by("pk"))
        Level.objects.filter(pk__in=[one.pk for one in levels]).update(low_since=now)
        LowAlert.objects.bulk_create(
            LowAlert(
                store=one.store,
                ingredient_id=one.ingredient_id,
                at=now,
                quantity=one.quantity,
                threshold=one.threshold or 0,
            )
            for one in levels
        )
        ledger.told(*{one.store for one in levels})
    return len(levels)


def _over() -> int:
    due = Level.objects.filter(~UNDER | Q(threshold=None), low_since__isnull=False)
    if not due.exists():
        return 0
    now = timezone.now()
    with transaction.atomic():
        rows = due.select_related("store").select_for_update(of=("self",), skip_locked=True)
        levels = list(rows.order_by("pk"))
        Level.objects.filter(pk__in=[one.pk for one in levels]).update(low_since=None)
        for one in levels:
            open_ones = LowAlert.objects.filter(store=one.store, ingredient_id=one.ingredient_id, over_at=None)
            open_ones.update(over_at=now)
        ledger.told(*{one.store for one in levels})
    return len(levels)


def _borrowed() -> dict[Store, list[LowAlert]]:
    """Take the unsent alerts on loan, and return them by store."""
    now = timezone.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - LOAN)
    due = LowAlert.objects.filter(free, sent_at=None)
    if not due.exists():
        return {}
    with transaction.atomic():
        rows = due.select_related("store", "ingredient").select_for_update(of=("self",), skip_locked=True)
        alerts = list(rows.order_by("pk"))
        LowAlert.objects.filter(pk__in=[one.pk for one in alerts]).update(claimed_at=now)
    found: dict[Store, list[LowAlert]] = defaultdict(list)
    for one in alerts:
        found[one.store].append(one)
    return found


def _send(store: Store, alerts: list[LowAlert]) -> int:
    """Send one e-mail for all of these; what fails stays unsent and is tried again."""
    to = _managers(store)
    with translation.override(settings.LANGUAGE_CODE):
        subject, text = _words(store, alerts)
    try:
        if to:
            send_mail(subject, text, None, to)
        else:
            logger.warning("low_stock_without_reader store=%s", store.slug)
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors
        logger.warning("low_stock_not_sent store=%s error=%s", store.slug, type(error).__name__)
        return 0
    unsent = LowAlert.objects.filter(pk__in=[one.pk for one in alerts], sent_at=None)
    return unsent.update(sent_at=timezone.now())


def _managers(store: Store) -> list[str]:
    held = User.objects.filter(assignments__role=Role.MANAGER, assignments__store=store, is_active=True)
    return list(held.exclude(email="").order_by("email").values_list("email", flat=True).distinct())


def _words(store: Store, alerts: list[LowAlert]) -> tuple[str, str]:
    count = len(alerts)
    subject = ngettext(
        "%(store)s : %(count)s ingrédient sous le seuil", "%(store)s : %(count)s ingrédients sous le seuil", count
    )
    lines = [
        _("- %(ingredient)s : %(left)s (seuil %(threshold)s)")
        % {
            "ingredient": one.ingredient.label,
            "left": said(one.quantity, one.ingredient.unit),
            "threshold": said(one.threshold, one.ingredient.unit),
        }
        for one in alerts
    ]
    closing = _("Les niveaux sont à jour sur l’écran Stock du magasin.")
    return subject % {"store": store.name, "count": count}, "\n".join([*lines, "", closing, ""])
