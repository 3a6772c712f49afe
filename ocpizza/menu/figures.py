"""Cost and margin of what is sold, as the menu's office shows them beside a price."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ocpizza.catalog import costs
from ocpizza.catalog.models import VatClass
from ocpizza.orders.flow import Fulfilment
from ocpizza.orders.pricing import vat_rate, vat_within


@dataclass(frozen=True)
class Margin:
    """What a piece leaves: cents of cost, cents of margin before tax, and the margin as a share of the net price."""

    cost_cents: int
    cents: int
    percent: int | None

    @property
    def share(self) -> str:
        """The margin as the reader's language writes it, a dash without a price."""
        return "—" if self.percent is None else _("%(percent)s %%") % {"percent": self.percent}

    @property
    def is_thin(self) -> bool:
        """Whether more than half of the net price goes into the ingredients."""
        return self.percent is not None and self.percent < HALF


HALF = 50


def margin(price_cents: int, vat_class: str, needs: Mapping[int, int], paid: Mapping[int, int]) -> Margin:
    """Return what a piece leaves once the tax of a delivery and its ingredients are paid.

    `needs` is ingredient id → thousandths of its unit, `paid` ingredient id → thousandths of a cent for a unit.
    """
    cost = costs.cents(costs.cost_millicents(needs, paid))
    net = price_cents - vat_within(price_cents, vat_rate(VatClass(vat_class), Fulfilment.DELIVERY))
    return Margin(cost, net - cost, round(100 * (net - cost) / net) if net else None)
