"""The menu's office: who enters, prices on one screen, products made, moved, archived and brought back."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from ocpizza.catalog import prices
from ocpizza.catalog.models import Category, Family, Ingredient, PlannedPrice, Product, Variant
from ocpizza.menu import pictures
from tests import cast

PAGES = [
    "/menu/",
    "/menu/produit/nouveau/",
    "/menu/prix/produit/reine/",
    "/menu/prix/famille/pizza/",
    "/menu/recette/reine/",
]
POSTS = [
    "/menu/produit/reine/archiver/",
    "/menu/produit/reine/remettre/",
    "/menu/produit/reine/deplacer/",
    "/menu/prix/annuler/reine-m/",
    "/menu/recette/reine/version/1/",
    *PAGES[1:],
]


@pytest.fixture
def office(client, farida):
    """A client that is logged in as Farida."""
    client.force_login(farida)
    return client


@pytest.mark.parametrize(
    ("who", "page", "post"), [(None, 302, 403), ("eve", 404, 404), ("bruno", 403, 403), ("dina", 403, 403)]
)
def test_the_menu_of_the_group_is_for_the_direction(rouen, client, who, page, post):
    if who:
        client.force_login(cast.person(who, rouen))
    assert {client.get(address).status_code for address in PAGES} == {page}
    with cast.nothing_changes():
        assert {client.post(address, {}).status_code for address in POSTS} == {post}


def test_the_direction_reads_every_page(office, rouen):
    assert {office.get(address).status_code for address in PAGES} == {200}
    assert {office.get(f"/menu/{what}/unicorn/").status_code for what in ("prix/produit", "recette")} == {404}


def test_the_page_of_the_menu_costs_the_same_for_any_number_of_products(rouen, django_assert_num_queries):
    for number in range(3):
        with django_assert_num_queries(7):
            pictures.menu()
        made = cast.product(f"nouvelle-{number}", {"pate": 1}, Category.PIZZA, "prepared")
        Variant.objects.create(sku=made.slug, product=made, price_cents=900)


def test_the_margin_is_what_is_left_of_the_net_price(rouen):
    Ingredient.objects.filter(slug="jambon").update(cost_millicents=1000)  # 10 € a kilogram
    (row,) = pictures.rows(pictures.products().filter(slug="reine"))
    medium = next(one for one in row.sizes if one.variant.sku == "reine-m")
    assert (medium.margin.cost_cents, medium.margin.cents, medium.margin.percent) == (60, 1082 - 60, 94)


# -- prices


def typed(office, address="/menu/prix/produit/reine/", **fields):
    """Send the form as it was painted, with some fields typed otherwise (`reine_m="12,50"`)."""
    shown = office.get(address).context["products"]
    sent = {"when": "now"}
    for _product, sizes in shown:
        for one in sizes:
            variant = one.priced.variant
            sent |= {f"price-{variant.sku}": one.typed, f"was-{variant.sku}": str(variant.price_cents)}
    sent |= {f"price-{name.replace('_', '-')}" if name not in {"when", "day", "hour"} else name: value
             for name, value in fields.items()}  # fmt: skip
    return office.post(address, sent)


@pytest.mark.parametrize("said", ["12,50", "12.5", " 12,50 € "])
def test_a_price_is_typed_as_people_write_it(office, rouen, said):
    assert typed(office, reine_m=said).status_code == 302
    assert list(
        Variant.objects.filter(product__slug="reine").values_list("price_cents", flat=True).order_by("sku")
    ) == [
        1540,
        1250,
        990,
    ]


def test_a_whole_family_is_priced_on_one_screen(office, rouen):
    assert typed(office, "/menu/prix/famille/pizza/", reine_m="12,50", margherita_p="8").status_code == 302
    assert Variant.objects.get(sku="reine-m").price_cents == 1250
    assert Variant.objects.get(sku="margherita-p").price_cents == 800


def test_an_absurd_price_is_refused_where_it_stands_and_what_was_typed_stays(office, rouen):
    for said in ("0", "1000", "gratuit", "12\x00,5", "-3", "9" * 30, ""):
        with cast.nothing_changes():
            answer = typed(office, reine_m=said, reine_g="16,20")
        seen = answer.content.decode()
        assert answer.status_code == 400, said
        assert 'id="wrong-reine-m"' in seen
        assert 'value="16,20"' in seen
        assert said.replace("\x00", "\N{REPLACEMENT CHARACTER}") in seen


def test_a_colleagues_price_is_not_put_back_by_a_page_that_never_touched_it(office, rouen, farida):
    shown = {
        "when": "now",
        "price-reine-m": "11,90",
        "was-reine-m": "1190",
        "price-reine-g": "16",
        "was-reine-g": "1540",
    }
    prices.change({"reine-m": 1250}, farida)
    office.post("/menu/prix/produit/reine/", shown)
    assert Variant.objects.get(sku="reine-m").price_cents == 1250
    assert Variant.objects.get(sku="reine-g").price_cents == 1600


def test_planning_one_price_of_a_family_leaves_what_was_planned_for_the_others(office, rouen, farida):
    start, day = timezone.now() + timedelta(days=2), timezone.localdate() + timedelta(days=9)
    prices.change({"reine-m": 1290}, farida, start)
    typed(office, "/menu/prix/famille/pizza/", orientale_m="15", when="later", day=day.isoformat(), hour="11:00")
    assert set(PlannedPrice.objects.values_list("variant__sku", "price_cents")) == {
        ("reine-m", 1290),
        ("orientale-m", 1500),
    }
    typed(office, when="later", day=day.isoformat(), hour="11:00")
    assert (1190, day) in [
        (one.price_cents, timezone.localdate(one.starts_at))
        for one in PlannedPrice.objects.filter(variant__sku="reine-m")
    ], "untouched, the page says that today's prices come back"


def test_a_page_that_was_refused_still_knows_what_was_never_touched(office, rouen, farida):
    prices.change({"reine-m": 1250}, farida)
    sent = {
        "when": "now",
        "price-reine-m": "11,90",
        "was-reine-m": "1190",
        "price-reine-g": "gratuit",
        "was-reine-g": "1540",
    }
    assert 'name="was-reine-m" value="1190"' in office.post("/menu/prix/produit/reine/", sent).content.decode()


def test_a_price_is_planned_shown_and_cancelled(office, rouen):
    day = timezone.localdate() + timedelta(days=3)
    assert typed(office, reine_m="12,90", when="later", day=day.isoformat(), hour="11:00").status_code == 302
    planned = PlannedPrice.objects.get()
    assert planned.starts_at == datetime(day.year, day.month, day.day, 11, tzinfo=ZoneInfo("Europe/Paris"))
    assert Variant.objects.get(sku="reine-m").price_cents == 1190
    seen = office.get("/menu/").content.decode()
    assert "Prix à venir" in seen
    assert "12,90" in seen
    office.post("/menu/prix/annuler/reine-m/", {"starts_at": planned.starts_at.isoformat()})
    assert not PlannedPrice.objects.exists()


@pytest.mark.parametrize(("day", "hour"), [("", ""), ("demain", "11:00"), ("2026-02-31", "11:00"), ("1999-01-01", "")])
def test_a_moment_nobody_can_wait_for_is_refused(office, rouen, day, hour):
    with cast.nothing_changes():
        answer = typed(office, reine_m="12,90", when="later", day=day, hour=hour)
    assert answer.status_code == 400
    assert 'value="12,90"' in answer.content.decode()


def test_cancelling_nothing_says_so(office, rouen):
    for said in ("", "hier", "2026-12-01", "2026-12-01T10:00:00+01:00\x00", "2026-99-01T10:00:00Z",
                 "0001-01-01T00:00:00+23:59"):  # fmt: skip
        with cast.nothing_changes():
            assert office.post("/menu/prix/annuler/reine-m/", {"starts_at": said}).status_code == 302, said


# -- products


def made(office, **changes):
    usual = {"name": "Savoyarde", "name_en": "Savoy", "category": "pizza", "vat_class": "prepared", "price_M": "13,90"}
    return office.post("/menu/produit/nouveau/", usual | changes)


def test_a_new_pizza_waits_off_the_menu_for_its_recipe(office, rouen):
    assert made(office)["Location"] == "/menu/recette/savoyarde/"
    product = Product.objects.get(slug="savoyarde")
    assert product.archived
    assert [(one.sku, one.price_cents) for one in product.variants.all()] == [("savoyarde-m", 1390)]
    office.post("/menu/produit/savoyarde/remettre/")
    product.refresh_from_db()
    assert product.archived, "without a recipe nobody can make it"


def test_an_article_bought_as_it_is_has_a_stock_row_and_can_be_sold_once_received(office, rouen):
    made(office, name="Limonade", name_en="Lemonade", category="drink", vat_class="closed", price_M="", price="3,20",
         as_bought="on")  # fmt: skip
    with cast.heard() as names:
        office.post("/menu/produit/limonade/remettre/")
    assert "menu.rouen-centre" in names
    seen = office.get("/carte/rouen-centre/").content.decode()
    assert 'data-product="limonade"' in seen
    cast.stock.receive(rouen, {Ingredient.objects.get(slug="limonade").pk: 24_000})
    assert cast.ordered(rouen, basket={"limonade": 2}).total_cents >= 640


WRONG = [
    {"name": ""},
    {"name": "Reine"},
    {"name": "x" * 61},
    {"name": "A\x00B"},
    {"category": "soup"},
    {"family": "unicorn"},
    {"daypart": "99999999999999999999"},
    {"vat_class": "none"},
    {"price_M": "0"},
    {"price_M": "beaucoup"},
    {"price_M": ""},
    {"as_bought": "on"},
]


def test_a_product_that_makes_no_sense_is_refused_and_what_was_typed_stays(office, rouen):
    for changes in WRONG:
        with cast.nothing_changes():
            answer = made(office, **changes)
        assert answer.status_code == 400, changes
        assert 'value="Savoy"' in answer.content.decode()
        assert "error-summary" in answer.content.decode()


def test_a_second_tap_writes_no_second_product_and_another_of_that_name_is_refused(office, rouen):
    assert made(office)["Location"] == made(office)["Location"]
    assert Product.objects.filter(name="Savoyarde").count() == 1
    with cast.nothing_changes():
        assert "hors carte" in made(office, price_M="15").content.decode()


def test_an_archived_product_leaves_the_menus_at_once_and_comes_back(office, rouen):
    with cast.heard() as names:
        office.post("/menu/produit/reine/archiver/")
    assert "menu.rouen-centre" in names
    assert 'data-product="reine"' not in office.get("/carte/rouen-centre/").content.decode()
    assert "1 produit hors carte" in office.get("/menu/").content.decode()
    with cast.nothing_changes():
        office.post("/menu/produit/reine/archiver/")
    office.post("/menu/produit/reine/remettre/")
    assert 'data-product="reine"' in office.get("/carte/rouen-centre/").content.decode()


def test_a_product_moves_within_its_family_and_no_further(office, rouen):
    def order():
        return [
            row.product.slug
            for chapter in pictures.menu()["chapters"]
            for row in chapter.rows
            if chapter.code == "pizza"
        ]

    assert order() == ["margherita", "orientale", "reine"]
    office.post("/menu/produit/reine/deplacer/", {"to": "up"})
    assert order() == ["margherita", "reine", "orientale"]
    office.post("/menu/produit/margherita/deplacer/", {"to": "down"})
    assert order() == ["reine", "margherita", "orientale"]
    with cast.nothing_changes():
        office.post("/menu/produit/reine/deplacer/", {"to": "up"})
        office.post("/menu/produit/margherita/deplacer/", {"to": "sideways"})


def test_families_are_chapters_and_an_empty_one_says_what_to_do(office, rouen):
    family = Family.objects.create(code="saison", name="De saison", name_en="Seasonal", position=1)
    assert "Aucun produit dans cette famille" in office.get("/menu/").content.decode()
    Product.objects.filter(slug="reine").update(family=family)
    assert office.get("/menu/prix/famille/saison/").status_code == 200
