"""The floors of the house hold, no signal crosses them, and migrations follow the models."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT, bare_environment, sources

DEMO = {"OCPIZZA_DEMO": "1"}


def run(*command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    env = bare_environment(**DEMO, **settings)
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_nobody_imports_upwards():
    done = run(str(Path(sys.executable).parent / "lint-imports"), "--no-cache")
    assert done.returncode == 0, done.stdout


def test_migrations_follow_the_models(tmp_path):
    done = run(sys.executable, "manage.py", "makemigrations", "--check", "--dry-run", OCPIZZA_VAR=str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_module_is_called_helpers():
    forbidden = {"utils", "helpers", "services", "misc", "common"}
    assert [path for path in sources() if forbidden & {path.stem, path.parent.name}] == []


def test_every_module_opens_with_a_sentence():
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in sources()
        if "migrations" not in path.parts and path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_modules_stay_small():
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text().splitlines()) for path in sources()}
    assert {name: length for name, length in lengths.items() if length > 300 and "migrations" not in name} == {}


def test_rooms_own_no_tables():
    within = [f"ocpizza/{room}" for room in ("board", "stockroom", "supply", "menu")]
    assert [p for room in ("kitchen", "delivery", "storefront", *within) for p in (ROOT / room).glob("models*")] == []
