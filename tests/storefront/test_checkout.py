"""The checkout: one form is one order; whatever is refused says why, keeps what was typed and changes nothing."""

import re
import uuid
from datetime import time

import pytest

from ocpizza.catalog.models import Product, Variant
from ocpizza.orders.flow import Fulfilment, Status
from ocpizza.orders.models import Order
from ocpizza.stores.models import OpeningHours, Store
from storefront.forms import CheckoutForm
from storefront.views import checkout
from tests import cast
from tests.storefront.conftest import ADDRESS

EURO = "\N{NO-BREAK SPACE}€"


def the_order():
    return Order.objects.get()


def test_the_whole_way_from_the_first_page_to_the_tracking_without_javascript(visitor, rouen):
    assert 'href="/carte/rouen-centre/"' in visitor.get("/?postcode=76100")
    visitor.get("/carte/rouen-centre/")
    visitor.add("reine-g")
    visitor.add("cola")
    visitor.get("/panier/")
    visitor.set("cola", "2")
    form = visitor.form() | {"postcode": "76100", "kitchen_note": "bien cuite", "allergy": "arachide", "floor": "3e"}
    answer = visitor.send(form)
    order = the_order()
    assert answer.headers["Location"] == f"/suivi/{order.reference}/"
    assert order.status == Status.AWAITING_PREPARATION
    assert order.phone == "+33639981234"
    assert (order.fee_cents, order.total_cents, order.due_cents) == (250, 1540 + 500 + 250, 1540 + 500 + 250)
    assert (order.kitchen_note, order.allergy, order.floor) == ("bien cuite", "arachide", "3e")
    assert [(line.variant.sku, line.quantity) for line in order.lines.order_by("pk")] == [("reine-g", 1), ("cola", 2)]
    assert visitor.lines == {}
    tracking = visitor.get(answer.headers["Location"])
    assert f"22,90{EURO}" in tracking
    assert "Préparez" in tracking


def test_take_away_needs_no_address_and_costs_no_fee(hungry):
    form = hungry.form() | {"fulfilment": "takeaway", "street": "", "postcode": "", "city": ""}
    hungry.send(form)
    order = the_order()
    assert order.fulfilment == Fulfilment.TAKEAWAY
    assert (order.fee_cents, order.street) == (0, "")


def test_an_address_left_in_the_form_does_not_follow_a_take_away(hungry):
    hungry.send(hungry.form(), fulfilment="takeaway", postcode="76000")
    assert the_order().postcode == ""


def test_sending_twice_makes_one_order_and_leads_to_it_both_times(hungry):
    form = hungry.form()
    first = hungry.send(form).headers["Location"]
    again = hungry.send(form).headers["Location"]
    assert first == again == the_order().get_absolute_url()


def test_of_two_clicks_the_one_that_finds_the_basket_just_emptied_is_led_to_the_order_too(hungry, monkeypatch):
    form, read = hungry.form(), checkout._visit

    def read_once_the_first_click_is_through(request):
        monkeypatch.setattr(checkout, "_visit", read)
        assert hungry.send(form).status_code == 303
        return read(request)

    monkeypatch.setattr(checkout, "_visit", read_once_the_first_click_is_through)
    assert hungry.send(form).headers["Location"] == the_order().get_absolute_url()


def test_the_back_button_with_a_new_basket_still_leads_to_the_first_order(hungry):
    form = hungry.form()
    hungry.send(form)
    hungry.add("cola")
    hungry.send(form)
    assert Order.objects.count() == 1
    assert hungry.lines == {"cola": 1}


def test_a_new_form_is_a_new_intention(hungry):
    hungry.send(hungry.form())
    hungry.add("margherita-m")
    hungry.send(hungry.form())
    assert Order.objects.count() == 2


@pytest.mark.parametrize(
    "typed", ["0639981234", "06.39.98.12.34", "+33 6 39 98 12 34", "06-39-98-12-34", "0033639981234"]
)
def test_a_french_number_is_understood_in_any_spacing(hungry, typed):
    hungry.send(hungry.form(), phone=typed)
    assert the_order().phone == "+33639981234"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", ""),
        ("phone", "12"),
        ("phone", "pas un numéro"),
        ("phone", "06 39 98 12"),
        ("phone", "+33 0000000000000"),
        ("phone", "06\x0039981234"),
        ("phone", "6" * 300),
        ("name", ""),
        ("name", "   "),
        ("name", "Ali\0ce"),
        ("name", "x" * 81),
        ("email", "alice"),
        ("email", "a\0b@example.com"),
        ("street", ""),
        ("street", "x" * 121),
        ("postcode", ""),
        ("postcode", "7600"),
        ("postcode", "7600a"),
        ("postcode", "760000"),
        ("postcode", "76\x00000"),
        ("city", ""),
        ("door_code", "x" * 31),
        ("kitchen_note", "x" * 301),
        ("kitchen_note", "sans\0oignon"),
        ("allergy", "x" * 121),
        ("fulfilment", "teleport"),
        ("fulfilment", "on_site"),
        ("fulfilment", ""),
    ],
)
def test_a_wrong_field_is_marked_the_rest_kept_and_nothing_changes(hungry, field, value):
    form = hungry.form()
    with cast.nothing_changes():
        hungry.send(form, status=422, **{field: value})
    page = hungry.page
    assert 'id="summary" role="alert" tabindex="-1" autofocus' in page
    assert 'aria-invalid="true"' in page
    assert f'href="#id_{field}"' in page
    kept = "city" if field != "city" else "street"
    assert f'value="{ADDRESS[kept]}"' in page
    assert f'name="key" value="{form["key"]}"' in page, "the intention got another key"
    assert hungry.lines == {"margherita-m": 1}


