"""Whatever happens to a store's stock, in whatever order: it adds up, and only what can be made is sold."""

import contextlib
from collections import Counter

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from ocpizza.catalog.models import Ingredient, Product
from ocpizza.orders import actions, placing
from ocpizza.orders.refusals import Refusal, Unavailable
from ocpizza.stock import actions as stock
from ocpizza.stock import ledger, outages
from ocpizza.stock.feasible import shelf
from ocpizza.stock.models import Cause, Movement, Reason
from tests.cast import ARTICLES, INGREDIENTS, actor, leave, ordered

SPECS = [
    "margherita-m",
    "reine-p",
    "orientale-g",
    "orientale-m",
    "reine-m/orientale-m",
    "margherita-g/reine-g+merguez",
    "orientale-p!merguez!oeuf",
    "orientale-p/reine-p!mozzarella+champignons",
    "reine-g!champignons+mozzarella",
    "margherita-m+oeuf+merguez",
    "cola",
    "tiramisu",
]
baskets = st.dictionaries(st.sampled_from(SPECS), st.integers(1, 3), min_size=1, max_size=3)
foods = st.sampled_from(sorted(INGREDIENTS))
products = st.sampled_from(["margherita", "reine", "orientale", "cola"])
amounts = st.integers(1, 300_000)
PIECES, GRAMS = 6_000, 500_000  # what the store begins with of each: a few pizzas, so that things run out


def needed(items):
    """Return what these items take, added up piece by piece."""
    pieces = [one for one, quantity in items for _ in range(quantity)]
    return dict(sum((Counter(one.needs()) for one in pieces), Counter()))


class Stock(RuleBasedStateMachine):
    """A store, and a plain model of it: what is left of each ingredient, what each order holds, what is out."""

    orders = Bundle("orders")

    def __init__(self, store):
        super().__init__()
        self.store = store
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.ids = dict(Ingredient.objects.values_list("slug", "pk"))
        self.left, self.held = {}, {}
        self.out, self.off, self.started = set(), set(), set()

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @initialize()
    def a_quiet_evening(self):
        few = {slug: PIECES if slug in {"pate", "oeuf", *ARTICLES} else GRAMS for slug in INGREDIENTS}
        leave(self.store, **few)
        self.left = {self.ids[slug]: amount for slug, amount in few.items()}

    # -- orders

    @rule(target=orders, basket=baskets)
    def order(self, basket):
        items = placing.chosen(basket)
        needs, can = needed(items), shelf(self.store)
        possible = all(can.pieces(one) >= quantity for one, quantity in items) and self._fits(needs)
        try:
            reference = ordered(self.store, basket=basket).reference
        except Unavailable:
            assert not possible, f"refused {basket}, which could be made"
            return multiple()
        assert possible, f"sold {basket}, which could not be made"
        self._move({one: -dose for one, dose in needs.items()})
        self.held[reference] = needs
        return reference

    @rule(reference=orders, basket=baskets)
    def change(self, reference, basket):
        """The order becomes another one: what it holds already is never asked of the shelf again."""
        if reference in self.started:
            return
        has, needs = self.held[reference], needed(placing.chosen(basket))
        more = {one: dose - has.get(one, 0) for one, dose in needs.items() if dose > has.get(one, 0)}
        short = frozenset()
        try:
            with transaction.atomic():
                stock.exchange(self.store, needs, reference)
        except stock.OutOfStock as refusal:
            short = refusal.ingredients
        assert {one for one in more if not self._fits({one: more[one]})} == short
        if not short:
            self._move({one: has.get(one, 0) - needs.get(one, 0) for one in {*has, *needs}})
            self.held[reference] = needs

    @rule(reference=consumes(orders))
    def cancel(self, reference):
        with contextlib.suppress(Refusal):
            assert actions.cancel(reference, actor("alice")).changed
            assert reference not in self.started
            self._move(self.held.pop(reference))

    @rule(reference=orders)
    def start(self, reference):
        actions.start(reference, actor("bruno"))
        self.started.add(reference)

    @rule(reference=orders)
    def think_better_of_it(self, reference):
        if reference in self.started:
            actions.send_back(reference, actor("bruno"), "plus de basilic")
            self.started.discard(reference)

    # -- the stockroom

    @rule(food=foods, amount=amounts)
    def receive(self, food, amount):
        stock.receive(self.store, {self.ids[food]: amount})
        self._move({self.ids[food]: amount})
        self.out.discard(self.ids[food])

    @rule(food=foods, amount=amounts)
    def lose(self, food, amount):
        lost = min(amount, self.left[self.ids[food]])
        self._book({self.ids[food]: -lost}, Reason.LOSS, ledger.More(cause=Cause.DROPPED))

    @rule(food=foods, counted=amounts)
    def count(self, food, counted):
        self._book({self.ids[food]: counted - self.left[self.ids[food]]}, Reason.COUNT)

    @rule(food=foods)
    def declare_out(self, food):
        outages.declare_out(self.store, Ingredient.objects.get(slug=food), None)
        self.out.add(self.ids[food])

    @rule(food=foods)
    def bring_back(self, food):
        outages.bring_back(self.store, Ingredient.objects.get(slug=food), None)
        self.out.discard(self.ids[food])

    @rule(slug=products)
    def switch(self, slug):
        product = Product.objects.get(slug=slug)
        if product.pk in self.off:
            outages.bring_back(self.store, product, None)
        else:
            outages.declare_out(self.store, product, None)
        self.off ^= {product.pk}

    # -- what holds, always

    @invariant()
    def the_shelf_is_what_happened_to_it(self):
        levels = dict(self.store.levels.values_list("ingredient_id", "quantity"))
        moved = Movement.objects.filter(store=self.store).values_list("ingredient_id")
        if self.left:
            assert levels == self.left
            assert dict(moved.annotate(total=Sum("quantity"))) == levels
            assert min(levels.values()) >= 0

    @invariant()
    def what_is_out_cannot_be_sold(self):
        can = shelf(self.store)
        if self.left:
            assert can.off == self.off
            assert can.left == {one: 0 if one in self.out else amount for one, amount in self.left.items()}

    @invariant()
    def each_order_holds_what_it_needs(self):
        for reference, needs in self.held.items():
            assert stock.held(self.store, reference) == needs

    def _fits(self, needs):
        return all(one not in self.out and self.left[one] >= dose for one, dose in needs.items())

    def _move(self, amounts):
        for one, amount in amounts.items():
            self.left[one] += amount

    def _book(self, amounts, reason, more=None):
        with transaction.atomic():
            ledger.add(self.store, amounts)
            ledger.record(self.store, amounts, reason, more=more)
        self._move(amounts)


@pytest.mark.sqlite
def test_any_evening_adds_up_and_nothing_is_sold_that_could_not_be_made(rouen, bruno, alice):
    run_state_machine_as_test(lambda: Stock(rouen), settings=settings(max_examples=40, stateful_step_count=25))
