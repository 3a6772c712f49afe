"""A count: one ingredient at a time, resumable, with a recap in quantities and money."""

import re

import pytest

from ocpizza.catalog.models import Ingredient
from ocpizza.stock import alerts
from ocpizza.stockroom import tally
from tests.cast import INGREDIENTS, leave, left, nothing_changes, ordered
from tests.supply.shelf import received


@pytest.fixture
def larder(rouen):
    leave(rouen, **dict.fromkeys(INGREDIENTS, 2_000_000))
    Ingredient.objects.filter(slug="champignons").update(cost_millicents=420)
    return rouen


@pytest.fixture
def begun(at, larder, bruno):
    """Bruno has begun a count: return his browser, and where the first ingredient is asked for."""
    here = at(bruno)
    answer = here.post("inventaire/commencer/", scope="all")
    return here, _page(here.client.get(answer["Location"], follow=False))


def _page(answer):
    assert answer.status_code == 302
    return answer["Location"].removeprefix("/stock/rouen-centre/")


def asked(here, page):
    """Return the hidden fields of the page that asks for an ingredient."""
    answer = here.get(page)
    assert answer.status_code == 200
    return dict(re.findall(r'type="hidden" name="(seen|turn)" value="(\d+)"', answer.content.decode()))


def test_it_goes_from_one_to_the_next_by_name_and_ends_with_the_recap(begun, larder):
    here, page = begun
    order = []
    while "bilan" not in page:
        order.append(page.rstrip("/").rsplit("/", 1)[1])
        page = _page(here.post(page, **asked(here, page), exact="1"))
    assert order == sorted(INGREDIENTS)
    assert "Tout est compté" in here.get(page).content.decode()
    assert left(larder, "jambon") == 2_000_000


def test_a_variance_is_booked_told_and_summed_in_money(begun, larder):
    here, page = begun
    page = page.replace("biere", "champignons")
    following = here.client.post(
        here.home + page, asked(here, page) | {"quantity": "1,5", "measure": "kg"}, follow=True
    )
    assert left(larder, "champignons") == 1_500_000
    assert "écart −500\xa0g (−2,10\xa0€)" in following.content.decode()
    assert "/cola/" in following.redirect_chain[0][0]
    recap = here.get(page.rsplit("/", 2)[0] + "/bilan/").content.decode()
    assert "−2,10\xa0€" in recap
    assert "10 ingrédients sur 11 restent à compter" in recap


def test_it_can_be_left_and_taken_up_again_by_somebody_else(begun, at, larder, dina):
    here, page = begun
    here.post(page, **asked(here, page), exact="1")
    seen = at(dina).get("inventaire/").content.decode()
    (reference,) = set(re.findall(r"inventaire/(all-[^/]+)/bilan/", seen))
    assert "1 compté" in seen
    assert _page(at(dina).get(f"inventaire/{reference}/")).endswith("/champignons/")


def test_what_is_skipped_comes_back_at_the_end(begun, larder):
    here, page = begun
    skip = re.search(r'href="/stock/rouen-centre/([^"]+)">Passer', here.get(page).content.decode())[1]
    assert skip.endswith("/champignons/")
    last = page.replace("biere", "tomate")
    assert _page(here.post(last, **asked(here, last), exact="1")) == page


def test_what_waiting_orders_hold_is_said_and_expected(begun, larder):
    here, page = begun
    ordered(larder, basket={"reine-m": 2})
    ham = page.replace("biere", "jambon")
    seen = here.get(ham).content.decode()
    assert "dont 120\xa0g pour 1 commande en attente" in seen
    assert asked(here, ham)["seen"] == "2000000"


def test_only_what_is_low_can_be_counted(at, larder, bruno):
    alerts.set_thresholds(larder, {Ingredient.objects.get(slug="jambon").pk: 5_000_000})
    leave(larder, oeuf=0)
    reference = tally.begin("low")
    first = tally.read(larder, reference)
    assert [one.ingredient.slug for one in first.plan] == ["jambon", "oeuf"]
    page = f"inventaire/{reference}/jambon/"
    at(bruno).post(page, **asked(at(bruno), page) | {"quantity": "9", "measure": "kg"})
    after = tally.read(larder, reference)
    assert (len(after.plan), after.left) == (2, 1), "what is low no more was counted"