def test_an_error_is_tied_to_its_field_for_those_who_do_not_see_it(hungry):
    hungry.send(hungry.form(), status=422, phone="12")
    phone = re.search(r'<input id="id_phone"[^>]*>', hungry.page)[0]
    assert 'aria-describedby="phone_error phone_hint"' in phone
    assert 'id="phone_error"' in hungry.page


def test_fields_ask_the_right_keyboard_and_fill_themselves(hungry):
    page = hungry.get("/commande/")
    for name, attributes in {
        "phone": 'type="tel" value="" maxlength="30" inputmode="tel" autocomplete="tel"',
        "postcode": 'inputmode="numeric" autocomplete="postal-code"',
        "street": 'autocomplete="street-address"',
        "email": 'inputmode="email" autocomplete="email"',
    }.items():
        assert attributes in re.search(rf'<input id="id_{name}"[^>]*>', page)[0]


def test_an_empty_basket_cannot_be_ordered(visitor):
    assert visitor.client.get("/commande/").headers["Location"] == "/panier/"
    with cast.nothing_changes():
        visitor.send(ADDRESS | {"key": str(uuid.uuid4()), "basket": ""}, status=409)
    assert "Le panier est vide" in visitor.page


def test_prices_in_the_form_are_ignored(hungry):
    form = hungry.form() | {"total_cents": "1", "price": "1", "fee_cents": "0", "unit_cents": "1", "due_cents": "0"}
    hungry.send(form)
    assert the_order().total_cents == 990


def test_a_form_older_than_the_basket_is_refused_and_shows_the_new_one(hungry):
    form = hungry.form()
    hungry.add("cola")
    with cast.nothing_changes():
        hungry.send(form, status=409)
    assert "a changé depuis l’affichage" in hungry.page
    assert "Cola" in hungry.page
    fresh = form | {"basket": re.search(r'name="basket" value="(\w+)"', hungry.page)[1]}
    hungry.send(fresh)
    assert the_order().total_cents == 990 + 250


def test_a_price_that_changed_meanwhile_is_shown_before_it_is_asked(hungry):
    form = hungry.form()
    Variant.objects.filter(sku="margherita-m").update(price_cents=1090)
    hungry.send(form, status=409)
    assert f"10,90{EURO}" in hungry.page
    assert not Order.objects.exists()


def test_a_form_without_key_or_basket_is_no_order(hungry):
    form = hungry.form()
    hungry.send({name: value for name, value in form.items() if name != "basket"}, status=409)
    hungry.send(form, key="42")
    assert the_order().key != "42"


def test_outside_the_zone_offers_take_away_and_who_delivers_there(hungry, sotteville):
    sotteville.areas.create(postcode="76300", fee_cents=100)
    with cast.nothing_changes():
        hungry.send(hungry.form(), status=422, postcode="76300")
    assert "Rouen Centre ne livre pas au 76300" in hungry.page
    assert 'href="/commande/?fulfilment=takeaway"' in hungry.page
    other = re.search(r'href="(/commande/\?store=sotteville[^"]*)"', hungry.page)[1].replace("&amp;", "&")
    page = hungry.get(other)
    assert "Sotteville" in page
    assert 'value="12 rue Beauvoisine"' in page, "what was typed got lost"
    assert 'value="76300"' in page
    away = hungry.get("/commande/?fulfilment=takeaway")
    assert re.search(r'value="takeaway" checked', away)


def test_a_closed_store_says_when_it_opens(hungry, rouen):
    form = hungry.form()
    Store.objects.update(round_the_clock=False)
    for weekday in range(7):
        OpeningHours.objects.create(store=rouen, weekday=weekday, opens=time(3), closes=time(3, 1))
    with cast.nothing_changes():
        hungry.send(form, status=409)
    assert "Prochaine ouverture" in hungry.page
    assert "ouvre" in hungry.get("/commande/")
    assert hungry.lines == {"margherita-m": 1}


def test_a_paused_store_takes_no_order(hungry):
    form = hungry.form()
    Store.objects.update(taking_orders=False)
    hungry.send(form, status=409)
    assert "fermé" in hungry.page


