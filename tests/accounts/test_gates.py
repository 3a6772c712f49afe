"""The gate of each room: who passes, who is led to the log-in, who learns nothing."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from ocpizza.accounts import gates
from ocpizza.accounts.models import User
from tests.cast import person

WHO_PASSES = {
    "cook": {"bruno", "dina", "farida"},
    "counter": {"eric", "dina", "farida"},
    "kitchen_side": {"bruno", "eric", "dina", "farida"},
    "courier": {"chloe", "dina", "farida"},
    "manager": {"dina", "farida"},
}
STAFF = ["bruno", "chloe", "dina", "eric", "farida"]


def knock(rf, gate, user, store="rouen-centre", method="get"):
    """Ask for a view behind the gate."""
    view = getattr(gates, gate)(lambda request, store: HttpResponse(f"inside {store}"))
    request = getattr(rf, method)(f"/somewhere/{store}/?page=2")
    request.user = user
    return view(request, store)


@pytest.mark.parametrize("gate", WHO_PASSES)
@pytest.mark.parametrize("who", STAFF)
def test_each_gate_lets_its_roles_pass_and_tells_colleagues_no(gate, who, rf, rouen):
    someone = person(who, rouen)
    if who in WHO_PASSES[gate]:
        assert knock(rf, gate, someone).content == b"inside rouen-centre"
    else:
        with pytest.raises(PermissionDenied):
            knock(rf, gate, someone)


@pytest.mark.parametrize("gate", WHO_PASSES)
@pytest.mark.parametrize("who", ["alice", "eve"])
def test_to_a_stranger_the_store_is_not_there(gate, who, rf, rouen):
    with pytest.raises(Http404):
        knock(rf, gate, person(who))


@pytest.mark.parametrize("gate", WHO_PASSES)
@pytest.mark.parametrize("who", ["bruno", "chloe", "dina", "eric"])
def test_another_store_is_not_there_for_staff_either(gate, who, rf, rouen, sotteville):
    with pytest.raises(Http404):
        knock(rf, gate, person(who, rouen), "sotteville")


@pytest.mark.parametrize("gate", WHO_PASSES)
def test_without_a_log_in_one_is_led_to_it_and_back(gate, rf, rouen):
    answer = knock(rf, gate, AnonymousUser())
    assert answer.status_code == 302
    assert answer.url == "/connexion/?next=/somewhere/rouen-centre/%3Fpage%3D2"


@pytest.mark.parametrize("gate", WHO_PASSES)
def test_without_a_log_in_nothing_can_be_sent(gate, rf, rouen):
    with pytest.raises(PermissionDenied):
        knock(rf, gate, AnonymousUser(), method="post")


def test_a_revoked_role_closes_the_gate_at_the_next_request(rf, rouen, bruno):
    knock(rf, "cook", bruno)
    bruno.assignments.all().delete()
    with pytest.raises(Http404):
        knock(rf, "cook", bruno)


def test_a_superuser_passes_everywhere(rf, rouen):
    root = User.objects.create_superuser("root", "root@example.com", "four-a-bois")
    for gate in WHO_PASSES:
        assert knock(rf, gate, root).status_code == 200


def test_the_person_behind_a_gate_is_known(rf, bruno):
    request = rf.get("/")
    request.user = bruno
    assert gates.person(request) == bruno
    request.user = AnonymousUser()
    with pytest.raises(PermissionDenied):
        gates.person(request)
