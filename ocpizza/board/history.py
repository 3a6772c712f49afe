"""What the page of an order shows to those who answer for it."""

from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.formats import number_format

from ocpizza.orders import flow, pricing
from ocpizza.orders.flow import By, Status
from ocpizza.orders.models import Line, Order, PaymentState, StatusChange
from ocpizza.payments.models import Payment
from ocpizza.rounds.actions import FAILURES


def of(order: Order, by: By) -> dict[str, Any]:
    """Return the context of an order's page for someone in this capacity: three queries."""
    prefetch_related_objects(
        [order],
        Prefetch("lines", Line.objects.order_by("pk")),
        Prefetch("changes", StatusChange.objects.select_related("who").order_by("seq")),
        Prefetch("payments", Payment.objects.select_related("taken_by").order_by("pk")),
    )
    lines = list(order.lines.all())
    return {
        "order": order,
        "store": order.store,
        "lines": lines,
        "vat": [(share, percent(share.rate)) for share in pricing.vat_split(lines, order.fee_cents)],
        "payments": order.payments.all(),
        "changes": [(change, FAILURES.get(change.why, change.why)) for change in order.changes.all()],
        "leads": by == By.MANAGER,
        "may_retry": order.status == Status.DELIVERY_FAILED and _allowed(order, Status.AWAITING_DELIVERY, by),
        "may_cancel": _allowed(order, Status.CANCELLED, by) and order.payment != PaymentState.PAID,
    }


def percent(basis_points: int) -> str:
    """Write a VAT rate the way the reader's language does: `5,5 %`."""
    return f"{number_format(Decimal(basis_points) / 100)}\N{NO-BREAK SPACE}%"


def _allowed(order: Order, target: Status, by: By) -> bool:
    return flow.allowed(order.status, target, by, order.fulfilment)
