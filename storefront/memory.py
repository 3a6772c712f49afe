"""What the session remembers of a visitor: the postcode searched, the last contact typed, the orders placed."""

from collections.abc import Mapping
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from ocpizza.accounts.models import User
from ocpizza.look.formats import telephone
from ocpizza.orders.models import Order
from storefront.forms import CheckoutForm

POSTCODE, CONTACT, ORDERS = "postcode", "contact", "orders"
ORDERS_KEPT = 10


def customer_of(request: HttpRequest) -> User | None:
    """Return the logged-in person; None for a guest."""
    return request.user if isinstance(request.user, User) else None


def contact_of(request: HttpRequest) -> dict[str, Any]:
    """Return what fills the checkout: the last contact typed, else the account's, and the postcode searched."""
    known: dict[str, Any] = {"postcode": request.session.get(POSTCODE, "")}
    person = customer_of(request)
    if person is not None:
        known |= {"name": person.get_full_name(), "phone": person.phone, "email": person.email}
    typed: dict[str, Any] = request.session.get(CONTACT, {})
    return known | typed


def keep_contact(session: SessionBase, cleaned: Mapping[str, Any]) -> None:
    """Remember who ordered, or tried to, for the next form."""
    typed = {name: cleaned[name] for name in CheckoutForm.CONTACT if cleaned.get(name)}
    if "phone" in typed:
        typed["phone"] = telephone(typed["phone"])
    session[CONTACT] = typed


def keep_notes(session: SessionBase, order: Order) -> None:
    """Have the next form say again what this order told the kitchen: an allergy above all is not typed twice."""
    notes = {"kitchen_note": order.kitchen_note, "allergy": order.allergy}
    session[CONTACT] = session.get(CONTACT, {}) | {name: words for name, words in notes.items() if words}


def keep_order(session: SessionBase, reference: str) -> None:
    """Remember that this order is the visitor's, latest first."""
    others = [one for one in session.get(ORDERS, []) if one != reference]
    session[ORDERS] = [reference, *others][:ORDERS_KEPT]


def own_orders(session: SessionBase) -> list[str]:
    """Return the references of the orders placed in this session, latest first."""
    return list(session.get(ORDERS, []))
