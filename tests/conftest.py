"""Chooses the database engine before Django loads, and hands the tests servers, browsers and sites.

`pytest --engine=sqlite` (the default) is the embedded product; `--engine=postgres` starts an own PostgreSQL.
What runs where: tests/races and tests/faults need PostgreSQL; tests/house, tests/journeys and tests/look run once, on
SQLite; the rest runs on both. A mark on a test (`sqlite`, `postgres`, `both`) overrides its folder.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import hypothesis
import pytest

from tests import services

# A slow machine is no failure of a property.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

ONLY_ON_POSTGRES = {"races", "faults"}
ONLY_ON_SQLITE = {"house", "journeys", "look"}
BROWSER_FOLDERS = {"journeys"}
pytest_plugins = ["tests.sites", "tests.browsing"]
started = contextlib.ExitStack()  # what this process started for the whole run


def pytest_addoption(parser):
    parser.addoption("--engine", choices=("sqlite", "postgres"), default="sqlite", help="the database of this run")


def pytest_configure(config):
    """Before Django loads: an own environment, database and folder for the product under test."""
    if not hasattr(config, "workerinput"):
        _prepare_environment(config.getoption("engine"))
        if config.getoption("cov_source", None) and config.getoption("engine") == "sqlite":
            os.environ["TESTS_MEASURE_SERVERS"] = "1"  # the other pass measures time instead
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if config.getoption("engine") == "sqlite":
        # In a file, as the product has it: threads then wait for each other instead of failing.
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"{os.environ['OCPIZZA_VAR']}/test.sqlite3"
    import django

    django.setup()
    config.pluginmanager.import_plugin("tests.cast")  # it imports models: not before Django is there


def _prepare_environment(engine: str) -> None:
    folder = Path(tempfile.mkdtemp(prefix="ocpizza-tests-"))
    started.callback(shutil.rmtree, folder, ignore_errors=True)
    fresh = services.environment(OCPIZZA_VAR=str(folder), DJANGO_ALLOW_ASYNC_UNSAFE="1")
    os.environ.clear()
    os.environ.update(fresh)
    gathered = subprocess.run(
        [sys.executable, "bin/prepare", "static"], cwd=services.ROOT, capture_output=True, text=True, check=False
    )
    if gathered.returncode:
        pytest.exit(f"The static files cannot be gathered:\n{gathered.stdout}{gathered.stderr}", returncode=1)
    if engine == "postgres":
        cluster = started.enter_context(services.postgres())
        os.environ["DATABASE_URL"] = cluster.url()
        os.environ["OCPIZZA_TEST_CLUSTER"] = f"{cluster.port}:{cluster.folder}"


def pytest_unconfigure(config):
    started.close()


def pytest_collection_modifyitems(config, items):
    """Keep what belongs to this engine; the other pass runs the rest."""
    engine = config.getoption("engine")
    elsewhere = [item for item in items if engine not in _engines(item)]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if engine in _engines(item)]
    for item in items:
        if BROWSER_FOLDERS & _folders(item) and not item.get_closest_marker("xdist_group"):
            # One worker per file, so that a browser and its site are started once for it.
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


def _folders(item) -> set[str]:
    return set(item.path.relative_to(services.ROOT / "tests").parts[:-1])


def _engines(item) -> set[str]:
    for mark, engines in (("both", {"sqlite", "postgres"}), ("sqlite", {"sqlite"}), ("postgres", {"postgres"})):
        if item.get_closest_marker(mark):
            return engines
    if _folders(item) & ONLY_ON_POSTGRES:
        return {"postgres"}
    return {"sqlite"} if _folders(item) & ONLY_ON_SQLITE else {"sqlite", "postgres"}


@pytest.fixture(scope="session")
def engine(request) -> str:
    """The database of this run: sqlite or postgres."""
    return request.config.getoption("engine")


@pytest.fixture(scope="session")
def cluster(engine) -> services.Postgres:
    """The run's own PostgreSQL, shared by every test: never stop this one."""
    assert engine == "postgres", "mark this test with pytest.mark.postgres"
    port, folder = os.environ["OCPIZZA_TEST_CLUSTER"].split(":", 1)
    return services.Postgres(Path(folder), int(port))


@pytest.fixture
def postgres_server():
    """A PostgreSQL of this test's own: it may stop, kill and restart it."""
    with services.postgres() as server:
        yield server


@pytest.fixture
def redis_server():
    """A Redis of this test's own: it may stop, kill and start it."""
    with services.redis() as server:
        yield server


@pytest.fixture(autouse=True)
def french():
    """Leave the language as each test finds it."""
    from django.utils import translation

    with translation.override("fr"):
        yield
