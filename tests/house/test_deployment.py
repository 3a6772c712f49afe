"""What the platform reads is right: processes, app.json, static files built without a setting, deployment checks."""

import importlib.util
import json
import re
import subprocess
import sys

from tests.house.test_settings import STRONG, documented
from tests.house.tree import ROOT, bare_environment, copy_to


def processes() -> dict[str, str]:
    """Return the Procfile's lines by process type."""
    return dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines() if line)


def test_the_procfile_starts_what_exists():
    from django.core.management import get_commands

    assert {"release", "web"} <= set(processes())
    for command in processes().values():
        if named := re.match(r"python manage\.py (\w+)", command):
            assert named[1] in get_commands()
        else:
            assert importlib.util.find_spec(re.match(r"python -m ([\w.]+)", command)[1])


def test_the_worker_runs_wherever_there_is_one():
    from django.core.management import get_commands

    assert ("worker" in get_commands()) == ("worker" in processes())


def test_the_platform_asks_for_what_production_requires():
    app = json.loads((ROOT / "app.json").read_text())
    from_addons = {"DATABASE_URL", "REDIS_URL"}
    assert set(STRONG) - from_addons <= set(app["env"])
    assert set(app["env"]) <= set(documented())
    assert all(entry["description"] for entry in app["env"].values())
    assert {addon["plan"].split(":")[0] for addon in app["addons"]} == {"heroku-postgresql", "heroku-redis"}
    assert set(app["formation"]) == set(processes()) - {"release"}
    assert not any("value" in entry for entry in app["env"].values()), "nothing weak by default"


def test_static_files_are_built_without_any_setting(tmp_path):
    copy = copy_to(tmp_path)
    command = [sys.executable, "manage.py", "collectstatic", "--noinput"]
    done = subprocess.run(command, cwd=copy, env=bare_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads((copy / "staticfiles" / "staticfiles.json").read_text())["paths"]["css/ocpizza.css"]


def test_the_deployment_checks_find_nothing():
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(
        command, cwd=ROOT, env=bare_environment(**STRONG), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
