"""The basket: it takes what can be made, keeps what it has when something is refused, and needs no JavaScript."""

import re

import pytest

from ocpizza.catalog.models import Ingredient, Product
from ocpizza.stock import outages
from tests import cast

HTMX = {"headers": {"hx-request": "true"}}


def test_adding_leads_back_to_the_dish_and_counts(visitor):
    answer = visitor.add("margherita-m")
    assert answer.headers["Location"] == "/carte/rouen-centre/#margherita"
    visitor.add("margherita-m")
    visitor.add("cola")
    assert visitor.lines == {"margherita-m": 2, "cola": 1}
    page = visitor.get("/carte/rouen-centre/")
    assert "3 articles" in page
    assert "22,30\N{NO-BREAK SPACE}€" in page


def test_htmx_gets_the_bar_alone(visitor):
    answer = visitor.add("reine-g", status=200, **HTMX)
    bar = answer.content.decode()
    assert bar.startswith('<a id="basket-bar"')
    assert "1 article<" in bar
    assert "15,40\N{NO-BREAK SPACE}€" in bar
    assert '<b class="count" id="basket-count" hx-swap-oob="true">1</b>' in bar


def test_the_count_in_the_masthead_follows_what_is_taken_out(hungry):
    answer = hungry.client.post("/panier/quantite/", {"sku": "margherita-m", "quantity": "0"}, **HTMX)
    assert '<b class="count" id="basket-count" hx-swap-oob="true" hidden>0</b>' in answer.content.decode()


@pytest.mark.parametrize("sku", ["atlantide-m", "", "x" * 60, "mar\0gherita", "<script>", "margherita"])
def test_an_unknown_product_is_refused_and_the_basket_kept(hungry, sku):
    answer = hungry.add(sku, status=404)
    assert "Ce produit n’est pas à la carte." in answer.content.decode()
    assert hungry.lines == {"margherita-m": 1}


def test_a_product_taken_off_the_menu_cannot_be_added(hungry):
    Product.objects.filter(slug="cola").update(archived=True)
    hungry.add("cola", status=404)


@pytest.mark.parametrize("store", ["atlantide", "", "rou\0en", "../admin"])
def test_an_unknown_store_is_not_found(hungry, store):
    hungry.add("cola", store=store, status=404)
    assert hungry.lines == {"margherita-m": 1}


def test_what_cannot_be_made_is_refused_with_the_product_named(hungry, rouen):
    cast.leave(rouen, jambon=0)
    answer = hungry.add("reine-m", status=409)
    assert "Reine" in answer.content.decode()
    toast = hungry.add("reine-m", status=409, **HTMX)
    assert toast.content.decode().startswith('<p class="refusal" role="alert">Reine')
    assert hungry.lines == {"margherita-m": 1}


def test_the_last_portion_can_be_added_once(hungry, rouen):
    cast.leave(rouen, cola=1000)
    hungry.add("cola")
    hungry.add("cola", status=409)


def test_quantities_are_set_and_zero_takes_out_and_offers_to_put_back(hungry):
    hungry.set("margherita-m", "3")
    assert hungry.lines == {"margherita-m": 3}
    hungry.set("margherita-m", "0")
    assert hungry.lines == {}
    page = hungry.get("/panier/")
    assert "Remettre" in page
    assert 'name="quantity" value="3"' in page
    assert "Remettre" not in hungry.get("/panier/")


@pytest.mark.parametrize("quantity", ["-1", "10000", "51", "deux", "", "1.5", "1e3", "٣", "\0", "9" * 5000])
def test_a_quantity_that_makes_no_sense_is_refused_and_the_basket_kept(hungry, quantity):
    answer = hungry.set("margherita-m", quantity, status=400)
    assert "La quantité va de 0 à 50" in answer.content.decode()
    assert hungry.lines == {"margherita-m": 1}


def test_fifty_of_a_product_is_the_most(hungry):
    hungry.set("margherita-m", "50")
    hungry.add("margherita-m", status=400)
    assert hungry.lines == {"margherita-m": 50}