def test_below_the_minimum_is_said_before_and_refused_after(hungry):
    assert "à partir de 15,00" in hungry.get("/commande/total/?fulfilment=delivery&postcode=76100")
    with cast.nothing_changes():
        hungry.send(hungry.form(), status=409, postcode="76100")
    assert f"à partir de 15,00{EURO}" in hungry.page


def test_the_last_portion_goes_to_one_and_the_other_keeps_the_basket(hungry, another, rouen):
    cast.leave(rouen, mozzarella=150_000)
    another.add("margherita-m")
    mine, theirs = hungry.form(), another.form()
    hungry.send(mine)
    with cast.nothing_changes():
        another.send(theirs, status=409)
    assert "Plus assez de stock pour" in another.page
    assert "Margherita" in another.page
    assert 'value="Alice Martin"' in another.page
    assert another.lines == {"margherita-m": 1}


def test_a_product_that_left_the_menu_meanwhile_makes_the_form_stale(hungry):
    hungry.add("cola")
    form = hungry.form()
    Product.objects.filter(slug="cola").update(archived=True)
    hungry.send(form, status=409)
    assert hungry.lines == {"margherita-m": 1}


def test_the_total_follows_the_way_and_the_postcode(hungry):
    hungry.set("margherita-m", "2")
    delivered = hungry.get("/commande/total/?fulfilment=delivery&postcode=76100")
    assert f"22,30{EURO}" in delivered
    assert "Chez vous vers" in delivered
    away = hungry.get("/commande/total/?fulfilment=takeaway&postcode=76100")
    assert f"19,80{EURO}" in away
    assert "Vous payez au comptoir" in away
    unknown = hungry.get("/commande/total/?fulfilment=delivery&postcode=")
    assert "76100 2,50" in unknown
    assert "ne livre pas au 14000" in hungry.get("/commande/total/?fulfilment=delivery&postcode=14000")


def test_the_total_of_nothing_is_refused(visitor):
    visitor.get("/commande/total/", status=409)


def test_a_customer_finds_name_and_number_filled_in_and_owns_the_order(hungry, alice):
    alice.first_name, alice.last_name, alice.phone = "Alice", "Martin", "06 39 98 00 01"
    alice.save()
    hungry.client.force_login(alice)
    page = hungry.get("/commande/")
    assert 'value="Alice Martin"' in page
    assert 'value="06 39 98 00 01"' in page
    hungry.send(hungry.form())
    assert the_order().customer == alice


def test_the_second_order_is_filled_in_from_the_first(hungry):
    hungry.send(hungry.form(), floor="3e")
    hungry.add("cola")
    page = hungry.get("/commande/")
    assert 'value="12 rue Beauvoisine"' in page
    assert 'value="3e"' in page
    assert 'value="06 39 98 12 34"' in page


def test_the_order_keeps_the_reader_s_language(hungry):
    form = hungry.form()
    hungry.client.post("/commande/", form, headers={"accept-language": "en"})
    assert the_order().language == "en"


def test_what_people_type_is_escaped_wherever_it_shows(hungry):
    evil = "<script>alert(1)</script>\"'"
    hungry.send(hungry.form(), status=422, phone="12", name=evil, kitchen_note=evil)
    assert "<script>alert" not in hungry.page
    hungry.send(hungry.form(), name=evil, kitchen_note=evil, street=evil)
    assert "<script>alert" not in hungry.get(the_order().get_absolute_url())


def test_an_oversized_body_is_a_clear_no(hungry):
    answer = hungry.client.post("/commande/", hungry.form() | {"kitchen_note": "x" * 300_000})
    assert answer.status_code == 400
    assert not Order.objects.exists()


def test_a_broken_multipart_body_is_a_clear_no(hungry):
    answer = hungry.client.generic("POST", "/commande/", b"--x\r\nnonsense", "multipart/form-data; boundary=\xff")
    assert 400 <= answer.status_code < 500


def test_the_address_is_only_asked_of_who_wants_delivery(rouen):
    form = CheckoutForm({"fulfilment": "takeaway", "phone": "0639981234", "name": "A"}, store=rouen)
    assert form.is_valid(), form.errors


def test_an_open_checkout_says_at_its_lines_what_ran_out_meanwhile(hungry, rouen):
    hungry.add("reine-m!champignons")
    page = hungry.get("/commande/")
    assert 'hx-trigger="oc:shelf from:body"' in page
    assert "/ws/live/" in page
    cast.leave(rouen, jambon=0)
    lines = hungry.get("/commande/", headers={"hx-request": "true"})
    assert lines.startswith('<ul class="list recap-lines"')
    assert (lines.count("recap-shortage"), "il manque\N{NO-BREAK SPACE}: jambon" in lines) == (1, True)
    for line in list(hungry.lines):
        hungry.set(line, "0")
    assert hungry.get("/commande/", headers={"hx-request": "true"}, status=204) == "", (
        "it is on its way to the tracking"
    )