def test_a_family_can_be_counted_alone(larder):
    articles, raw = (
        {one.ingredient.slug for one in tally.read(larder, tally.begin(scope)).plan} for scope in ("art", "raw")
    )
    assert articles == {"biere", "cola", "tiramisu"}
    assert raw == set(INGREDIENTS) - articles


def test_one_ingredient_alone_is_counted_from_its_level(at, larder, bruno):
    here = at(bruno)
    page = _page(here.get("ingredient/jambon/compter/"))
    assert _page(here.post(page, **asked(here, page) | {"quantity": "0", "measure": "g"})).endswith("/bilan/")
    assert left(larder, "jambon") == 0


def test_a_shelf_that_misses_what_was_promised_warns(at, larder, bruno):
    leave(larder, jambon=60_000)
    ordered(larder, basket={"reine-m": 1})
    here = at(bruno)
    page = _page(here.get("ingredient/jambon/compter/"))
    answer = here.client.post(here.home + page, asked(here, page) | {"quantity": "10", "measure": "g"}, follow=True)
    assert "Il manque 50\xa0g de jambon" in answer.content.decode()


def test_a_colleague_who_was_quicker_is_named_and_what_was_typed_stays(begun, at, larder, dina):
    here, page = begun
    seen = asked(here, page)
    at(dina).post(page, **seen, exact="1")
    with nothing_changes():
        answer = here.post(page, **seen | {"quantity": "1999", "measure": "piece"})
    assert answer.status_code == 409
    assert "Dina vient de compter" in answer.content.decode()
    assert 'value="1999"' in answer.content.decode()
    assert 'name="turn" value="1"' in answer.content.decode()


def test_a_count_made_against_a_shelf_that_has_moved_since_is_looked_at_again(begun, larder, bruno):
    here, page = begun
    page = page.replace("biere", "jambon")
    seen = asked(here, page)
    ordered(larder, basket={"reine-m": 1})  # reserved, and still on the shelf
    leave(larder, jambon=left(larder, "jambon") + 500_000)  # a colleague booked a delivery
    with nothing_changes():
        answer = here.post(page, **seen | {"quantity": "2,5", "measure": "kg"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "attendu 2,5\xa0kg, non plus 2\xa0kg" in text
    assert 'value="2,5"' in text
    assert here.post(page, **asked(here, page) | {"quantity": "2,5", "measure": "kg"}).status_code == 302
    assert left(larder, "jambon") == 2_440_000


def test_a_variance_is_worth_what_the_last_delivery_cost_as_in_the_figures(begun, larder):
    received(larder, "champignons", 1, cost_millicents=1000)
    here, page = begun
    page = page.replace("biere", "champignons")
    answer = here.client.post(here.home + page, asked(here, page) | {"quantity": "1501", "measure": "g"}, follow=True)
    assert "(−5,00\xa0€)" in answer.content.decode()
    assert "−5,00\xa0€" in here.get(page.rsplit("/", 2)[0] + "/bilan/").content.decode()


def test_a_count_of_what_is_low_when_nothing_is_says_so(at, larder, bruno):
    here = at(bruno)
    answer = here.client.post(f"{here.home}inventaire/commencer/", {"scope": "low"}, follow=True)
    text = answer.content.decode()
    assert "Rien n’est à compter ici" in text
    assert "Tout est compté" not in text


BAD_COUNTS = [
    {"quantity": ""},
    {"quantity": "-1"},
    {"quantity": "deux"},
    {"quantity": "1,5"},
    {"quantity": "\0"},
    {"measure": "kg"},
    {"seen": "-1"},
    {"turn": "x"},
    {"quantity": "9" * 20},
]


def test_a_bad_count_is_refused(begun):
    here, page = begun
    right = asked(here, page) | {"quantity": "3", "measure": "piece"}
    with nothing_changes():
        for wrong in BAD_COUNTS:
            assert here.post(page, **right | wrong).status_code == 400, wrong


def test_no_such_count_or_ingredient_is_not_found(begun, at, bruno):
    here, page = begun
    assert here.get("inventaire/all-short/").status_code == 404
    assert here.get(page.replace("biere", "truffe")).status_code == 404
    assert here.post("inventaire/commencer/", scope="everything").status_code == 400