def test_the_basket_says_at_its_line_what_cannot_be_made_now(hungry, rouen):
    hungry.add("reine-m")
    hungry.add("cola")
    hungry.set("cola", "3")
    cast.leave(rouen, jambon=0, cola=2000)
    page = hungry.get("/panier/")
    assert "il manque\N{NO-BREAK SPACE}: jambon" in page
    assert "Il n’en reste que 2" in page
    assert page.count('class="late basket-shortage"') == 2


def test_lines_that_share_the_last_of_an_ingredient_are_both_marked(hungry, rouen):
    hungry.add("reine-m")
    cast.leave(rouen, mozzarella=200_000)
    assert hungry.get("/panier/").count("plus assez pour tout le panier") == 2


def offered(page, spec):
    """Return what is offered instead of a line: the words of the button → the fields that it sends."""
    row = page[page.index(f'id="line-{spec}"') :].split('class="instead"', 1)[1].split("</ul>", 1)[0]
    found = {}
    for form in row.split("</form>")[:-1]:
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) | {"csrfmiddlewaretoken": ""}
        words = re.sub(r"<[^>]*>", "", form[form.index("<button") :]).strip()
        found[words.split(" ·")[0]] = fields
    return found


def test_what_cannot_follow_can_be_had_in_fewer_pieces_without_it_or_in_another_size(hungry, rouen):
    hungry.set("margherita-m", "0")
    hungry.add("reine-g+oeuf")
    hungry.set("reine-g+oeuf", "3")
    cast.leave(rouen, jambon=190_000)
    ways = offered(hungry.get("/panier/"), "reine-g+oeuf")
    assert list(ways) == ["En garder 2", "Sans jambon", "En moyenne", "En petite", "Retirer Reine"]
    for words, lines in [
        ("En garder 2", {"reine-g+oeuf": 2}),
        ("Sans jambon", {"reine-g!jambon+oeuf": 3}),
        ("En moyenne", {"reine-m+oeuf": 3}),
        ("Retirer Reine", {}),
    ]:
        hungry.client.post("/panier/quantite/", ways[words])
        assert hungry.lines == lines
        hungry.client.post("/panier/quantite/", ways[words])
        assert hungry.lines == lines, "a second tap changes nothing"
        hungry.set("reine-g+oeuf", "3")
        for other in [one for one in hungry.lines if one != "reine-g+oeuf"]:
            hungry.set(other, "0")


def test_an_extra_that_ran_out_is_left_off_before_anything_of_the_recipe(hungry, rouen):
    hungry.add("orientale-m+oeuf")
    hungry.add("reine-m+merguez+oeuf")
    cast.leave(rouen, oeuf=2000)
    page = hungry.get("/panier/")
    assert next(iter(offered(page, "orientale-m+oeuf"))) == "Sans double oeuf"
    assert next(iter(offered(page, "reine-m+merguez+oeuf"))) == "Sans oeuf"
    cast.leave(rouen, merguez=100_000)
    assert next(iter(offered(hungry.get("/panier/"), "orientale-m+oeuf"))) == "Sans merguez, Sans double oeuf"


def test_what_is_off_the_menu_here_can_only_be_taken_out(hungry, rouen, dina):
    outages.declare_out(rouen, Product.objects.get(slug="margherita"), dina)
    assert list(offered(hungry.get("/panier/"), "margherita-m")) == ["Retirer Margherita"]


def test_the_dough_is_never_left_off(hungry, rouen):
    cast.leave(rouen, pate=0)
    assert list(offered(hungry.get("/panier/"), "margherita-m")) == ["Retirer Margherita"]


def test_no_more_is_added_than_can_be_made_beside_the_rest(hungry, rouen):
    cast.leave(rouen, pate=2000)
    hungry.add("reine-m!jambon")
    hungry.add("reine-m", status=409)
    assert hungry.lines == {"margherita-m": 1, "reine-m!jambon": 1}


def test_a_tampered_composition_is_refused_and_the_basket_kept(hungry):
    for spec in ("reine-m!pate", "reine-m+jambon", "reine-m/cola"):
        hungry.add(spec, status=404)
        hungry.set(spec, "2", status=404)
        swap = {"sku": "margherita-m", "instead": spec, "quantity": "1"}
        assert hungry.client.post("/panier/quantite/", swap).status_code == 404
    assert hungry.lines == {"margherita-m": 1}


