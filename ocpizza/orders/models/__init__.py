"""What an order is: its lines, its history, what was changed in it, and the number it is called by."""

from ocpizza.orders.models.numbers import FIRST_NUMBER, DayNumber
from ocpizza.orders.models.orders import (
    Amendment,
    Channel,
    Line,
    Order,
    OrderQuerySet,
    PaymentState,
    StatusChange,
    minutes_between,
    new_reference,
)

__all__ = [
    "FIRST_NUMBER",
    "Amendment",
    "Channel",
    "DayNumber",
    "Line",
    "Order",
    "OrderQuerySet",
    "PaymentState",
    "StatusChange",
    "minutes_between",
    "new_reference",
]
