"""What an order costs, to the cent, and the tax inside."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocpizza.catalog.models import VatClass
from ocpizza.orders import pricing
from ocpizza.orders.flow import Fulfilment
from ocpizza.orders.models import Line
from tests.cast import ordered

SKUS = ["margherita-p", "margherita-m", "reine-g", "orientale-m", "cola", "biere", "tiramisu"]
baskets = st.dictionaries(st.sampled_from(SKUS), st.integers(1, 50), min_size=1)
lines = st.lists(
    st.builds(
        Line,
        quantity=st.integers(1, 50),
        unit_cents=st.integers(0, 10_000),
        vat_rate=st.sampled_from([550, 1000, 2000]),
    )
)


@pytest.mark.parametrize(
    ("vat_class", "fulfilment", "rate"),
    [
        (VatClass.PREPARED, Fulfilment.DELIVERY, 1000),
        (VatClass.PREPARED, Fulfilment.TAKEAWAY, 1000),
        (VatClass.PREPARED, Fulfilment.ON_SITE, 1000),
        (VatClass.CLOSED, Fulfilment.DELIVERY, 550),
        (VatClass.CLOSED, Fulfilment.TAKEAWAY, 550),
        (VatClass.CLOSED, Fulfilment.ON_SITE, 1000),
        (VatClass.ALCOHOL, Fulfilment.DELIVERY, 2000),
        (VatClass.ALCOHOL, Fulfilment.TAKEAWAY, 2000),
        (VatClass.ALCOHOL, Fulfilment.ON_SITE, 2000),
    ],
)
def test_the_rate_follows_the_class_and_the_fulfilment(vat_class, fulfilment, rate):
    assert pricing.vat_rate(vat_class, fulfilment) == rate


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(basket=baskets, fulfilment=st.sampled_from(Fulfilment))
def test_the_lines_and_the_fee_make_the_total_and_all_of_it_is_due(rouen, basket, fulfilment):
    basket = basket | {"reine-m": 2}  # above the minimum of the zone
    order = ordered(rouen, basket=basket, fulfilment=fulfilment, postcode="76100")
    assert order.fee_cents == (250 if fulfilment == Fulfilment.DELIVERY else 0)
    assert order.total_cents == sum(line.total_cents for line in order.lines.all()) + order.fee_cents
    assert order.due_cents == order.total_cents
    split = pricing.vat_split(order.lines.all(), order.fee_cents)
    assert sum(share.gross_cents for share in split) == order.total_cents


@given(lines=lines, fee=st.integers(0, 1000))
def test_the_shares_of_the_rates_add_up_and_carry_their_tax_to_half_a_cent(lines, fee):
    split = pricing.vat_split(lines, fee)
    assert sum(share.gross_cents for share in split) == sum(line.total_cents for line in lines) + fee
    assert [share.rate for share in split] == sorted({share.rate for share in split})
    for share in split:
        exact = Fraction(share.gross_cents * share.rate, 10_000 + share.rate)
        assert -Fraction(1, 2) <= exact - share.vat_cents < Fraction(1, 2)
        assert 0 <= share.vat_cents <= share.gross_cents


@pytest.mark.parametrize(
    ("gross", "rate", "tax"), [(1100, 1000, 100), (1055, 550, 55), (1200, 2000, 200), (3, 2000, 1)]
)
def test_the_tax_inside_a_price_is_rounded_as_accountants_do(gross, rate, tax):
    assert pricing.vat_within(gross, rate) == tax


def test_the_delivery_fee_is_taxed_as_the_food():
    assert pricing.vat_split([], 250) == [pricing.VatShare(1000, 250, 23)]
