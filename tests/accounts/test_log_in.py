"""Coming in and leaving."""

import pytest
from django.urls import reverse

from tests.cast import PASSWORD, heard, person


@pytest.fixture
def door(client, rouen):
    """Send what someone types at the log-in page."""
    address = reverse("accounts:login")
    return lambda username, password, **more: client.post(address, {"username": username, "password": password, **more})


def complaint(answer) -> str:
    assert answer.status_code == 200
    return str(answer.context["form"].non_field_errors())


def test_the_right_password_lets_in_and_leads_to_where_one_wanted_to_go(door, client, bruno):
    answer = door("bruno", PASSWORD, next="/cuisine/rouen-centre/")
    assert (answer.status_code, answer.url) == (302, "/cuisine/rouen-centre/")
    assert client.session["_auth_user_id"] == str(bruno.pk)


def test_one_message_whatever_is_wrong(door, bruno):
    inactive = person("eve")
    inactive.is_active = False
    inactive.save()
    said = {
        complaint(door("bruno", "wrong")),
        complaint(door("nobody", PASSWORD)),
        complaint(door("eve", PASSWORD)),
        complaint(door("BRUNO", PASSWORD)),
        complaint(door("' OR 1=1 --", "x")),
    }
    assert len(said) == 1
    assert said != {""}


@pytest.mark.parametrize(
    ("username", "password"), [("", ""), ("bru\x00no", "x"), ("x" * 5000, "y" * 5000), ("bruno", "\x00")]
)
def test_nonsense_is_a_field_error_not_a_failure(username, password, door, bruno):
    assert door(username, password).status_code == 200


def test_nobody_is_led_to_another_site_after_the_log_in(door, bruno):
    assert "evil.example" not in door("bruno", PASSWORD, next="https://evil.example/").url


def test_the_session_gets_a_new_key_at_the_log_in(door, client, bruno):
    session = client.session
    session["basket"] = {"reine-m": 1}
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    door("bruno", PASSWORD)
    assert client.session.session_key != before
    assert client.session["basket"] == {"reine-m": 1}


def test_leaving_ends_the_session_and_the_persons_screens_hear_it(client, bruno):
    client.force_login(bruno)
    with heard() as streams:
        answer = client.post(reverse("accounts:logout"))
    assert answer.status_code == 302
    assert "_auth_user_id" not in client.session
    assert streams == {f"staff.{bruno.pk}"}


def test_a_link_does_not_log_out(client, bruno):
    client.force_login(bruno)
    assert client.get(reverse("accounts:logout")).status_code == 405
    assert client.session["_auth_user_id"] == str(bruno.pk)


def test_leaving_without_having_come_in_tells_nobody(client, db):
    with heard() as streams:
        assert client.post(reverse("accounts:logout")).status_code == 302
    assert streams == set()


def test_the_forms_are_protected_against_other_sites(rouen, bruno):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("accounts:login"), {"username": "bruno", "password": PASSWORD}).status_code == 403
