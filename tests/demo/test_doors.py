"""One click and you are someone else: every door of the demonstration, and none outside of it."""

import subprocess
import sys

import pytest
from django.test import Client

from ocpizza.accounts.models import User
from tests import services

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration_once")]
DOORS = {
    "customer": ("alice", "/carte/rouen-centre/"),
    "cook": ("bruno.rouen-centre", "/cuisine/rouen-centre/"),
    "courier": ("chloe.rouen-centre", "/livraison/rouen-centre/"),
    "counter": ("eric.rouen-centre", "/cuisine/rouen-centre/"),
    "manager": ("dina.rouen-centre", "/tableau/"),
    "direction": ("farida", "/tableau/"),
}


@pytest.fixture
def strict_client():
    return Client(enforce_csrf_checks=True)


def enter(client, who):
    page = client.get("/demo/")
    return client.post("/demo/entrer/", {"who": who, "csrfmiddlewaretoken": str(page.context["csrf_token"])})


def test_the_page_has_a_door_for_each_role_and_each_account(client):
    page = client.get("/demo/").content.decode()
    for who in DOORS:
        assert page.count(f'name="who" value="{who}"') == 1
    for user in User.objects.filter(assignments__store__isnull=False):
        assert f'name="who" value="{user.username}"' in page
        assert str(user) in page


@pytest.mark.parametrize("who", DOORS)
def test_one_click_logs_in_and_leads_to_the_screen_of_the_role(strict_client, who):
    username, address = DOORS[who]
    answer = enter(strict_client, who)
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert strict_client.get(address).status_code == 200
    assert strict_client.session["_auth_user_id"] == str(User.objects.get(username=username).pk)


def test_every_account_of_a_crew_has_a_door_to_its_own_store(strict_client):
    assert enter(strict_client, "theo.petit-quevilly")["Location"] == "/livraison/petit-quevilly/"


def test_the_session_changes_with_the_person(strict_client):
    enter(strict_client, "cook")
    before = strict_client.session.session_key
    enter(strict_client, "courier")
    assert strict_client.session.session_key != before


def test_a_missing_account_is_loaded_on_the_way_in(strict_client):
    User.objects.get(username="alice").delete()
    assert enter(strict_client, "customer").status_code == 302


@pytest.mark.parametrize("who", ["", "admin", "root", "'; --", "\0"])
def test_nobody_else_gets_in(strict_client, who):
    User.objects.create_superuser("admin")
    assert enter(strict_client, who).status_code == 400
    assert "_auth_user_id" not in strict_client.session


def test_the_door_needs_the_token_of_the_page(strict_client):
    assert strict_client.post("/demo/entrer/", {"who": "direction"}).status_code == 403


def test_a_link_alone_opens_no_door(client):
    assert client.get("/demo/entrer/?who=direction").status_code == 405


def test_outside_demo_mode_the_views_are_not_found(client, settings):
    assert client.get("/demo/").status_code == 200
    settings.DEMO = False
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/entrer/", {"who": "direction"}).status_code == 404


@pytest.mark.sqlite
def test_in_production_the_addresses_do_not_exist():
    production = {
        "SECRET_KEY": "a-test-of-production-3f8e1c7b9d2a4056f1e8c7b6a5d4938271605f4e",
        "ALLOWED_HOSTS": "pizza.example.com",
        "DATABASE_URL": "postgres://nobody@127.0.0.1/nothing",
        "REDIS_URL": "redis://127.0.0.1/0",
        "STRIPE_SECRET_KEY": "sk_live_" + "x" * 24,
        "PAYPAL_SECRET_KEY": "x" * 24,
    }
    env = {name: value for name, value in services.environment().items() if name != "OCPIZZA_DEMO"} | production
    code = "import django; django.setup(); from django.urls import resolve; resolve('/demo/')"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=services.ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert "Resolver404" in run.stderr
