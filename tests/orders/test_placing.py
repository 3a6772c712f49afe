"""An order is placed: what is checked, what is written, what is refused."""

import dataclasses
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from ocpizza.catalog.models import Category, Product, Variant, VatClass
from ocpizza.orders import placing
from ocpizza.orders.actions import Actor
from ocpizza.orders.flow import By, Fulfilment, Status
from ocpizza.orders.models import FIRST_NUMBER, DayNumber, PaymentState, new_reference
from ocpizza.orders.refusals import Invalid, Refusal, StoreClosed, Unavailable
from ocpizza.stock import actions as stock
from ocpizza.stock.models import Level, Movement
from ocpizza.stores.models import OpeningHours, Store
from tests.cast import actor, heard, leave, left, nothing_changes, ordered, person, reread, wish

GUEST = Actor(By.CUSTOMER)


def test_the_kitchen_gets_it_with_lines_prices_and_the_first_row_of_its_history(rouen, alice):
    order = reread(
        placing.place(
            wish(rouen, basket={"reine-g": 2, "cola": 1}, customer=alice, allergy="arachide"), actor("alice")
        ).order
    )
    assert (order.status, order.seq, order.channel) == (Status.AWAITING_PREPARATION, 1, "web")
    assert (order.customer, order.allergy, order.payment) == (alice, "arachide", PaymentState.NOTHING)
    assert [(line.quantity, line.name, line.size, line.unit_cents) for line in order.lines.order_by("pk")] == [
        (2, "Reine", "G", 1540),
        (1, "Cola", "", 250),
    ]
    assert (order.total_cents, order.due_cents) == (3330, 3330)
    change = order.changes.get()
    assert (change.seq, change.source, change.target, change.by, change.who) == (1, "", order.status, "customer", alice)


def test_a_guest_orders_without_an_account(rouen):
    order = ordered(rouen)
    assert reread(order).customer is None
    assert order.changes.get().who is None


def test_every_screen_of_the_store_is_told(rouen):
    with heard() as streams:
        outcome = placing.place(wish(rouen), GUEST)
    assert streams == {
        "kitchen.rouen-centre",
        "counter.rouen-centre",
        "shelf.rouen-centre",
        "stock.rouen-centre",
        "board.rouen-centre",
        "delivery.rouen-centre",
        "menu.rouen-centre",
        f"order.{outcome.order.reference}",
    }
    assert outcome.versions.keys() == streams


def test_the_same_key_again_returns_the_order_it_made(rouen):
    wanted = wish(rouen)
    first = placing.place(wanted, GUEST)
    with nothing_changes():
        again = placing.place(dataclasses.replace(wanted, basket={"cola": 3}), GUEST)
    assert (again.order, again.changed) == (first.order, False)


def test_the_same_key_is_answered_even_when_the_store_closed_or_nothing_is_left(rouen):
    wanted = wish(rouen)
    first = placing.place(wanted, GUEST)
    leave(rouen, mozzarella=0)
    rouen.taking_orders = False
    rouen.save()
    assert placing.place(wanted, GUEST).order == first.order


@pytest.mark.parametrize("key", ["", "x" * 65])
def test_without_a_usable_key_nothing_is_ordered(key, rouen):
    with nothing_changes(), pytest.raises(Invalid):
        placing.place(wish(rouen, key=key), GUEST)


def test_an_empty_basket_is_no_order(rouen):
    with nothing_changes(), pytest.raises(Invalid, match="vide"):
        placing.place(wish(rouen, basket={}), GUEST)


@pytest.mark.parametrize("quantity", [0, -1, 51, 10_000])
def test_a_quantity_out_of_bounds_is_refused(quantity, rouen):
    with nothing_changes(), pytest.raises(Invalid, match="1 à 50"):
        placing.place(wish(rouen, basket={"cola": 1, "reine-m": quantity}), GUEST)


def test_a_product_that_is_not_on_the_menu_is_refused(rouen):
    with nothing_changes(), pytest.raises(Invalid, match="à la carte"):
        placing.place(wish(rouen, basket={"cola": 1, "hawai-m": 1}), GUEST)


def test_an_archived_product_is_refused(rouen):
    Product.objects.filter(slug="reine").update(archived=True)
    with nothing_changes(), pytest.raises(Invalid, match="à la carte"):
        placing.place(wish(rouen, basket={"reine-m": 1}), GUEST)


