"""What the ingredients of a piece cost, from the price the stores pay for a unit of each."""

from collections.abc import Mapping

from ocpizza.catalog.models import Ingredient


def costs() -> dict[int, int]:
    """Return ingredient id → what one unit costs, in thousandths of a cent. One query."""
    return dict(Ingredient.objects.values_list("pk", "cost_millicents"))


def cost_millicents(needs: Mapping[int, int], costs: Mapping[int, int]) -> int:
    """Return the cost of `needs` in thousandths of a cent, rounded down once.

    `needs` is ingredient id → thousandths of its unit, `costs` ingredient id → thousandths of a cent a unit; what has
    no known cost costs nothing.
    """
    return sum(amount * costs.get(one, 0) for one, amount in needs.items()) // 1000


def cents(millicents: int) -> int:
    """Return an amount of thousandths of a cent in cents, half a cent rounded up."""
    return (millicents + 500) // 1000
