"""Two of the direction save a recipe at once: one version, and the other is told. A planned price is applied once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ocpizza.catalog import editing, prices
from ocpizza.catalog.models import PlannedPrice, Product, RecipeVersion, Variant
from ocpizza.catalog.recipes import content_of
from tests.races.threads import first_waits_for, kinds, meet_at, together, without_locks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def editors(rouen):
    """Two people who each give another dose of ham."""
    Product.objects.update(oven_seconds=210, oven_celsius=320)
    product = Product.objects.get(slug="reine")

    def saying(dose):
        content = content_of(product)
        content["doses"] = [(slug, dose if slug == "jambon" else usual) for slug, usual in content["doses"]]
        return lambda: editing.save(product, 1, content, None)

    return saying(70_000), saying(80_000)


def test_one_makes_the_version_and_the_other_is_told(editors, monkeypatch):
    first_waits_for(monkeypatch, editing, "faults", others=1)
    assert kinds(together(*editors)) == ["Moved", "done"]
    assert Product.objects.get(slug="reine").recipe_version == 2
    assert RecipeVersion.objects.count() == 2


def test_without_the_lock_both_believe_they_made_it_and_only_the_constraint_objects(editors, monkeypatch):
    without_locks(monkeypatch)
    meet_at(monkeypatch, editing, "faults", people=2)
    assert kinds(together(*editors)) == ["IntegrityError", "done"]


@pytest.fixture
def due(rouen):
    """A price whose moment came just now."""
    variant = Variant.objects.get(sku="reine-m")
    PlannedPrice.objects.create(variant=variant, price_cents=1290, starts_at=timezone.now() - timedelta(seconds=1))


def test_two_workers_apply_a_planned_price_once(due, monkeypatch):
    first_waits_for(monkeypatch, prices, "_apply", others=1)
    assert sorted(together(prices.apply_due, prices.apply_due)) == [0, 1]
    assert Variant.objects.get(sku="reine-m").price_cents == 1290


def test_without_the_lock_both_apply_it(due, monkeypatch):
    without_locks(monkeypatch)
    meet_at(monkeypatch, prices, "_apply", people=2)
    assert sorted(together(prices.apply_due, prices.apply_due)) == [1, 1]
