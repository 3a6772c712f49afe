"""The picture of a store's stock: what is wrong, every level, and what is on its way; six queries whatever there is."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ocpizza.catalog.models import Unit
from ocpizza.stock import transfers
from ocpizza.stock.amounts import MEASURES, measure_label, said
from ocpizza.stock.models import Cause, Transfer
from ocpizza.stockroom import larder
from ocpizza.stockroom.larder import EMPTY, LOW, OUT
from ocpizza.stores.models import Store

CAUSES_ON_THE_ROAD = [Cause.DROPPED, Cause.SPOILT, Cause.EXPIRED, Cause.OTHER]


class Role(StrEnum):
    """Who looks: a manager may move things between stores, a cook sees them move."""

    COOK = "cook"
    LEADER = "leader"


@dataclass(frozen=True)
class OnTheRoad:
    """A transfer as one of its two stores sees it."""

    transfer: Transfer
    store: Store

    @property
    def comes_here(self) -> bool:
        return self.transfer.receiver_id == self.store.pk

    @property
    def other(self) -> Store:
        return self.transfer.sender if self.comes_here else self.transfer.receiver

    @property
    def quantity(self) -> str:
        return said(self.transfer.quantity, self.transfer.ingredient.unit)

    @property
    def measures(self) -> list[tuple[str, str]]:
        return [(one, measure_label(one, 2000)) for one in MEASURES[Unit(self.transfer.ingredient.unit)]]


def picture(slug: str, role: Role) -> dict[str, Any]:
    """Return the context of every region of a store's stock."""
    store = Store.objects.get(slug=slug)
    found = larder.items(store)
    states = Counter(item.state for item in found)
    return {
        "store": store,
        "may_lead": role == Role.LEADER,
        "items": larder.troubles_first(found),
        "low": states[LOW],
        "empty": states[EMPTY],
        "out": states[OUT],
        "transit": [OnTheRoad(one, store) for one in transfers.under_way(store)],
        "road_causes": [(one.value, one.label) for one in CAUSES_ON_THE_ROAD],
    }
