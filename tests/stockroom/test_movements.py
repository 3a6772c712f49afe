"""The ledger: every movement with the level it left, filters, pages, and the proof that it sums."""

import re

import pytest

from ocpizza.catalog.models import Ingredient
from ocpizza.stock import losses
from ocpizza.stock.losses import Loss
from ocpizza.stock.models import Cause, Level, Movement
from ocpizza.stockroom import journal
from tests.cast import leave, ordered


@pytest.fixture
def ham(rouen, bruno):
    leave(rouen, jambon=1_000_000)
    order = ordered(rouen, basket={"reine-m": 1})
    one = Ingredient.objects.get(slug="jambon")
    losses.write_off(rouen, Loss("k", one, 40_000, Cause.BURNT), bruno)
    return order


def rows(answer):
    assert answer.status_code == 200
    return re.findall(r"<tr><td class=\"when\">.*?</tr>", answer.content.decode())


def test_each_movement_says_the_level_it_left(at, ham, rouen, bruno):
    newest, order, *_ = rows(at(bruno).get("mouvements/", ingredient="jambon"))
    assert "900\xa0g" in newest
    assert "brûlé ou raté" in newest
    assert "Bruno" in newest
    assert "940\xa0g" in order
    entries = journal.written(journal.running(Movement.objects.filter(store=rouen)).order_by("pk"))
    total = {}
    for entry in entries:
        one = entry.movement.ingredient_id
        total[one] = total.get(one, 0) + entry.movement.quantity
        assert entry.left == total[one]


def test_a_filter_hides_movements_but_changes_no_level(at, ham, bruno):
    (only,) = rows(at(bruno).get("mouvements/", ingredient="jambon", reason="order"))
    assert "940\xa0g" in only
    assert len(rows(at(bruno).get("mouvements/", who="bruno"))) == 1
    assert rows(at(bruno).get("mouvements/", end="2020-01-01")) == []
    assert len(rows(at(bruno).get("mouvements/", start="2020-01-01", reason="loss"))) == 1


def test_a_filter_that_makes_no_sense_says_so(at, ham, bruno):
    here = at(bruno)
    wrong = [("start", "hier"), ("start", "0001-01-01"), ("end", "9999-12-31"), ("reason", "\0"), ("who", "nobody")]
    for name, value in [*wrong, ("ingredient", "truffe"), ("page", "x")]:
        answer = here.get("mouvements/", **{name: value})
        assert answer.status_code == 400, name
        assert 'id="summary"' in answer.content.decode(), name


@pytest.mark.parametrize("field", ["start", "end"])
def test_a_day_at_the_end_of_time_is_refused(at, ham, bruno, field):
    for day in ("0001-01-01", "9999-12-31"):
        answer = at(bruno).get("mouvements/", **{field: day})
        assert answer.status_code == 400
        assert "entre 2000 et 2099" in answer.content.decode()


def test_a_long_ledger_has_pages_that_keep_the_filters(at, ham, rouen, bruno):
    cola = Ingredient.objects.get(slug="cola")
    Movement.objects.bulk_create(Movement(store=rouen, ingredient=cola, quantity=0, reason="count") for _ in range(60))
    seen = at(bruno).get("mouvements/", reason="count").content.decode()
    assert "?reason=count&amp;page=2" in seen
    assert len(rows(at(bruno).get("mouvements/", reason="count", page=2))) == 10


def test_the_sum_is_shown_and_a_level_that_was_tampered_with_stands_out(at, ham, rouen, bruno):
    page = at(bruno).get("mouvements/", ingredient="jambon").content.decode()
    assert "La somme des mouvements fait le niveau\xa0: 900\xa0g = 900\xa0g." in page
    assert "pour 11 ingrédients" in at(bruno).get("mouvements/").content.decode()
    Level.objects.filter(store=rouen, ingredient__slug="jambon").update(quantity=5)
    assert "les mouvements font 900\xa0g" in at(bruno).get("mouvements/").content.decode()


def test_the_queries_do_not_grow_with_the_movements(at, ham, rouen, bruno, django_assert_num_queries):
    here = at(bruno)
    here.get("mouvements/")
    with django_assert_num_queries(15):
        here.get("mouvements/")
    for _ in range(3):
        ordered(rouen, basket={"reine-m": 1, "cola": 2})
    with django_assert_num_queries(15):
        here.get("mouvements/")
