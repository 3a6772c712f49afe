"""The figures of a week: expected against counted, waste by cause, products, each checked by hand."""

import csv
import io
from datetime import timedelta

import pytest

from ocpizza.catalog.models import Ingredient, Product
from ocpizza.orders import actions
from ocpizza.orders.models import Line, Order
from ocpizza.stock.models import Reason
from ocpizza.supply import charts, products
from ocpizza.supply.figures import figures
from ocpizza.supply.weeks import Week
from tests import cast
from tests.supply.shelf import last_week, moved, received

FIGURES = "/achats/rouen-centre/chiffres/"


@pytest.fixture
def week(rouen):
    """The last complete week of Rouen, in which ham costs 9,50 € a kilogram."""
    Ingredient.objects.filter(slug="jambon").update(cost_millicents=950)
    return Week.of(last_week().date())


def used(stores, week, slug="jambon"):
    return next(one for one in figures(stores, week)["consumption"] if one.ingredient.slug == slug)


def sold(store, week, at=None, **wish):
    """Have an order placed in this week."""
    order = cast.ordered(store, **wish)
    Order.objects.filter(pk=order.pk).update(placed_at=at or last_week())
    return order


def test_what_the_recipes_took_against_what_the_counts_say(rouen, sotteville, week):
    noon = last_week()
    moved(rouen, "jambon", -1000, Reason.ORDER, at=noon, reference="a")
    moved(rouen, "jambon", 200, Reason.GIVE_BACK, at=noon, reference="a")
    moved(rouen, "jambon", -50, Reason.COUNT, at=noon)
    moved(rouen, "jambon", 10, Reason.COUNT, at=noon)
    moved(rouen, "jambon", -99, Reason.LOSS, at=noon, cause="burnt")
    moved(rouen, "jambon", -77, Reason.ORDER, at=week.start - timedelta(seconds=1), reference="b")
    moved(rouen, "jambon", -77, Reason.ORDER, at=week.end, reference="c")
    moved(rouen, "merguez", -90, Reason.ORDER, at=noon, reference="a")
    one = used([rouen], week)
    assert (one.expected, one.variance, one.counted, one.more) == (800_000, -40_000, 840_000, 40_000)
    assert (one.tenths, one.cents, one.counts) == (50, 38, 2)  # 5 % more than expected, 40 g at 9,50 € a kilogram
    unknown = used([rouen], week, "merguez")
    assert (unknown.counted, unknown.more, unknown.tenths) == (None, None, None)
    moved(sotteville, "jambon", -200, Reason.ORDER, at=noon, reference="d")
    assert used([rouen, sotteville], week).expected == 1_000_000


def test_waste_by_cause_at_what_was_paid_for_the_lot_with_the_week_before(rouen, week):
    lot = received(rouen, "jambon", 500, "J-1", cost_millicents=2000)
    other = received(rouen, "jambon", 1, "J-2", cost_millicents=1000)
    noon = last_week()
    moved(rouen, "jambon", -100, Reason.LOSS, at=noon, cause="burnt")  # at the last delivery's: 1,00 €
    moved(rouen, "jambon", -100, Reason.LOSS, at=noon, cause="expired", lot=lot)  # 2,00 €
    moved(rouen, "jambon", 50, Reason.LOSS, at=noon, cause="expired", lot=lot)  # half of it was a mistake
    moved(rouen, "jambon", -30, Reason.LOSS, at=noon - timedelta(weeks=1), cause="burnt")
    shown = figures([rouen], week)
    assert sorted((one.label, one.cents, one.before) for one in shown["waste"]) == [
        ("brûlé ou raté", 100, 30),
        ("périmé", 100, 0),
    ]
    assert (shown["waste_cents"], shown["waste_before"], other.code) == (200, 30, "J-2")


def test_products_by_pieces_revenue_and_margin_halves_shared(rouen, week):
    sold(rouen, week, basket={"reine-m": 2})
    sold(rouen, week, basket={"reine-m/orientale-m": 1})
    sold(rouen, week, basket={"reine-m": 1}, at=last_week() - timedelta(weeks=1))
    sold(rouen, week, basket={"reine-m": 5}, at=week.end)
    gone = sold(rouen, week, basket={"reine-m": 3})
    actions.cancel(gone.reference, cast.actor("alice"))
    refunded = sold(rouen, week, basket={"reine-m": 3})
    Line.objects.filter(order=refunded).update(refunded_at=last_week())
    found = {one.product.slug: one for one in figures([rouen], week)["products"]}
    reine, orientale = found["reine"], found["orientale"]
    # Half of each: 12,70 €, and 6,35 € of it each. Ham 60 g a Reine, 30 g in the half: 150 g at 9,50 € are 1,43 €.
    assert (reine.pieces, reine.pieces_before, reine.cents, reine.change) == (25, 10, 2 * 1190 + 635, 15)
    assert (orientale.pieces, orientale.cents) == (5, 635)
    net = round(2380 / 1.1) + 1155 / 2
    half_cost = (30 * 950 / 1000) / 2  # the half pizza's 30 g of ham are shared as its price is
    assert reine.margin_cents == int(net - 2 * 60 * 950 / 1000 - half_cost)
    assert found["cola"].pieces == 0


