"""What a unit of each ingredient cost last, in each store: its latest delivery, else what the catalogue says."""

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery

from ocpizza.catalog.costs import costs
from ocpizza.stock.models import Lot
from ocpizza.stores.models import Store


def last_costs(stores: Iterable[Store]) -> dict[int, dict[int, int]]:
    """Return store id → ingredient id → thousandths of a cent for one unit: two queries, however many stores."""
    usual = costs()
    found = {store.pk: dict(usual) for store in stores}
    priced = Lot.objects.filter(store__in=found, cost_millicents__isnull=False)
    same = priced.filter(store=OuterRef("store"), ingredient=OuterRef("ingredient")).order_by("-received_at", "-pk")
    for lot in priced.filter(pk=Subquery(same.values("pk")[:1])).order_by():
        found[lot.store_id][lot.ingredient_id] = lot.cost_millicents or 0
    return found


def worth(thousandths: int, cost_millicents: int) -> int:
    """Return what a quantity costs in cents, half a cent away from zero."""
    exact = abs(thousandths) * cost_millicents
    cents = (exact + 500_000) // 1_000_000
    return cents if thousandths >= 0 else -cents
