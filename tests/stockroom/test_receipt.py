"""The form of a delivery: several lines, units people use, and nothing typed is lost."""

from datetime import timedelta

from django.utils import timezone

from ocpizza.stock.models import Lot, Movement, Supplier
from tests.cast import leave, left, nothing_changes


def lines(*filled, **more):
    """Return the form with these lines: (ingredient, quantity, unit) and other fields."""
    data = {"key": "a-key", "form-TOTAL_FORMS": len(filled), "form-INITIAL_FORMS": 0} | more
    names = ("ingredient", "quantity", "measure", "code", "use_by", "price")
    for rank, line in enumerate(filled):
        data |= {f"form-{rank}-{name}": value for name, value in zip(names, line, strict=False)}
    return data


BAD_LINES = [
    (("jambon", "3", "piece"), "Cet ingrédient se compte en kg ou g."),
    (("jambon", "0", "kg"), "plus grande que zéro"),
    (("jambon", "-2", "kg"), "négative"),
    (("jambon", "", "kg"), "obligatoire"),
    (("", "2", "kg"), "obligatoire"),
    (("jambon", "9" * 20, "kg"), "une tonne"),
    (("jambon", "9" * 21, "kg"), "20 caractères"),
    (("truffe", "2", "kg"), "truffe"),
    (("jambon", "2\0", "kg"), "nul"),
    (("jambon", "2", "livre"), "livre"),
    (("jambon", "2", "kg", "J1", "2020-01-01"), "déjà passée"),
    (("jambon", "2", "kg", "J1", "demain"), "date"),
    (("jambon", "2", "kg", "", "", "cher"), "prix en euros"),
    (("jambon", "2", "kg", "", "", "-1"), "prix en euros"),
    (("jambon", "2", "kg", "", "", "99999999"), "prix en euros"),
    (("oeuf", "1,5", "piece"), "entières"),
]


def test_bad_lines_are_refused_and_what_was_typed_stays(at, rouen, bruno):
    here = at(bruno)
    with nothing_changes():
        for line, said in BAD_LINES:
            answer = here.post("reception/", **lines(("cola", "24", "piece", "COLA-7"), line))
            seen = answer.content.decode()
            assert answer.status_code == 400, line
            assert said in seen, line
            assert "COLA-7" in seen, line
            assert 'id="summary"' in seen, line


def test_several_lines_are_booked_in_one_go(at, rouen, bruno):
    leave(rouen, jambon=0, huile=0, oeuf=0)
    Supplier.objects.create(name="Maison Leroux").stores.add(rouen)
    supplier = str(Supplier.objects.get().pk)
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    form = lines(
        ("jambon", "2,5", "kg", "J1", day, "9,50"),
        ("huile", "500", "ml"),
        ("", "", "kg"),
        ("oeuf", "30", "piece", "", "", "0.22"),
        supplier=supplier,
    )
    here = at(bruno)
    answer = here.post("reception/", **form)
    assert (answer.status_code, answer["Location"]) == (302, "/stock/rouen-centre/reception/")
    assert "3 lignes" in here.get("reception/").content.decode()
    assert [left(rouen, one) for one in ("jambon", "huile", "oeuf")] == [2_500_000, 500_000, 30_000]
    ham, egg = Lot.objects.get(code="J1"), Lot.objects.get(ingredient__slug="oeuf")
    assert (ham.cost_millicents, egg.cost_millicents, ham.supplier.name) == (950, 22_000, "Maison Leroux")


def test_a_double_click_books_once_and_is_no_error(at, rouen, bruno):
    form = lines(("jambon", "2", "kg"))
    at(bruno).post("reception/", **form)
    with nothing_changes():
        assert at(bruno).post("reception/", **form).status_code == 302


def test_a_very_unusual_quantity_asks_to_be_confirmed(at, rouen, bruno):
    Movement.objects.filter(reason="receipt").update(quantity=1_000_000)
    form = lines(("jambon", "25", "kg"))
    with nothing_changes():
        answer = at(bruno).post("reception/", **form)
    assert answer.status_code == 400
    assert "jambon\xa0: 25\xa0kg" in answer.content.decode()
    assert at(bruno).post("reception/", **form, confirmed="on").status_code == 302


def test_another_line_keeps_what_was_typed_and_books_nothing(at, rouen, bruno):
    with nothing_changes():
        answer = at(bruno).post("reception/", more="1", **lines(*[("jambon", "-7", "g", "J9")] * 3))
    seen = answer.content.decode()
    assert answer.status_code == 200
    assert seen.count("J9") == 3
    assert "form-3-quantity" in seen
    assert 'id="summary"' not in seen


TAMPERED = [
    {"form-TOTAL_FORMS": "many"},
    {"form-TOTAL_FORMS": "100000"},
    {"key": "é\0"},
    {"key": ""},
    {"supplier": "99"},
]


def test_a_form_that_was_tampered_with_is_refused(at, rouen, bruno):
    here = at(bruno)
    with nothing_changes():
        for more in [
            {"form-TOTAL_FORMS": "many"},
            {"form-TOTAL_FORMS": "100000"},
            {"key": "é\0"},
            {"key": ""},
            {"supplier": "99"},
        ]:
            assert here.post("reception/", **lines(("jambon", "2", "kg")) | more).status_code == 400, more


def test_an_empty_form_says_that_there_is_nothing_to_book(at, rouen, bruno):
    answer = at(bruno).post("reception/", **lines(("", "", "kg")))
    assert answer.status_code == 400
    assert "rien à enregistrer" in answer.content.decode()


def test_a_link_from_a_level_opens_with_its_ingredient_and_unit(at, rouen, bruno):
    seen = at(bruno).get("reception/", ingredient="oeuf").content.decode()
    assert '<option value="oeuf" selected data-measure="piece">' in seen
    assert at(bruno).get("reception/", ingredient="\0").status_code == 200
