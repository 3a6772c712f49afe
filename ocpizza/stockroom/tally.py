"""A count of the whole store or of a part, one ingredient at a time: what is counted, what is left, what it comes to.

A count has no row of its own: it is the movements that bear its reference, whose first letters say what is counted.
So it goes on where it stopped, on any device and with several people.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ocpizza.accounts.models import User
from ocpizza.catalog.models import Ingredient
from ocpizza.stock import keys
from ocpizza.stock.amounts import said, signed
from ocpizza.stock.costs import last_costs, worth
from ocpizza.stock.models import Movement, Reason
from ocpizza.stockroom import larder
from ocpizza.stockroom.larder import TROUBLES, Item
from ocpizza.stores.models import Store

SCOPES: dict[str, Promise] = {
    "all": _("Tout le magasin"),
    "low": _("Seulement ce qui est bas"),
    "raw": _("Les ingrédients des recettes"),
    "art": _("Boissons, desserts, entrées"),
}
ONE = "one"
"""The scope of a count of a single ingredient."""
_REFERENCE = re.compile(rf"({'|'.join(SCOPES)}|{ONE})-[A-Za-z0-9_-]{{22}}", re.ASCII)
STILL_OPEN = timedelta(hours=24)


@dataclass(frozen=True)
class Result:
    """What a count changed of one ingredient, in thousandths; `cents` is what the variance is worth."""

    ingredient: Ingredient
    variance: int
    note: str
    who: User | None
    cents: int

    @property
    def said(self) -> str:
        return signed(self.variance, self.ingredient.unit, most=2)


@dataclass(frozen=True)
class Round:
    """One count: `plan` is everything it counts, by name; `results` what was counted so far, by ingredient id."""

    reference: str
    plan: list[Item]
    results: Mapping[int, Result]

    @property
    def scope(self) -> Promise:
        return _scope(self.reference)

    @property
    def counted(self) -> int:
        return sum(item.ingredient.pk in self.results for item in self.plan)

    @property
    def left(self) -> int:
        return len(self.plan) - self.counted

    def at(self, slug: str) -> int | None:
        """Return the place of this ingredient in the plan, None for what is not counted."""
        return next((rank for rank, item in enumerate(self.plan) if item.ingredient.slug == slug), None)

    def following(self, rank: int) -> Item | None:
        """Return the next one to count after this place, from the start again after the end; None when all is done."""
        around = [*self.plan[rank + 1 :], *self.plan[: rank + 1]]
        return next((item for item in around if item.ingredient.pk not in self.results), None)

    def before(self, rank: int) -> Item | None:
        """Return the one before this place, counted or not."""
        return self.plan[rank - 1] if rank else None

    @property
    def outcome(self) -> list[Result]:
        """The results, the dearest loss first."""
        return sorted(self.results.values(), key=lambda one: (one.cents, larder.spelled(one.ingredient.label)))

    @property
    def lost_cents(self) -> int:
        return sum(one.cents for one in self.results.values() if one.cents < 0)

    @property
    def gained_cents(self) -> int:
        return sum(one.cents for one in self.results.values() if one.cents > 0)

    @property
    def balance_cents(self) -> int:
        return self.lost_cents + self.gained_cents


@dataclass(frozen=True)
class Begun:
    """A count that was begun lately."""

    reference: str
    counted: int
    who: User | None
    since: Movement

    @property
    def scope(self) -> Promise:
        return _scope(self.reference)


def begin(scope: str) -> str:
    """Return the reference of a new count; nothing is written before something is counted."""
    return f"{scope}-{keys.new()}"


def is_reference(text: str) -> bool:
    """Say whether this can be the reference of a count."""
    return _REFERENCE.fullmatch(text) is not None


def read(store: Store, reference: str, ingredient: str = "") -> Round:
    """Return the count of this reference as it stands: seven queries. `ingredient` is the one that is being counted."""
    results = _results(_rows(store).filter(reference=reference).order_by("pk"), last_costs([store])[store.pk])
    alone = ingredient if reference.startswith(ONE) else ""
    plan = [one for one in larder.items(store) if one.ingredient.slug == alone or _counts(reference[:3], one, results)]
    return Round(reference, plan, results)


def begun(store: Store) -> list[Begun]:
    """Return the counts of the last day, the newest first: one query."""
    since = timezone.now() - STILL_OPEN
    found: dict[str, list[Movement]] = {}
    for row in _rows(store).filter(at__gte=since).order_by("pk"):
        if is_reference(row.reference):
            found.setdefault(row.reference, []).append(row)
    counts = [
        Begun(reference, len({row.ingredient_id for row in rows}), rows[0].who, rows[0])
        for reference, rows in found.items()
    ]
    return counts[::-1]


def value(store: Store, ingredient: Ingredient, thousandths: int) -> int:
    """Return what a quantity is worth in cents, as the figures of the week reckon it: at the store's last cost."""
    return worth(thousandths, last_costs([store])[store.pk].get(ingredient.pk, 0))


def spoken(found: int, variance: int, ingredient: Ingredient) -> tuple[str, str]:
    """Return what was found, and the variance with its sign."""
    return said(found, ingredient.unit), signed(variance, ingredient.unit, most=2)


def _scope(reference: str) -> Promise:
    return SCOPES.get(reference[:3], _("Un seul ingrédient"))


def _rows(store: Store) -> QuerySet[Movement]:
    return Movement.objects.filter(store=store, reason=Reason.COUNT).select_related("ingredient", "who")


def _results(rows: QuerySet[Movement], costs: Mapping[int, int]) -> dict[int, Result]:
    found: dict[int, Result] = {}
    for row in rows:
        earlier = found.get(row.ingredient_id)
        variance = row.quantity + (earlier.variance if earlier else 0)
        cents = worth(variance, costs.get(row.ingredient_id, 0))
        found[row.ingredient_id] = Result(row.ingredient, variance, row.note, row.who, cents)
    return found


def _counts(scope: str, item: Item, results: Mapping[int, Result]) -> bool:
    """Say whether a count of this scope counts the ingredient; what is low no more was counted already."""
    if scope in {"low", ONE}:
        return item.ingredient.pk in results or (scope == "low" and item.state in TROUBLES)
    return scope == "all" or item.ingredient.sold_as_is == (scope == "art")
