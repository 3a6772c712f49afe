"""The cast brings an order into every status by what people do."""

import pytest

from ocpizza.orders.flow import Status
from tests.cast import at


@pytest.mark.parametrize("status", Status)
def test_an_order_can_be_brought_into_every_status(status, rouen):
    assert at(status, rouen).status == status
