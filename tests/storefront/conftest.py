"""A visitor without JavaScript, who reads pages and sends their forms as a browser would."""

import re

import pytest

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
ADDRESS = {
    "fulfilment": "delivery",
    "phone": "06 39 98 12 34",
    "name": "Alice Martin",
    "street": "12 rue Beauvoisine",
    "postcode": "76000",
    "city": "Rouen",
}


class Visitor:
    """Someone with a browser; `page` is the last one read."""

    def __init__(self, client):
        self.client = client
        self.page = ""

    def get(self, address, status=200, **options):
        answer = self.client.get(address, **options)
        assert answer.status_code == status, answer.status_code
        self.page = answer.content.decode()
        return self.page

    def add(self, sku, store="rouen-centre", status=303, **options):
        answer = self.client.post("/panier/ajouter/", {"store": store, "add": sku}, **options)
        assert answer.status_code == status, answer.status_code
        return answer

    def set(self, sku, quantity, status=303, **options):
        answer = self.client.post("/panier/quantite/", {"sku": sku, "quantity": quantity}, **options)
        assert answer.status_code == status, answer.status_code
        return answer

    @property
    def lines(self):
        return self.client.session.get("basket", {}).get("lines", {})

    def form(self):
        """Open the checkout and return its form as filled in by Alice."""
        return dict(HIDDEN.findall(self.get("/commande/"))) | ADDRESS

    def send(self, form, status=303, **changes):
        answer = self.client.post("/commande/", form | changes)
        assert answer.status_code == status, answer.status_code
        self.page = answer.content.decode()
        return answer


@pytest.fixture
def visitor(client, rouen):
    return Visitor(client)


@pytest.fixture
def another(rouen):
    """A second visitor, with a browser of their own."""
    from django.test import Client

    return Visitor(Client())


@pytest.fixture
def hungry(visitor):
    """A visitor with one medium Margherita in the basket."""
    visitor.add("margherita-m")
    return visitor