def test_what_left_the_menu_still_counts_with_its_cost(rouen, week):
    sold(rouen, week, basket={"reine-m": 1})
    Product.objects.filter(slug="reine").update(archived=True)
    Product.objects.filter(slug="cola").update(archived=True)
    found = {one.product.slug: one for one in figures([rouen], week)["products"]}
    assert found["reine"].now.cost > 0
    assert "cola" not in found


def test_the_page_draws_and_says_the_same_in_tables(rouen, week, client, dina):
    moved(rouen, "jambon", -1000, Reason.ORDER, at=last_week(), reference="a")
    moved(rouen, "jambon", -50, Reason.COUNT, at=last_week())
    moved(rouen, "jambon", -100, Reason.LOSS, at=last_week(), cause="burnt")
    sold(rouen, week, basket={"reine-m": 2})
    client.force_login(dina)
    seen = client.get(FIGURES, {"semaine": str(week)}).content.decode()
    assert seen.count('role="img" aria-labelledby=') == 3
    assert seen.count("<desc ") == 3
    for words in ("1\xa0kg", "+50\xa0g", "+5\xa0%", "+0,48\xa0€", "Brûlé ou raté", "0,95\xa0€", "23,80\xa0€"):
        assert words in seen, words
    assert f"?semaine={week.before}" in seen
    assert f"?semaine={Week.current()}" in seen


def test_a_week_without_anything_says_what_comes_next(rouen, client, dina):
    client.force_login(dina)
    seen = client.get(FIGURES).content.decode()
    assert "Les chiffres apparaissent avec la première commande" in seen
    assert "Aucune perte enregistrée" in seen
    assert "Rien n’a été vendu" in seen
    assert "en cours" in seen
    for said in ("2026-W99", "x", "2100-W01", "\x00"):
        assert client.get(FIGURES, {"semaine": said}).status_code == 404


def test_the_group_adds_up_its_stores(rouen, sotteville, week, client, farida):
    for store in (rouen, sotteville):
        moved(store, "jambon", -1000, Reason.ORDER, at=last_week(), reference="a")
    client.force_login(farida)
    seen = client.get("/achats/groupe/chiffres/", {"semaine": str(week)}).content.decode()
    assert "2\xa0kg" in seen
    assert f"/achats/sotteville/chiffres/?semaine={week}" in seen
    answer = client.get("/achats/groupe/csv/consommation/", {"semaine": str(week)})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[1] == ["jambon", "g", "2000,000", "", "", "", "", "0"]


@pytest.mark.parametrize(
    ("what", "column"), [("consommation", "Prévu par les recettes"), ("pertes", "Cause"), ("produits", "Pièces")]
)
def test_each_table_of_a_week_is_a_file(rouen, week, client, dina, what, column):
    client.force_login(dina)
    answer = client.get(f"/achats/rouen-centre/csv/{what}/", {"semaine": str(week)})
    assert answer["Content-Disposition"] == f'attachment; filename="{what}-rouen-centre-{str(week).lower()}.csv"'
    assert column in answer.content.decode("utf-8-sig").splitlines()[0]
    assert client.get("/achats/rouen-centre/csv/autre/").status_code == 404


def test_the_queries_grow_with_nothing(rouen, sotteville, week, django_assert_num_queries):
    for count in (1, 3):
        for store in (rouen, sotteville):
            for slug in ("jambon", "tomate", "merguez")[:count]:
                moved(store, slug, -10, Reason.ORDER, at=last_week(), reference="a")
                moved(store, slug, -1, Reason.COUNT, at=last_week())
                moved(store, slug, -1, Reason.LOSS, at=last_week(), cause="burnt")
            sold(store, week, basket={"reine-m": 1, "cola": count})
            sold(store, week, basket={"orientale-m": 1}, at=last_week() - timedelta(weeks=1))
        with django_assert_num_queries(11):
            figures([rouen, sotteville][:count], week)


def test_bars_are_to_one_scale_and_something_is_never_nothing():
    chart = charts.bars(
        "x", "t", "d", ["a", "b"], [("one", [(1000, "1 000"), (1, "1")]), ("two", [(0, "0"), (-5, "-5")])]
    )
    assert [[bar.width for bar in row.bars] for row in chart.rows] == [[244, 2], [0, 0]]
    assert chart.height == 2 * (charts.LABEL + 2 * (charts.BAR + 2) + charts.GAP)
    assert charts.bars("x", "t", "d", ["a"], []).rows == []


def test_nothing_sold_asks_for_no_composition(rouen, week, django_assert_num_queries):
    with django_assert_num_queries(3):
        assert {one.pieces for one in products.ranking([rouen], week, {rouen.pk: {}})} == {0}
