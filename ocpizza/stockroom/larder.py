"""The ingredients of a store as its people see them: level, threshold, what is made of them, and what is wrong."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median_low

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from ocpizza.catalog.models import Dose, Ingredient, Product
from ocpizza.stock.amounts import said
from ocpizza.stock.feasible import sellable
from ocpizza.stock.models import Level, Movement, Outage, Reason
from ocpizza.stockroom.waiting import NOTHING, Held, held
from ocpizza.stores.models import Store

OUT, EMPTY, LOW, WELL = "out", "empty", "low", "well"
TROUBLES = (OUT, EMPTY, LOW)
ICONS = {OUT: "ban", EMPTY: "circle-x", LOW: "trending-down", WELL: "check"}
BAR_OF_THRESHOLDS = 3
"""A full bar is at least so many times the threshold."""


@dataclass(frozen=True)
class Use:
    """One product that takes the ingredient, and its dose on a medium one in thousandths."""

    product: Product
    dose: int


@dataclass(frozen=True)
class Item:
    """One ingredient in one store; `latest` is what the last delivery brought, in thousandths.

    Out because a lot is recalled, it does not come back by hand.
    """

    ingredient: Ingredient
    level: Level
    now: datetime
    uses: tuple[Use, ...] = ()
    held: Held = NOTHING
    latest: int = 0
    recalled: bool = False

    @property
    def quantity(self) -> int:
        """What orders can take, in thousandths, were it not declared out."""
        return self.level.quantity

    @property
    def on_shelf(self) -> int:
        """What should lie on the shelf: the level, and what waiting orders hold."""
        return self.level.quantity + self.held.quantity

    @property
    def state(self) -> str:
        if self.level.is_out(self.now):
            return OUT
        if self.level.quantity == 0:
            return EMPTY
        return LOW if self.level.is_low else WELL

    @property
    def icon(self) -> str:
        return ICONS[self.state]

    @property
    def left(self) -> str:
        return said(self.quantity, self.ingredient.unit)

    @property
    def waiting(self) -> str:
        return said(self.held.quantity, self.ingredient.unit)

    @property
    def shelf(self) -> str:
        return said(self.on_shelf, self.ingredient.unit)

    @property
    def threshold(self) -> str:
        return "" if self.level.threshold is None else said(self.level.threshold, self.ingredient.unit)

    @property
    def percent(self) -> int:
        """How full its bar is: against the last delivery, or a multiple of the threshold."""
        full = max((self.level.threshold or 0) * BAR_OF_THRESHOLDS, self.latest)
        return min(100, self.quantity * 100 // full) if full else (100 if self.quantity else 0)

    @property
    def portions(self) -> int | None:
        """How many medium products of a usual dose it makes; None for what is sold as it is."""
        doses = [use.dose for use in self.uses]
        return self._sellable() // median_low(doses) if doses and not self.ingredient.sold_as_is else None

    @property
    def greediest(self) -> Use | None:
        """The product that takes most of it."""
        return max(self.uses, key=lambda use: use.dose, default=None)

    @property
    def fewest(self) -> int:
        """How many of the greediest product it makes."""
        return self._sellable() // self.greediest.dose if self.greediest else 0

    @property
    def product_names(self) -> list[str]:
        """What nobody can order any more once it is at zero."""
        return [use.product.label for use in self.uses]

    def _sellable(self) -> int:
        return sellable(self.quantity, self.level.out_since, self.level.out_until, self.now)


def items(store: Store) -> list[Item]:
    """Return what the store has or its menu needs, by name: four queries."""
    now, holding = timezone.now(), held(store)
    levels, uses = _levels(store), _uses()
    shown = [one for one in Ingredient.objects.all() if one.pk in levels or one.pk in uses]
    found = []
    for one in shown:
        level, latest, recalled = levels.get(one.pk, (Level(store=store, ingredient=one), 0, False))
        found.append(Item(one, level, now, tuple(uses.get(one.pk, ())), holding.get(one.pk, NOTHING), latest, recalled))
    return sorted(found, key=lambda item: spelled(item.ingredient.label))


def troubles_first(found: Iterable[Item]) -> list[Item]:
    """Return them with what is out, empty or low first; each group stays in its order."""
    return sorted(found, key=lambda item: (*TROUBLES, WELL).index(item.state))


def spelled(name: str) -> str:
    """Return a name as a dictionary sorts it: œuf beside oeillet, without accents."""
    plain = unicodedata.normalize("NFD", name.casefold().replace("œ", "oe"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _levels(store: Store) -> dict[int, tuple[Level, int, bool]]:
    receipts = Movement.objects.filter(store=store, ingredient=OuterRef("ingredient"), reason=Reason.RECEIPT)
    last = receipts.filter(quantity__gt=0).order_by("-at", "-pk").values("quantity")[:1]
    withdrawn = Outage.objects.filter(store=store, ingredient=OuterRef("ingredient"), ended_at=None)
    recalled = Exists(withdrawn.filter(recall__isnull=False, recall__closed_at=None))
    rows = Level.objects.filter(store=store).annotate(latest=Subquery(last), recalled=recalled)
    return {row.ingredient_id: (row, row.latest or 0, row.recalled) for row in rows}


def _uses() -> dict[int, list[Use]]:
    found: dict[int, list[Use]] = {}
    doses = Dose.objects.filter(product__archived=False).select_related("product")
    for dose in doses.order_by("product__position", "product__name"):
        found.setdefault(dose.ingredient_id, []).append(Use(dose.product, dose.quantity))
    return found
