"""How the environment becomes settings: the database's limits, the layer between processes, what is logged."""

import dj_database_url
import pytest
from django.core.exceptions import ImproperlyConfigured

from ocpizza.operations import configuration


def database(tmp_path, **environ):
    return configuration.database(environ, tmp_path / "var", dj_database_url.parse)


def test_without_a_database_there_is_a_file_that_waits_its_turn(tmp_path):
    entry = database(tmp_path)
    assert entry["ENGINE"].endswith("sqlite3")
    assert (tmp_path / "var").is_dir()
    assert entry["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in entry["OPTIONS"]["init_command"]


def test_a_place_that_can_hold_no_data_is_named(tmp_path):
    (tmp_path / "var").write_text("a file")
    with pytest.raises(ImproperlyConfigured, match=r"OCPIZZA_VAR=.*/var can be no folder for the data"):
        database(tmp_path)


def test_postgresql_cuts_what_takes_too_long_and_checks_a_connection_before_it_is_used_again(tmp_path):
    entry = database(tmp_path, DATABASE_URL="postgres://x@127.0.0.1/y", OCPIZZA_DEMO="1")
    assert entry["CONN_HEALTH_CHECKS"]
    assert entry["CONN_MAX_AGE"] == 600
    for limit in ("statement_timeout=15000", "lock_timeout=4000", "idle_in_transaction_session_timeout=15000"):
        assert limit in entry["OPTIONS"]["options"]


@pytest.mark.parametrize(
    ("environ", "mode"),
    [
        ({}, "require"),
        ({"OCPIZZA_DEMO": "1"}, None),
        ({"DATABASE_TLS": "0"}, None),
        ({"OCPIZZA_DEMO": "1", "DATABASE_TLS": "1"}, "require"),
    ],
)
def test_production_speaks_to_its_database_over_tls(environ, mode, tmp_path):
    entry = database(tmp_path, DATABASE_URL="postgres://x@db.example/y", **environ)
    assert entry["OPTIONS"].get("sslmode") == mode


def test_one_process_needs_no_redis():
    assert "InMemory" in configuration.channel_layer("")["BACKEND"]


def test_an_idle_subscriber_is_not_cut_and_the_platforms_certificate_is_taken():
    plain, tls = (configuration.channel_layer(url)["CONFIG"]["hosts"][0] for url in ("redis://h:1", "rediss://h:1"))
    assert plain["socket_timeout"] is None
    assert "ssl_cert_reqs" not in plain
    assert tls["ssl_cert_reqs"] is None


def test_without_an_address_mail_goes_to_the_console():
    assert configuration.mail("").backend.endswith("console.EmailBackend")


@pytest.mark.parametrize(
    ("url", "host", "port", "user", "password", "starttls", "tls"),
    [
        ("smtp://oc:s%40lt@mail.example.com", "mail.example.com", 587, "oc", "s@lt", True, False),
        ("smtps://oc:x@mail.example.com", "mail.example.com", 465, "oc", "x", False, True),
        ("smtp://localhost:25?tls=0", "localhost", 25, "", "", False, False),
    ],
)
def test_an_address_says_how_mail_leaves(url, host, port, user, password, starttls, tls):
    assert configuration.mail(url)[1:] == (host, port, user, password, starttls, tls)
