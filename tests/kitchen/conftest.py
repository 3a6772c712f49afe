"""The hands in the kitchen: `tap(bruno, order, "start")` sends the form of a ticket as htmx does."""

import pytest
from django.test import Client


@pytest.fixture
def as_(db):
    """Open a browser as someone; nobody for a stranger."""

    def open_browser(user=None, **headers):
        client = Client(headers=headers)
        if user:
            client.force_login(user)
        return client

    return open_browser


@pytest.fixture
def tap(as_):
    """Press a button of an order's ticket, with the number of changes the ticket was painted with."""

    def press(user, order, verb, store=None, **data):
        form = {"seq": order.seq} | data
        address = f"/cuisine/{store or order.store.slug}/{order.reference}/{verb}/"
        return as_(user, HX_Request="true").post(address, {k: v for k, v in form.items() if v is not None})

    return press


@pytest.fixture
def post(as_):
    """Send a form of the kitchen as htmx does, or as a plain form does."""

    def send(user, address, htmx=True, **data):
        return as_(user, **({"HX_Request": "true"} if htmx else {})).post(f"/cuisine/rouen-centre/{address}", data)

    return send