def test_the_same_composition_written_otherwise_is_the_same_line(visitor):
    visitor.add("reine-m+oeuf+mozzarella")
    visitor.add("reine-m/reine-m+mozzarella+oeuf")
    visitor.set("reine-m+oeuf+mozzarella", "3")
    assert visitor.lines == {"reine-m+mozzarella+oeuf": 3}


def test_a_line_whose_extra_left_the_menu_leaves_the_basket_and_that_is_said_once(hungry):
    hungry.add("reine-m+oeuf")
    Ingredient.objects.filter(slug="oeuf").update(extra_cents=None, extra_dose=None)
    hungry.get("/carte/rouen-centre/")
    assert "Une ligne n’est plus à la carte" in hungry.get("/panier/")
    assert "n’est plus à la carte" not in hungry.get("/panier/")
    assert hungry.lines == {"margherita-m": 1}


def test_a_basket_has_room_for_forty_lines(visitor):
    extras = ["mozzarella", "champignons", "oeuf", "merguez"]
    bits = range(2 ** len(extras))
    every = ["".join(f"+{one}" for at, one in enumerate(extras) if bit >> at & 1) for bit in bits]
    wanted = [f"{pizza}-m{extra}" for pizza in ("reine", "margherita", "orientale") for extra in every]
    session = visitor.client.session
    session["basket"] = {"store": "rouen-centre", "lines": dict.fromkeys(wanted[:40], 1)}
    session.save()
    visitor.add(wanted[40], status=400)
    visitor.add(wanted[0])
    assert len(visitor.lines) == 40


def test_htmx_asks_for_the_lines_alone_and_the_offer_to_put_back_stays(hungry):
    hungry.add("cola")
    told = hungry.client.post("/panier/quantite/", {"sku": "cola", "quantity": "0"}, **HTMX).content.decode()
    assert "Remettre" in told
    answer = hungry.client.get("/panier/", **HTMX)
    assert answer.content.decode().startswith('<div class="basket-now" id="basket-now"')
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Remettre" in hungry.get("/panier/")


def test_a_basket_that_can_be_made_costs_no_query_for_offers(hungry, rouen, django_assert_num_queries):
    from storefront.basket import Basket, recap

    hungry.add("reine-m/orientale-m+oeuf")
    basket = Basket(hungry.client.session)
    with django_assert_num_queries(5):
        recap(basket, rouen)
    cast.leave(rouen, jambon=0, oeuf=0)
    with django_assert_num_queries(10):
        recap(basket, rouen)


def test_lines_follow_to_another_store_which_says_what_it_cannot_make(hungry, sotteville):
    hungry.add("cola")
    cast.leave(sotteville, cola=0)
    hungry.get("/carte/sotteville/")
    page = hungry.get("/panier/")
    assert hungry.lines == {"margherita-m": 1, "cola": 1}
    assert "Sotteville ne peut pas tout préparer" in page
    assert "Épuisé ici" in page


def test_a_product_no_longer_on_the_menu_leaves_the_basket(hungry):
    hungry.add("cola")
    Product.objects.filter(slug="margherita").update(archived=True)
    assert "Margherita" not in hungry.get("/panier/")
    assert hungry.lines == {"cola": 1}


def test_an_empty_basket_says_what_comes_next(visitor):
    assert "Choisir une pizzeria" in visitor.get("/panier/")
    visitor.get("/carte/rouen-centre/")
    assert 'href="/carte/rouen-centre/"' in visitor.get("/panier/")


def test_one_visitor_never_sees_the_basket_of_another(hungry, another):
    assert another.lines == {}


def test_baskets_change_by_post_only(client, rouen):
    assert client.get("/panier/ajouter/").status_code == 405
    assert client.get("/panier/quantite/").status_code == 405


def test_a_post_without_token_is_refused(rouen):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/panier/ajouter/", {"store": "rouen-centre", "add": "cola"}).status_code == 403


def test_what_is_off_the_menu_here_is_refused_with_that_reason_and_the_half_named(hungry, rouen, dina):
    outages.declare_out(rouen, Product.objects.get(slug="orientale"), dina)
    for spec, half in (("orientale-m", ""), ("reine-m/orientale-m", "½ Orientale ")):
        words = hungry.add(spec, status=409).content.decode()
        assert f"indisponible à Rouen Centre, {half}retirée de la carte pour le moment." in words
