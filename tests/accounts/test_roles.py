"""Which roles a person holds in which store."""

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from ocpizza.accounts import actions, gates
from ocpizza.accounts.models import Assignment, Role, User
from tests.cast import heard, person


@pytest.mark.parametrize(
    ("who", "role"),
    [("bruno", Role.COOK), ("chloe", Role.COURIER), ("dina", Role.MANAGER), ("eric", Role.COUNTER)],
)
def test_staff_hold_their_role_in_their_own_store_only(who, role, rouen, sotteville):
    someone = person(who, rouen)
    assert someone.roles_in("rouen-centre") == {role}
    assert someone.roles_in("sotteville") == frozenset()
    assert someone.store_slugs([role]) == ["rouen-centre"]
    assert not someone.leads_everywhere()


def test_direction_holds_its_role_in_every_store_even_one_opened_later(farida, sotteville):
    assert farida.roles_in("rouen-centre") == farida.roles_in("sotteville") == {Role.DIRECTION}
    assert farida.leads_everywhere()


@pytest.mark.parametrize("who", ["alice", "eve"])
def test_customers_hold_none(who, rouen):
    someone = person(who, rouen)
    assert someone.roles_in("rouen-centre") == frozenset()
    assert someone.store_slugs(list(Role)) == []


def test_one_person_may_hold_several_roles_in_several_stores(rouen, sotteville, bruno):
    Assignment.objects.create(user=bruno, role=Role.COUNTER, store=rouen)
    Assignment.objects.create(user=bruno, role=Role.COURIER, store=sotteville)
    assert bruno.roles_in("rouen-centre") == {Role.COOK, Role.COUNTER}
    assert bruno.roles_in("sotteville") == {Role.COURIER}
    assert bruno.store_slugs(list(Role)) == ["rouen-centre", "sotteville"]


def test_a_superuser_leads_everywhere(rouen):
    root = User.objects.create_superuser("root", "root@example.com", "four-a-bois")
    assert root.roles_in("rouen-centre") == {Role.DIRECTION}
    assert root.leads_everywhere()


@pytest.mark.parametrize("who", ["bruno", "farida", "root"])
def test_who_left_the_company_holds_nothing(who, rouen):
    someone = (
        User.objects.create_superuser("root", "root@example.com", "four-a-bois")
        if who == "root"
        else person(who, rouen)
    )
    someone.is_active = False
    assert someone.roles_in("rouen-centre") == frozenset()
    assert someone.store_slugs(list(Role)) == []
    assert not someone.leads_everywhere()


def test_a_visitor_without_a_log_in_holds_none(rf, rouen):
    from django.contrib.auth.models import AnonymousUser

    assert gates.held(AnonymousUser(), "rouen-centre") == frozenset()


@pytest.mark.parametrize(("role", "in_a_store"), [(Role.DIRECTION, True), (Role.COOK, False)])
def test_direction_is_of_no_store_and_everyone_else_of_one(role, in_a_store, rouen, alice):
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(user=alice, role=role, store=rouen if in_a_store else None)


def test_the_same_role_is_given_once(rouen, bruno, farida):
    for user, role, store in ((bruno, Role.COOK, rouen), (farida, Role.DIRECTION, None)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assignment.objects.create(user=user, role=role, store=store)


def test_a_revoked_role_is_gone_and_the_persons_screens_hear_it(rouen, bruno):
    with heard() as streams:
        bruno.assignments.get().delete()
        actions.rights_changed(bruno)
    assert bruno.roles_in("rouen-centre") == frozenset()
    assert streams == {actions.stream_of(bruno)} == {f"staff.{bruno.pk}"}


def test_a_new_superuser_is_asked_for_a_name_an_address_and_a_password_only():
    model = get_user_model()
    assert [model.USERNAME_FIELD, *model.REQUIRED_FIELDS] == ["username", "email"]


@pytest.mark.django_db
def test_createsuperuser_works_with_exactly_these(monkeypatch):
    from django.core.management import call_command

    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "four-a-bois")
    call_command("createsuperuser", "--noinput", username="root", email="root@example.com", verbosity=0)
    assert User.objects.get(username="root").check_password("four-a-bois")
