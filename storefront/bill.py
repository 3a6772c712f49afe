"""What the checkout announces: the fee, the total, the promised time, and what stands against placing it."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from ocpizza.orders.flow import Fulfilment
from ocpizza.orders.placing import area_of
from ocpizza.orders.promise import pizzas_waiting, promise
from ocpizza.stores.models import DeliveryArea, Store
from storefront.basket import Recap
from storefront.wording import Opening, opening


@dataclass(frozen=True)
class Bill:
    """The announced sum and time; `fee_cents` is None while the postcode is not known or not delivered to."""

    is_delivery: bool
    postcode: str
    fee_cents: int | None
    minimum_cents: int
    subtotal_cents: int
    promised_at: datetime
    opening: Opening
    fees: list[DeliveryArea]

    @property
    def total_cents(self) -> int:
        return self.subtotal_cents + (self.fee_cents or 0)

    @property
    def is_outside(self) -> bool:
        """Whether a complete postcode was given that the store does not deliver to."""
        return self.is_delivery and bool(self.postcode) and self.fee_cents is None

    @property
    def missing_cents(self) -> int:
        """What the basket lacks to be delivered."""
        return max(0, self.minimum_cents - self.subtotal_cents) if self.is_delivery else 0


def bill(store: Store, recap: Recap, fulfilment: str, postcode: str) -> Bill:
    """Return what would be asked and promised now, for a store fetched with its hours and areas: one query."""
    now = timezone.now()
    is_delivery = fulfilment != Fulfilment.TAKEAWAY
    digits = "".join(postcode.split())
    known = digits if re.fullmatch(r"[0-9]{5}", digits, re.ASCII) else ""
    area = area_of(store, known) if is_delivery and known else None
    fee = (area.fee_cents if area else None) if is_delivery else 0
    way = Fulfilment.DELIVERY if is_delivery else Fulfilment.TAKEAWAY
    return Bill(
        is_delivery=is_delivery,
        postcode=known,
        fee_cents=fee,
        minimum_cents=area.minimum_cents if area else 0,
        subtotal_cents=recap.subtotal_cents,
        promised_at=promise(store, way, pizzas_waiting(store), now).promised_at,
        opening=opening(store, now),
        fees=list(store.areas.all()),
    )


def stores_delivering_to(postcode: str, but: Store) -> list[Store]:
    """Return the other stores that deliver there, the cheapest delivery first."""
    return list(Store.objects.filter(areas__postcode=postcode).exclude(pk=but.pk).order_by("areas__fee_cents", "name"))
