"""Who comes to the rush follows from the seed, and what they want is on the menu."""

from ocpizza.catalog.compositions import read
from ocpizza.demo import menu
from ocpizza.demo.places import PLACES
from ocpizza.demo.rush.plan import guests

STORES = ["rouen-centre", "sotteville"]


def test_the_same_seed_brings_the_same_guests_with_the_same_wishes():
    assert guests(40, STORES, 7) == guests(40, STORES, 7)
    assert guests(40, STORES, 7) != guests(40, STORES, 8)


def test_guests_arrive_in_order_in_the_time_there_is_and_share_the_stores():
    shares = [guest.share for guest in guests(200, STORES, 7)]
    assert shares == sorted(shares)
    assert shares[0] >= 0
    assert shares[-1] <= 1
    assert {guest.store for guest in guests(200, STORES, 7)} == set(STORES)


def test_every_wish_is_on_the_menu_and_every_address_in_the_zone():
    skus = {f"{pizza.slug}-{code.lower()}" for pizza in menu.PIZZAS for code, *_ in menu.SIZES}
    skus |= {article.slug for article in menu.ARTICLES}
    zones = {place.slug: set(place.fees) for place in PLACES}
    for guest in guests(100, STORES, 3):
        assert guest.postcode in zones[guest.store]
        assert all(set(wish.skus()) <= skus for wish in guest.wishes)


def test_some_pizzas_are_wanted_otherwise_than_on_the_menu_and_the_menu_allows_it():
    on_sale = {f"{pizza.slug}-{code.lower()}" for pizza in menu.PIZZAS for code, *_ in menu.SIZES} - {"reine-m"}
    wishes = [wish for guest in guests(200, STORES, 3) for wish in guest.wishes]
    wanted = [wish.specs(on_sale | {"cola"}) for wish in wishes]
    assert all(read(spec).sku in on_sale | {"cola"} for specs in wanted for spec in specs)
    first = [read(specs[0]) for specs in wanted if specs]
    assert any(spec.other for spec in first)
    assert not any("calzone" in spec.sku and spec.other for spec in first)
    assert any(spec.without for spec in first)
    assert any(spec.extras for spec in first)
    assert sum(str(spec) in on_sale | {"cola"} for spec in first) > len(first) / 3


def test_what_is_delivered_is_worth_the_way():
    cheapest = min(pizza.price_cents for pizza in menu.PIZZAS) - 200
    for guest in guests(200, STORES, 5):
        pizzas = sum(bool(wish.size) for wish in guest.wishes)
        assert not guest.delivered or pizzas * cheapest >= 1200


def test_every_guest_is_invented():
    assert all(guest.phone.startswith("06 39 98 ") for guest in guests(300, STORES, 1))


def test_a_night_has_all_kinds_of_guests():
    crowd = guests(300, STORES, 7)
    assert any(guest.cancels for guest in crowd)
    assert any(guest.absent for guest in crowd)
    assert any(guest.allergy for guest in crowd)
    assert 0.5 < sum(guest.delivered for guest in crowd) / len(crowd) < 0.8
