"""The four weeks behind the demonstration: they add up, they are over, and they say something."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import F, Sum
from django.utils import timezone

from ocpizza.board.figures import read
from ocpizza.catalog import compositions
from ocpizza.catalog.models import Ingredient
from ocpizza.demo.load import load
from ocpizza.orders.models import DayNumber, Line, Order
from ocpizza.orders.placing import needs_of
from ocpizza.stock import actions as stock
from ocpizza.stock.feasible import shelf
from ocpizza.stock.models import Level, Lot, Movement, Offer, Supplier
from ocpizza.stores.models import Store

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loaded(db):
    load()


def test_every_order_is_over_paid_before_today_and_numbered_from_101():
    today, numbers = timezone.localdate(), {}
    for order in Order.objects.order_by("placed_at", "pk"):
        assert (order.status, order.due_cents, order.is_over) == ("completed", 0, True)
        assert today - timedelta(28) <= order.day == timezone.localdate(order.status_at) < today
        numbers.setdefault((order.store_id, order.day), []).append(order.number)
    assert all(given == list(range(101, 101 + len(given))) for given in numbers.values())
    last = {(row.store_id, row.day): row.last for row in DayNumber.objects.all()}
    assert last == {key: given[-1] for key, given in numbers.items()}
    assert len({day for _store, day in numbers}) == 28


def test_an_order_of_the_past_costs_what_its_lines_cost_and_took_what_they_need():
    orders = list(Order.objects.prefetch_related("lines", "payments", "changes")[::20])
    items = compositions.resolve({line.spec for order in orders for line in order.lines.all()})
    for order in orders:
        lines = order.lines.all()
        assert sum(line.total_cents for line in lines) + order.fee_cents == order.total_cents
        assert sum(one.amount_cents for one in order.payments.all()) == order.total_cents
        assert {one.at for one in order.payments.all()} == {order.status_at}
        assert order.changes.count() == order.seq
        needs = needs_of([(items[line.spec], line.quantity) for line in lines])
        assert stock.held(order.store, order.reference) == needs
    assert Line.objects.exclude(changes=[]).count() > 10


def test_no_level_was_ever_below_zero_and_each_lot_found_what_it_says():
    levels, found = Counter(), {lot.pk: lot.before for lot in Lot.objects.all()}
    for move in Movement.objects.order_by("at", "pk"):
        key = move.store_id, move.ingredient_id
        if move.lot_id:
            assert levels[key] == found[move.lot_id]
        levels[key] += move.quantity
        assert levels[key] >= 0
    assert levels == {(one.store_id, one.ingredient_id): one.quantity for one in Level.objects.all()}


def test_there_is_waste_a_count_a_lot_past_its_date_and_something_low_in_every_store():
    lost = Movement.objects.filter(reason="loss")
    assert {"burnt", "dropped", "expired", "spoilt", "staff"} <= set(lost.values_list("cause", flat=True))
    assert Movement.objects.filter(reason="count", quantity__lt=0).exists()
    lots = Lot.objects.filter(store__slug="rouen-centre", ingredient__slug="chicken")
    stale = lots.latest("received_at")
    assert stale.use_by < timezone.localdate()
    sold = Movement.objects.filter(store=stale.store, ingredient=stale.ingredient, at__gt=stale.received_at)
    assert -(sold.aggregate(total=Sum("quantity"))["total"] or 0) < stale.before + stale.quantity
    for store in Store.objects.all():
        assert 1 <= store.levels.filter(quantity__lt=F("threshold")).count() <= 4


def test_every_ingredient_has_a_firm_that_sells_it_to_every_store():
    assert set(Offer.objects.values_list("ingredient", flat=True)) == set(
        Ingredient.objects.values_list("pk", flat=True)
    )
    for firm in Supplier.objects.all():
        assert firm.stores.count() == Store.objects.count()
        assert firm.phone.startswith("02 61 91 ")
        assert firm.email.endswith("@example.com")


def test_the_board_counts_today_alone():
    figures = read([store.slug for store in Store.objects.all()])
    assert figures.totals.revenue_cents == 0
    assert figures.totals.minutes is None
    assert not figures.orders


def test_a_salad_is_for_lunch_and_some_extras_are_refused():
    salad = compositions.compose("lunch-salad")
    noon = timezone.localtime().replace(hour=12, minute=0)
    assert salad.product.served(noon)
    assert not salad.product.served(noon.replace(hour=20))
    with pytest.raises(compositions.Impossible):
        compositions.compose("chevre-miel-m+anchovies")


def test_a_shop_whose_stock_is_there_already_receives_only_what_is_new():
    Level.objects.filter(ingredient__slug="lunch-salad").delete()
    orders = Order.objects.count()
    assert load() == Store.objects.count()
    assert Order.objects.count() == orders
    store, salad = Store.objects.get(slug="sotteville"), Ingredient.objects.get(slug="lunch-salad")
    assert shelf(store).left[salad.pk] == 40_000
