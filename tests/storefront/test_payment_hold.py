"""Paying online at the pretended bank: the hold, the three answers, and what a customer reads of each."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from ocpizza.live.screens import screen_of
from ocpizza.orders import amending, holding
from ocpizza.orders.flow import Status
from ocpizza.orders.models import Order
from ocpizza.payments import online
from tests import cast

HTMX = {"hx-request": "true"}


def pays(visitor, **changes):
    """Have the visitor order and choose to pay online; return the order and the address of its payment."""
    answer = visitor.send(visitor.form(), pay="online", **changes)
    return Order.objects.latest("pk"), answer.headers["Location"]


def answers(visitor, address, what, status=303):
    answer = visitor.client.post(address, {"answer": what})
    assert answer.status_code == status
    return answer.headers.get("Location", "")


def over(order):
    Order.objects.filter(pk=order.pk).update(held_until=timezone.now() - timedelta(seconds=1))


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.DEMO = True


def test_the_whole_way_without_javascript_from_the_checkout_to_the_kitchen(hungry):
    assert "payer en ligne" in hungry.get("/commande/")
    order, address = pays(hungry)
    assert (address, order.status) == (f"/paiement/{order.reference}/", "awaiting_payment")
    page = hungry.get(address)
    ends = timezone.localtime(order.held_until)
    assert f"jusqu’à {ends.hour}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{ends:%M}" in page
    assert f'data-countdown="{round(order.held_until.timestamp() * 1000)}"' in page
    track = answers(hungry, address, "nothing")
    held = hungry.get(track)
    assert "Il ne reste qu’à payer" in held
    assert f'href="{address}"' in held
    assert "data-countdown" in held
    assert "Chez vous vers" not in held, "nothing is promised before it is paid"
    assert answers(hungry, address, "yes") == track
    paid = hungry.get(track)
    assert "Payée en ligne" in paid
    assert "Chez vous vers" in paid
    assert answers(hungry, address, "yes") == track, "a second tap is no error"
    assert Order.objects.get().status == Status.AWAITING_PREPARATION
    assert hungry.client.get(address).headers["Location"] == track


def test_a_second_click_at_the_checkout_leads_to_the_same_payment(hungry):
    form = hungry.form() | {"pay": "online"}
    first, second = hungry.send(form).headers["Location"], hungry.send(form).headers["Location"]
    assert first == second == f"/paiement/{Order.objects.get().reference}/"


def test_refused_the_basket_and_what_was_typed_are_back_and_the_other_means_offered(hungry, rouen):
    hungry.add("reine-g!champignons+oeuf")
    hungry.set("margherita-m", "3")
    order, address = pays(hungry, fulfilment="takeaway", allergy="arachide")
    assert hungry.lines == {}
    back = answers(hungry, address, "no")
    assert back == "/commande/?fulfilment=takeaway"
    page = hungry.get(back)
    assert "Paiement refusé" in page
    assert hungry.lines == {"margherita-m": 3, "reine-g!champignons+oeuf": 1}
    assert 'value="arachide"' in page
    assert 'value="later" checked' in page
    assert cast.left(rouen, "mozzarella") == 10**12
    hungry.send(hungry.form(), status=303)
    assert Order.objects.latest("pk").status == Status.AWAITING_PREPARATION
    with cast.nothing_changes():
        assert answers(hungry, address, "no") == back
    assert "paiement refusé" in hungry.get(f"/suivi/{order.reference}/")


def test_a_stranger_with_the_address_does_not_get_the_basket_or_the_notes(hungry, another):
    order, address = pays(hungry, allergy="arachide")
    assert answers(another, address, "no") == f"/suivi/{order.reference}/"
    assert another.lines == {}


def test_over_it_says_so_takes_no_money_and_offers_the_basket_again(hungry):
    order, address = pays(hungry)
    over(order)
    late = hungry.client.post(address, {"answer": "yes"})
    assert late.status_code == 409
    assert "rien n’est débité" in late.content.decode()
    assert holding.expire_due() == 1
    page = hungry.get(f"/suivi/{order.reference}/")
    assert "paiement non reçu à temps" in page
    assert hungry.client.get(address).status_code == 303
    assert hungry.client.post(address, {"answer": "yes"}).status_code == 409
    again = re.search(r'action="(/suivi/[^"]*/reprendre/)"', page)[1]
    assert hungry.client.post(again).headers["Location"] == "/commande/?fulfilment=delivery"
    assert hungry.lines == {"margherita-m": 1}
    assert hungry.client.post(again, headers=HTMX).headers["HX-Redirect"] == "/commande/?fulfilment=delivery"
    assert hungry.lines == {"margherita-m": 1}


def test_given_up_on_the_tracking_page_it_ends(hungry):
    order, _address = pays(hungry)
    assert 'data-action="cancel"' in hungry.get(f"/suivi/{order.reference}/")
    assert hungry.client.post(f"/suivi/{order.reference}/annuler/", {"seq": 1}).status_code == 303
    assert cast.reread(order).status == Status.CANCELLED


def test_only_the_demonstration_pretends(hungry, settings):
    order, address = pays(hungry)
    settings.DEMO = False
    assert hungry.client.get(address).status_code == 404
    hungry.add("cola")
    assert 'name="pay"' not in hungry.get("/commande/")
    hungry.send(hungry.form(), pay="online", status=422)
    assert Order.objects.get() == order


@pytest.mark.parametrize("answer", ["", "peut-être", "yes\0", "x" * 5000])
def test_an_answer_that_is_none_is_refused(hungry, answer):
    _order, address = pays(hungry)
    with cast.nothing_changes():
        assert hungry.client.post(address, {"answer": answer}).status_code == 400


@pytest.mark.parametrize("token", ["inconnu", "x" * 300])
def test_an_unknown_payment_is_not_found(visitor, token):
    assert visitor.client.get(f"/paiement/{token}/").status_code == 404
    assert visitor.client.post(f"/paiement/{token}/", {"answer": "yes"}).status_code == 404
    assert visitor.client.post(f"/suivi/{token}/reprendre/").status_code == 404


def test_the_customer_reads_and_hears_what_was_changed_with_them_and_when(visitor, rouen):
    order = cast.ordered(rouen, basket={"margherita-m+champignons": 1, "cola": 1, "tiramisu": 1}, pay_online=True)
    online.authorise(order.reference)
    eric, address = cast.actor("eric", rouen), f"/suivi/{order.reference}/"
    amending.swap_ingredient(order.reference, 1, "champignons", "oeuf", eric)
    page = re.sub(r"<[^>]*>", "", visitor.get(address)).replace("\N{NO-BREAK SPACE}", " ")
    at = timezone.localtime(order.amendments.get().at)
    assert f"Remplacé avec vous à {at.hour} h {at:%M} : champignons → oeuf, −0,20 €" in page
    assert "a changé avec vous" in screen_of("order").say((order.reference,), "")
    assert "champignons remplacé par oeuf" in screen_of("order").say((order.reference,), "")
    amending.refund_line(order.reference, 2, eric)
    page = visitor.get(address)
    assert "is-refunded" in page
    assert "Retirée avec vous" in page
    assert "15,70\N{NO-BREAK SPACE}€" in page


def test_without_room_for_it_the_basket_stays_as_it_was_and_that_is_said(hungry):
    hungry.add("reine-m")
    order, address = pays(hungry, fulfilment="takeaway")
    session = hungry.client.session
    full = {f"reine-m+{'x' * at}": 1 for at in range(1, 40)} | {"margherita-m": 1}
    session["basket"] = {"store": "sotteville", "lines": full}
    session.save()
    refused = hungry.client.post(address, {"answer": "no"})
    assert (refused.status_code, "Ce panier est plein" in refused.content.decode()) == (400, True)
    assert cast.reread(order).status == Status.CANCELLED
    again = hungry.client.post(f"/suivi/{order.reference}/reprendre/")
    assert (again.status_code, "Ce panier est plein" in again.content.decode()) == (400, True)
    assert hungry.client.session["basket"] == {"store": "sotteville", "lines": full}