def test_outside_the_zone_there_is_no_delivery_but_one_may_come(rouen):
    with nothing_changes(), pytest.raises(Refusal, match="ne livre pas"):
        placing.place(wish(rouen, postcode="75001"), GUEST)
    assert ordered(rouen, postcode="75001", fulfilment=Fulfilment.TAKEAWAY)


def test_below_the_minimum_of_the_zone_nothing_is_delivered(rouen):
    with nothing_changes(), pytest.raises(Refusal, match=r"à partir de 15,00\s€"):
        placing.place(wish(rouen, postcode="76100"), GUEST)


def test_the_fee_of_the_zone_is_on_top_and_does_not_count_for_the_minimum(rouen):
    order = ordered(rouen, postcode="76100", basket={"margherita-m": 2})
    assert (order.fee_cents, order.total_cents) == (250, 2230)
    with pytest.raises(Refusal):
        ordered(rouen, postcode="76100", basket={"orientale-m": 1})  # 13,50 € + 2,50 € of fee


def test_who_comes_pays_no_fee(rouen):
    assert ordered(rouen, postcode="76100", fulfilment=Fulfilment.TAKEAWAY).fee_cents == 0


def test_a_closed_store_says_when_it_opens(rouen, monkeypatch):
    rouen.round_the_clock = False
    rouen.save()
    OpeningHours.objects.create(store=rouen, weekday=1, opens="11:30", closes="14:00")
    monday = datetime(2026, 11, 23, 20, 0, tzinfo=ZoneInfo("Europe/Paris"))
    monkeypatch.setattr(timezone, "now", lambda: monday.astimezone(UTC))
    with nothing_changes(), pytest.raises(StoreClosed, match=r"mardi 11.30"):
        placing.place(wish(rouen), GUEST)


def test_a_paused_store_takes_nothing(rouen):
    rouen.taking_orders = False
    rouen.save()
    with nothing_changes(), pytest.raises(StoreClosed, match="fermé pour le moment"):
        placing.place(wish(rouen), GUEST)


def test_what_runs_out_is_named_and_only_that(rouen):
    leave(rouen, merguez=50_000)
    with nothing_changes(), pytest.raises(Unavailable, match=r"pour : Orientale\.$") as refused:
        placing.place(wish(rouen, basket={"orientale-m": 1, "reine-m": 1, "cola": 1}), GUEST)
    assert refused.value.products == ("orientale",)


def test_what_runs_out_is_named_in_the_readers_language(rouen):
    leave(rouen, merguez=0)
    with translation.override("en"), pytest.raises(Unavailable, match=r"orientale \(en\)"):
        placing.place(wish(rouen, basket={"orientale-m": 1}), GUEST)


def test_two_sizes_of_what_runs_out_are_named_once(rouen):
    leave(rouen, merguez=0)
    with pytest.raises(Unavailable) as refused:
        placing.place(wish(rouen, basket={"orientale-m": 1, "orientale-g": 1}), GUEST)
    assert refused.value.products == ("orientale",)
    assert str(refused.value).count("Orientale") == 1


def test_two_pizzas_that_only_together_are_too_much_are_both_named(rouen):
    leave(rouen, mozzarella=150_000)
    with nothing_changes(), pytest.raises(Unavailable) as refused:
        placing.place(wish(rouen, basket={"reine-m": 1, "margherita-m": 1, "cola": 1}), GUEST)
    assert set(refused.value.products) == {"reine", "margherita"}


def test_an_ingredient_the_store_never_had_is_missing_not_an_error(rouen):
    Level.objects.filter(store=rouen, ingredient__slug="merguez").delete()
    with nothing_changes(), pytest.raises(Unavailable, match="Orientale"):
        placing.place(wish(rouen, basket={"orientale-m": 1}), GUEST)


def test_a_product_nobody_wrote_the_recipe_of_cannot_be_made(rouen):
    bare = Product.objects.create(
        slug="surprise", name="Surprise", name_en="Surprise", category=Category.PIZZA, vat_class=VatClass.PREPARED
    )
    Variant.objects.create(sku="surprise", product=bare, price_cents=1000)
    with nothing_changes(), pytest.raises(Unavailable, match="Surprise"):
        placing.place(wish(rouen, basket={"surprise": 1}), GUEST)


def test_the_last_portion_can_be_ordered(rouen):
    leave(rouen, merguez=90_000)
    ordered(rouen, basket={"orientale-m": 1})
    assert left(rouen, "merguez") == 0


