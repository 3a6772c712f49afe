"""What an order costs: integer cents including VAT, and the rate each line carries."""

from collections.abc import Iterable
from dataclasses import dataclass

from ocpizza.catalog.compositions import Composition
from ocpizza.catalog.models import VatClass
from ocpizza.orders.flow import Fulfilment
from ocpizza.orders.models import Line

REDUCED, INTERMEDIATE, NORMAL = 550, 1000, 2000  # basis points


def vat_rate(vat_class: str, fulfilment: str) -> int:
    """Return the VAT rate in basis points.

    Alcohol 20 % (CGI art. 278); what keeps in a closed container 5.5 % unless eaten on site (278-0 bis); prepared food
    and all that is eaten on site 10 % (279 m and n).
    """
    if vat_class == VatClass.ALCOHOL:
        return NORMAL
    if vat_class == VatClass.CLOSED and fulfilment != Fulfilment.ON_SITE:
        return REDUCED
    return INTERMEDIATE


def subtotal(items: Iterable[tuple[Composition, int]]) -> int:
    """Return the price of the items in cents, without the delivery fee."""
    return sum(composition.price_cents * quantity for composition, quantity in items)


@dataclass(frozen=True)
class VatShare:
    """What one rate brings: gross, and the tax inside it, in cents."""

    rate: int
    gross_cents: int
    vat_cents: int


def vat_split(lines: Iterable[Line], fee_cents: int = 0) -> list[VatShare]:
    """Return gross and tax by rate, lowest first; the delivery fee follows the food's rate (10 %)."""
    gross: dict[int, int] = {INTERMEDIATE: fee_cents} if fee_cents else {}
    for line in lines:
        if line.total_cents:
            gross[line.vat_rate] = gross.get(line.vat_rate, 0) + line.total_cents
    return [VatShare(rate, total, vat_within(total, rate)) for rate, total in sorted(gross.items())]


def vat_within(gross_cents: int, rate: int) -> int:
    """Return the tax inside a gross amount, in cents, half a cent rounded up."""
    return (2 * gross_cents * rate + 10_000 + rate) // (2 * (10_000 + rate))
