"""The first page: which pizzeria is open, and which one delivers to me."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from ocpizza.orders.flow import Status
from ocpizza.stores.models import OpeningHours, Store
from storefront.wording import opening
from tests import cast

PARIS = ZoneInfo("Europe/Paris")
MONDAY_NOON, MONDAY_AFTERNOON, MONDAY_NIGHT = (datetime(2026, 11, 23, hour, 30, tzinfo=PARIS) for hour in (12, 16, 23))


@pytest.fixture
def with_hours(rouen):
    """Rouen Centre with lunch and dinner on Monday, dinner on Tuesday and Thursday."""
    Store.objects.filter(pk=rouen.pk).update(round_the_clock=False)
    for weekday, opens, closes in [(0, 11, 14), (0, 18, 22), (1, 18, 22), (3, 18, 22)]:
        OpeningHours.objects.create(store=rouen, weekday=weekday, opens=time(opens, 30), closes=time(closes, 30))
    return Store.objects.with_hours().get(pk=rouen.pk)


def test_every_store_is_listed_with_its_address_and_wait(visitor, sotteville):
    page = visitor.get("/")
    assert "Rouen Centre" in page
    assert "Sotteville" in page
    assert "1 rue du Gros-Horloge" in page
    assert "76000 Rouen</span>" in page
    assert "30 min" in page
    assert "Ouvert" in page


def test_a_postcode_puts_first_who_delivers_there_and_says_the_fee(visitor, sotteville):
    sotteville.areas.filter(postcode="76100").delete()
    page = visitor.get("/?postcode=76100")
    near, others = page.index("Livrent au 76100"), page.index("À emporter</h2>")
    assert near < page.index("Rouen Centre</h3>") < others < page.index("Sotteville</h3>")
    assert "Livraison 2,50\N{NO-BREAK SPACE}€" in page


def test_a_postcode_nobody_delivers_to_is_said_and_stores_stay_offered(visitor):
    page = visitor.get("/?postcode=14000")
    assert "Aucune de nos pizzerias ne livre au 14000" in page
    assert 'href="/carte/rouen-centre/"' in page


@pytest.mark.parametrize("typed", ["abc", "7600", "760000", "76%2000x", "٧٦٠٠٠", "76\x0000"])
def test_a_malformed_postcode_is_refused_kept_and_marked(visitor, typed):
    answer = visitor.client.get("/", {"postcode": typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-invalid="true" aria-describedby="postcode_error"' in page
    assert "Rouen Centre" in page


def test_the_postcode_searched_waits_in_the_checkout(hungry):
    hungry.get("/?postcode=76100")
    assert 'value="76100"' in hungry.get("/commande/")


def test_the_chosen_store_is_remembered(visitor, sotteville):
    visitor.get("/carte/sotteville/")
    page = visitor.get("/")
    assert page.index("Sotteville</h3>") < page.index("Rouen Centre</h3>")
    assert "Choisie" in page


def test_the_next_opening_is_said_in_words(with_hours):
    assert opening(with_hours, MONDAY_NOON).words == "Ouvert"
    assert "aujourd’hui à 18" in opening(with_hours, MONDAY_AFTERNOON).words
    assert "demain à 18" in opening(with_hours, MONDAY_NIGHT).words
    tuesday_night = MONDAY_NIGHT.replace(day=24)
    assert "jeudi à 18" in opening(with_hours, tuesday_night).words


def test_a_paused_store_says_so(rouen):
    rouen.taking_orders = False
    assert opening(rouen, MONDAY_NOON).words == "Ne prend pas de commandes pour le moment"


def test_a_store_without_hours_is_closed(rouen):
    rouen.round_the_clock = False
    assert opening(rouen, MONDAY_NOON).words == "Fermé"


def test_own_orders_under_way_are_linked_and_others_are_not(hungry, rouen):
    other = cast.at(Status.IN_OVEN, rouen)
    placed = hungry.send(hungry.form()).headers["Location"]
    page = hungry.get("/")
    assert f'href="{placed}"' in page
    assert other.reference not in page


def test_without_any_store_the_page_says_what_comes(client, db):
    assert "La première se prépare" in client.get("/").content.decode()


def test_the_list_costs_as_many_queries_whatever_the_number_of_stores(
    client, rouen, sotteville, django_assert_num_queries
):
    with django_assert_num_queries(4):
        client.get("/")


def test_the_demonstration_leads_to_its_rooms(visitor):
    assert 'href="/demo/"' in visitor.get("/")


def test_the_page_speaks_english(visitor):
    page = visitor.get("/", headers={"accept-language": "en"})
    assert '<html lang="en"' in page
    assert "Rouen Centre" in page