def test_only_the_store_ordered_from_gives_its_stock(rouen, sotteville):
    before = left(sotteville, "mozzarella")
    ordered(rouen)
    assert left(sotteville, "mozzarella") == before


def test_prices_labels_and_vat_stay_what_they_were(rouen):
    order = ordered(rouen, basket={"reine-m": 2, "cola": 1})
    before = list(order.lines.order_by("pk").values_list("name", "name_en", "size", "unit_cents", "vat_rate"))
    Variant.objects.update(price_cents=9999)
    Product.objects.update(name="Autre", name_en="Other", vat_class=VatClass.ALCOHOL, archived=True)
    assert list(order.lines.order_by("pk").values_list("name", "name_en", "size", "unit_cents", "vat_rate")) == before
    assert reread(order).total_cents == sum(line.total_cents for line in order.lines.all()) == 2630


@pytest.mark.parametrize(
    ("fulfilment", "rates"),
    [
        ("delivery", {"reine-m": 1000, "cola": 550, "biere": 2000, "tiramisu": 1000}),
        ("takeaway", {"reine-m": 1000, "cola": 550, "biere": 2000, "tiramisu": 1000}),
        ("on_site", {"reine-m": 1000, "cola": 1000, "biere": 2000, "tiramisu": 1000}),
    ],
)
def test_the_vat_of_each_line_follows_its_class_and_how_it_is_eaten(fulfilment, rates, rouen):
    order = ordered(rouen, fulfilment=fulfilment, basket=dict.fromkeys(rates, 1))
    assert {line.variant.sku: line.vat_rate for line in order.lines.select_related("variant")} == rates


def test_numbers_start_at_101_and_follow_each_other(rouen):
    assert [ordered(rouen).number for _ in range(3)] == [FIRST_NUMBER, 102, 103] == [101, 102, 103]


def test_each_store_counts_for_itself(rouen, sotteville):
    ordered(rouen)
    assert ordered(sotteville).number == 101


def test_a_refused_order_uses_up_no_number(rouen):
    ordered(rouen)
    leave(rouen, mozzarella=0)
    with pytest.raises(Unavailable):
        ordered(rouen)
    assert ordered(rouen, basket={"cola": 1}).number == 102


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        ("2026-11-23T22:59:59+00:00", "2026-11-23"),
        ("2026-11-23T23:00:00+00:00", "2026-11-24"),
        ("2026-07-14T21:59:59+00:00", "2026-07-14"),
        ("2026-07-14T22:00:00+00:00", "2026-07-15"),
    ],
)
def test_the_day_turns_at_midnight_in_paris(utc, day, rouen, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime.fromisoformat(utc))
    order = ordered(rouen)
    assert (reread(order).day.isoformat(), order.number) == (day, 101)
    assert DayNumber.objects.get(store=rouen).day == reread(order).day


def test_the_next_day_starts_at_101_again(rouen, monkeypatch):
    evening = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: evening)
    assert [ordered(rouen).number, ordered(rouen).number] == [101, 102]
    monkeypatch.setattr(timezone, "now", lambda: evening + timedelta(days=1))
    assert ordered(rouen).number == 101


def test_references_cannot_be_guessed_and_fit_an_address():
    many = {new_reference() for _ in range(5000)}
    assert len(many) == 5000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", one) for one in many)


def test_the_counter_orders_for_someone_at_the_telephone(rouen, eric):
    order = placing.place(wish(rouen, channel="phone"), actor("eric")).order
    change = order.changes.get()
    assert (order.channel, change.by, change.who) == ("phone", "counter", eric)


def test_another_customers_erasure_keeps_the_order(rouen):
    order = ordered(rouen, customer=person("alice"))
    person("alice").delete()
    assert reread(order).customer is None


def test_an_order_costs_thirteen_statements_however_long_it_is(rouen, django_assert_num_queries):
    store, savepoint = Store.objects.with_hours().get(pk=rouen.pk), 2
    for basket in ({"cola": 1}, {"margherita-m": 1, "reine-g": 2, "orientale-p": 3, "cola": 1}):
        ready = wish(store, basket=basket, fulfilment="takeaway")
        with django_assert_num_queries(13 + savepoint):
            placing.place(ready, GUEST)


def test_a_receipt_of_nothing_books_nothing(rouen):
    before = Movement.objects.count()
    stock.receive(rouen, {})
    assert Movement.objects.count() == before
