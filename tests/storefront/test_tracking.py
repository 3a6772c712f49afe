"""The tracking page: the promise, the steps with their times, what goes wrong, and cancelling while it is allowed."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from ocpizza.live import codes
from ocpizza.live.screens import Refused, Viewer, feed_of, paint, screen_of
from ocpizza.look.formats import clock
from ocpizza.orders import actions
from ocpizza.orders.flow import Fulfilment, Status
from ocpizza.orders.models import Order
from ocpizza.rounds import actions as rounds
from storefront.picture import order_picture
from storefront.steps import steps_of
from tests import cast

HTMX = {"hx-request": "true"}


def page_of(client, order, status=200):
    answer = client.get(f"/suivi/{order.reference}/")
    assert answer.status_code == status
    return answer.content.decode()


def cancelled(client, order, seq=1, **headers):
    return client.post(f"/suivi/{order.reference}/annuler/", {"seq": seq}, headers=headers)


def current(page):
    """Return the words of the current step."""
    found = re.findall(r'<li[^>]*aria-current="step"[^>]*>.*?</li>', page, re.DOTALL)
    assert len(found) == 1
    return re.sub(r"<[^>]*>", " ", found[0])


DELIVERED = [
    (Status.AWAITING_PREPARATION, "Reçue", 0),
    (Status.IN_PREPARATION, "En préparation", 1),
    (Status.IN_OVEN, "Au four", 2),
    (Status.AWAITING_DELIVERY, "Prête, elle attend le livreur", 2),
    (Status.IN_DELIVERY, "En livraison", 3),
    (Status.COMPLETED, "Livrée", 5),
]


@pytest.mark.parametrize(("status", "words", "done"), DELIVERED, ids=str)
def test_each_status_is_a_step_on_the_page(client, rouen, status, words, done):
    order = cast.at(status, rouen)
    page = page_of(client, order)
    assert f'data-order="{order.reference}" data-number="{order.number}" data-status="{status}"' in page
    assert words in current(page)
    assert page.count('class="is-done"') == done


@pytest.mark.parametrize(
    ("status", "words"), [(Status.READY_FOR_COLLECTION, "Prête à retirer"), (Status.COMPLETED, "Retirée")]
)
def test_a_take_away_ends_at_the_counter(client, rouen, status, words):
    order = cast.at(status, rouen, fulfilment=Fulfilment.TAKEAWAY)
    page = page_of(client, order)
    assert words in current(page)
    assert "En livraison" not in page


def test_steps_carry_the_times_of_the_history(rouen):
    order = cast.at(Status.IN_DELIVERY, rouen)
    for minute, change in enumerate(order.changes.order_by("seq")):
        change.at = order.placed_at + timedelta(minutes=10 * minute)
        change.save()
    read = Order.objects.with_changes().get(pk=order.pk)
    steps = steps_of(read, list(read.changes.all()))
    passed = [round((step.at - order.placed_at).total_seconds() / 60) for step in steps[:3]]
    assert passed == [0, 20, 30], "received at once, prepared when it went into the oven, out when it was ready"
    assert steps[-1].at == order.promised_at


def test_after_a_recall_the_step_is_the_earlier_one_again(client, rouen, bruno):
    order = cast.at(Status.IN_OVEN, rouen)
    actions.recall(order.reference, cast.actor("bruno"), order.seq)
    assert "En préparation" in current(page_of(client, order))


def test_the_promise_stands_large_and_ticks(client, rouen):
    order = cast.ordered(rouen)
    page = page_of(client, order)
    assert f">{clock(order.promised_at)}</time></h1>" in page
    assert f'data-minutes="{round(order.promised_at.timestamp() * 1000)}"' in page


def test_a_broken_promise_is_said(client, rouen):
    order = cast.ordered(rouen)
    Order.objects.filter(pk=order.pk).update(promised_at=timezone.now() - timedelta(minutes=3))
    page = page_of(client, order)
    assert "plus tard que promis" in page
    assert "data-minutes" not in page


def test_the_recap_shows_lines_fee_total_and_vat_by_rate(client, rouen):
    order = cast.ordered(rouen, basket={"reine-m": 2, "cola": 1, "biere": 1}, postcode="76100")
    page = page_of(client, order).replace("\N{NO-BREAK SPACE}", " ")
    for words in ("2 ×", "Reine", "moyenne", "2,50 €", "32,80 €", "dont TVA 5,5 %", "dont TVA 10 %", "dont TVA 20 %"):
        assert words in page


def test_what_is_due_is_asked_until_it_is_paid(client, rouen):
    order = cast.at(Status.IN_DELIVERY, rouen)
    assert "Préparez 9,90" in page_of(client, order)
    assert "Payée." in page_of(client, cast.cashed(order))


def test_the_courier_is_named_on_the_road_only(client, rouen, chloe):
    order = cast.at(Status.AWAITING_DELIVERY, rouen)
    assert "Chloé" not in page_of(client, order)
    rounds.take(rouen, chloe, [order.reference])
    assert "prend votre commande" in page_of(client, order)
    rounds.leave(rouen, chloe)
    assert re.search(r"<b>Chloé</b> est en route, parti à \d\d:\d\d", page_of(client, order))
    rounds.arrive(rouen, chloe, order.reference)
    assert "est devant chez vous" in page_of(client, order)
    cast.cashed(order)
    rounds.deliver(rouen, chloe, order.reference)
    assert "Chloé" not in page_of(client, order)


def test_the_store_can_be_called(client, rouen):
    assert 'href="tel:0235000000"' in page_of(client, cast.ordered(rouen))


def test_a_failed_delivery_says_why_and_what_comes_next(client, rouen):
    page = page_of(client, cast.at(Status.DELIVERY_FAILED, rouen))
    assert "La livraison n’a pas abouti" in page
    assert "client absent" in page
    assert "Le magasin vous appelle" in page
    assert 'data-action="cancel"' not in page


def test_a_cancelled_order_says_why_and_leads_back_to_the_menu(client, rouen, eric):
    order = cast.ordered(rouen)
    actions.cancel(order.reference, cast.actor("eric"), "four en panne")
    page = page_of(client, order)
    assert "Commande annulée" in page
    assert "four en panne" in page
    assert 'href="/carte/rouen-centre/"' in page
    assert 'class="steps"' not in page


def test_cancelling_works_without_javascript_before_the_kitchen_starts(client, rouen):
    order = cast.ordered(rouen)
    before = cast.left(rouen, "mozzarella")
    page = page_of(client, order)
    assert 'data-action="cancel"' in page
    assert 'form="cancel"' in page, "the token stands outside the region"
    answer = cancelled(client, order, order.seq)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/suivi/{order.reference}/")
    assert cast.reread(order).status == Status.CANCELLED
    assert cast.left(rouen, "mozzarella") == before + 100_000


def test_with_htmx_cancelling_answers_with_the_new_versions(client, rouen):
    order = cast.ordered(rouen)
    answer = cancelled(client, order, order.seq, **HTMX)
    assert answer.status_code == 204
    assert f"order.{order.reference}=" in answer.headers["OC-Version"]


def test_cancelling_twice_is_no_error(client, rouen):
    order = cast.ordered(rouen)
    cancelled(client, order)
    with cast.nothing_changes():
        assert cancelled(client, order).status_code == 303


@pytest.mark.parametrize("status", [Status.IN_PREPARATION, Status.IN_OVEN, Status.IN_DELIVERY, Status.COMPLETED])
def test_once_the_kitchen_has_started_it_is_too_late_and_said(client, rouen, status):
    order = cast.at(status, rouen)
    assert 'data-action="cancel"' not in page_of(client, order)
    with cast.nothing_changes():
        answer = cancelled(client, order)
        toast = cancelled(client, order, **HTMX)
    assert answer.status_code == toast.status_code == 409
    assert f'data-status="{status}"' in answer.content.decode(), "the page shows where the order stands"
    assert toast.content.decode().startswith('<p class="refusal" role="alert">')
    if status != Status.COMPLETED:
        assert "Trop tard pour annuler" in answer.content.decode()


@pytest.mark.parametrize("seq", ["x", "", "-1", "9" * 30, "1\0"])
def test_a_malformed_sequence_changes_nothing(client, rouen, seq):
    order = cast.ordered(rouen)
    with cast.nothing_changes():
        assert cancelled(client, order, seq).status_code == 400


def test_a_stale_cancel_is_refused(client, rouen, bruno):
    order = cast.at(Status.IN_PREPARATION, rouen)
    actions.send_back(order.reference, cast.actor("bruno"), "plus de basilic")
    assert cancelled(client, order, 1).status_code == 409


@pytest.mark.parametrize("token", ["inconnu", "1", "x" * 300, "a%00b", "..%2f"])
def test_an_unknown_address_is_not_found(client, rouen, token):
    cast.ordered(rouen)
    assert client.get(f"/suivi/{token}/").status_code == 404
    assert client.post(f"/suivi/{token}/annuler/").status_code == 404


def test_a_cancel_needs_the_token_of_the_page(rouen):
    order = cast.ordered(rouen)
    assert cancelled(Client(enforce_csrf_checks=True), order).status_code == 403


def test_the_page_is_kept_from_caches_engines_and_other_sites(client, rouen):
    answer = client.get(f"/suivi/{cast.ordered(rouen).reference}/")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("status", list(Status), ids=str)
def test_the_socket_paints_what_the_page_has(client, rouen, status, django_assert_num_queries):
    order = cast.at(status, rouen)
    page = page_of(client, order)
    stranger = Viewer(client.session, "fr", None)
    with translation.override("fr"):
        painted = paint(feed_of(stranger, "order", [order.reference]))
    assert painted["order"] in page
    assert "csrf" not in painted["order"]
    with django_assert_num_queries(5):
        order_picture(order.reference)


def test_the_socket_of_an_unknown_order_is_gone(rouen):
    with pytest.raises(Refused) as refusal:
        feed_of(Viewer(None, "fr", None), "order", ["inconnu"])
    assert refusal.value.code == codes.GONE


def test_one_sentence_says_where_the_order_stands(rouen):
    order = cast.at(Status.IN_OVEN, rouen)
    say = screen_of("order").say
    assert say is not None
    assert say((order.reference,), "") == "Votre commande\N{NO-BREAK SPACE}: Au four."


def test_the_page_speaks_english(client, rouen):
    order = cast.at(Status.IN_OVEN, rouen)
    answer = client.get(f"/suivi/{order.reference}/", headers={"accept-language": "en"})
    assert '<html lang="en"' in answer.content.decode()
    assert "margherita (en)" in answer.content.decode()
