"""The worker: what is due is done once, a failure is logged and comes again."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from ocpizza.operations import sweeps


@pytest.fixture
def only(monkeypatch):
    """Keep the registry of this test apart from the product's."""
    registry: dict[str, sweeps.Sweep] = {}
    monkeypatch.setattr(sweeps, "_SWEEPS", registry)
    return registry


@pytest.mark.django_db
def test_the_worker_forgets_expired_baskets_and_keeps_the_others(capsys):
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(days=1))
    for sweep in sweeps._SWEEPS.values():
        sweep.due = None
    call_command("worker", "--once")
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert "expired_sessions: 1" in capsys.readouterr().out


def test_a_sweep_runs_at_its_interval_and_not_before(only):
    runs = []
    sweeps.register("count", lambda: runs.append(1) or 1, every=timedelta(minutes=5))
    start = timezone.now()
    for minutes in (0, 1, 4, 5, 6):
        sweeps.run_due(start + timedelta(minutes=minutes))
    assert len(runs) == 2


def test_a_failing_sweep_does_not_stop_the_others(only, caplog):
    def broken() -> int:
        raise OperationalError("the database went away")

    sweeps.register("broken", broken, every=timedelta(0))
    sweeps.register("sound", lambda: 3, every=timedelta(0))
    assert sweeps.run_due(timezone.now()) == {"sound": 3}
    assert "sweep_failed name=broken" in caplog.text
