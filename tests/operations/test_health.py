"""What load balancers and supervisors ask."""

import pytest
from django.db import DatabaseError, connection

from ocpizza.live.models import Stream


def test_alive_means_the_process_answers_and_asks_the_database_nothing(client):
    answer = client.get("/livez")
    assert (answer.status_code, answer.json()) == (200, {"alive": True})
    assert "no-store" in answer["Cache-Control"]


def test_ready_means_the_database_answers(client, db):
    assert client.get("/readyz").json()["database"] is True


def test_without_the_database_it_is_not_ready_but_still_alive(client, db, monkeypatch):
    def away(*args, **kwargs):
        raise DatabaseError

    with monkeypatch.context() as outage:
        outage.setattr(connection, "cursor", away)
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["ready"]) == (503, False)
    assert client.get("/livez").status_code == 200


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_health_is_only_asked_never_told(path, client, db):
    assert client.post(path).status_code == 405
    assert not Stream.objects.exists()
