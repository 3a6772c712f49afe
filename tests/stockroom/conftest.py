"""People at the stock's pages: `at(bruno).get("perte/")` asks for a page of Rouen Centre."""

import pytest
from django.test import Client


class Visitor:
    """Somebody's browser, at the pages of one store; `live` sends as htmx does."""

    def __init__(self, user, store="rouen-centre"):
        self.client = Client()
        self.home = f"/stock/{store}/"
        if user:
            self.client.force_login(user)

    def get(self, page="", /, **query):
        return self.client.get(self.home + page, query)

    def post(self, page, /, **data):
        return self.client.post(self.home + page, data)

    def live(self, page, /, **data):
        return self.client.post(self.home + page, data, headers={"HX-Request": "true"})


@pytest.fixture
def at(db):
    return Visitor
