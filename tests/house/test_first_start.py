"""`make run` prepares everything once, keeps what people did, starts again at once and says clearly what is wrong."""

import os
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests import services
from tests.house.tree import ROOT, bare_environment

pytestmark = pytest.mark.xdist_group("first start")


def prepare(folder: Path) -> str:
    """Run what `make run` runs before the server, and return what it said."""
    env = bare_environment(OCPIZZA_DEMO="1", OCPIZZA_VAR=str(folder))
    done = subprocess.run(
        [sys.executable, "bin/prepare"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def var(tmp_path_factory) -> Path:
    """A folder in which the demonstration was prepared once."""
    folder = tmp_path_factory.mktemp("var")
    assert "Demo data loaded" in prepare(folder)
    return folder


def test_starting_again_keeps_what_people_did(var):
    with sqlite3.connect(var / "ocpizza.sqlite3") as database:
        database.execute("UPDATE stores_store SET name = 'Rouen Sud' WHERE slug = 'rouen-centre'")
    assert prepare(var) == ""
    with sqlite3.connect(var / "ocpizza.sqlite3") as database:
        assert database.execute("SELECT name FROM stores_store WHERE slug = 'rouen-centre'").fetchone() == (
            "Rouen Sud",
        )


def test_the_second_start_prepares_nothing_and_serves_the_first_page(var):
    gathered = sorted((file, file.stat().st_mtime_ns) for file in (ROOT / "staticfiles").rglob("*"))
    assert prepare(var) == ""
    assert sorted((file, file.stat().st_mtime_ns) for file in (ROOT / "staticfiles").rglob("*")) == gathered
    with (
        services.web(f"sqlite:///{var / 'ocpizza.sqlite3'}", env={"OCPIZZA_VAR": str(var)}) as site,
        urllib.request.urlopen(site.url) as page,
    ):
        assert "Sotteville" in page.read().decode()


def test_a_port_in_use_is_said_before_anything_slow():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = door.getsockname()[1]
        env = bare_environment(PORT=str(port))
        done = subprocess.run(["bin/run"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=10, check=False)
    assert done.returncode != 0
    assert f"Port {port} cannot be used" in done.stderr
    assert f"PORT={port % 65535 + 1} make run" in done.stderr


@pytest.mark.parametrize("nonsense", ["http", "0", "65536", "80 80"])
def test_a_port_that_is_none_is_said(nonsense):
    command = [sys.executable, "bin/port-is-free", nonsense]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "is no port" in done.stderr


def shim(folder: Path, name: str, body: str) -> None:
    """Put a program of this name into a folder."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{body}\n")
    (folder / name).chmod(0o755)


def test_a_python_that_does_not_run_or_is_too_old_is_passed_over(tmp_path):
    shim(tmp_path / "a", "python3", "echo 'python3: command not found' >&2; exit 127")
    shim(tmp_path / "b", "python3.13", "exit 1")  # what an old one answers to the question
    shim(tmp_path / "c", "python3.12", f'exec {sys.executable} "$@"')
    path = os.pathsep.join(str(tmp_path / name) for name in "abc")
    command, env = ["/bin/sh", "bin/find-python"], {"PATH": path}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == str(tmp_path / "c" / "python3.12")


def test_the_tests_say_which_command_brings_what_they_need(tmp_path):
    for tool in ("sh", "ls", "tr", "paste", "dirname"):
        (tmp_path / tool).symlink_to(subprocess.check_output(["which", tool], text=True).strip())
    shim(tmp_path, "id", "echo 1000")
    command, env = ["/bin/sh", "bin/test-services"], {"PATH": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "sudo apt-get update && sudo apt-get install -y --no-install-recommends" in done.stderr
    assert all(name in done.stderr for name in ("redis-server", "chromium", "gettext"))
