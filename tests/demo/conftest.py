"""A past of a few orders a day is enough to test what the demonstration loads, and quicker to load again and again."""

import pytest


@pytest.fixture(autouse=True)
def short_past(monkeypatch):
    from ocpizza.demo import evenings

    monkeypatch.setattr(evenings, "BUSY", 3)
    monkeypatch.setattr(evenings, "QUIET", 1)
