"""Every setting is documented, and production refuses to start while one is missing or weak."""

import ast
import re
import subprocess
import sys

import pytest

from ocpizza.operations import configuration
from tests.house.tree import ROOT, bare_environment, sources

STRONG = {
    "SECRET_KEY": "correct-horse-battery-staple-and-fifty-more-characters-0123456789",
    "ALLOWED_HOSTS": "pizza.example.com",
    "DATABASE_URL": "postgres://ocpizza@localhost/ocpizza",
    "REDIS_URL": "redis://localhost",
    "STRIPE_SECRET_KEY": "sk_live_" + "x" * 24,
    "PAYPAL_SECRET_KEY": "y" * 40,
}


def read_names() -> set[str]:
    """Return the names of every variable that the product reads from its environment."""
    names = set(configuration.REQUIRED)
    for path in [*sources(), ROOT / "manage.py"]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Subscript) and "environ" in ast.unparse(node.value):
                names |= _constants([node.slice])
            elif isinstance(node, ast.Call) and re.search(r"environ|getenv", ast.unparse(node)):
                names |= _constants(node.args)
    return names


def _constants(nodes: list[ast.expr]) -> set[str]:
    texts = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return {text for text in texts if re.fullmatch(r"[A-Z][A-Z0-9_]{2,}", text)}


def documented() -> dict[str, list[str]]:
    """Return the rows of the table in docs/settings.md, by name."""
    rows = re.findall(r"^\| `([A-Z0-9_]+)` \|(.*)\|$", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE)
    return {name: [cell.strip() for cell in rest.split("|")] for name, rest in rows}


def test_every_variable_that_is_read_is_documented():
    assert read_names() - set(documented()) == set()


def test_every_documented_variable_is_read_and_says_default_and_meaning():
    assert set(documented()) - read_names() == set()
    assert [name for name, cells in documented().items() if len(cells) != 2 or not all(cells)] == []


def start(**settings: str) -> subprocess.CompletedProcess[str]:
    """Let the product read its settings in an environment that holds nothing else."""
    code = "from django.conf import settings; print(settings.SECURE)"
    env = bare_environment(DJANGO_SETTINGS_MODULE="ocpizza.settings", **settings)
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_production_starts_with_strong_settings():
    assert start(**STRONG).stdout.strip() == "True"


def test_production_names_everything_that_is_missing_in_one_message():
    refused = start()
    assert refused.returncode != 0
    assert [name for name in STRONG if f"- {name}: missing" not in refused.stderr] == []


@pytest.mark.parametrize(
    ("name", "weak"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 80),
        ("SECRET_KEY", configuration.DEMO_SECRET_KEY),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", " , "),
        ("DATABASE_URL", "sqlite:///db.sqlite3"),
        ("DATABASE_URL", "mysql://db.example/ocpizza"),
        ("REDIS_URL", "redis.example"),
        ("STRIPE_SECRET_KEY", "sk_test_" + "x" * 24),
        ("EMAIL_URL", "mail.example.com"),
    ],
)
def test_production_refuses_a_weak_setting(name, weak):
    refused = start(**STRONG | {name: weak})
    assert refused.returncode != 0
    assert f"- {name}: " in refused.stderr
    assert not re.search(rf"- (?!{name}\b)[A-Z_]+: ", refused.stderr), "only the weak one is named"


def test_the_refusal_does_not_repeat_a_secret():
    refused = start(**STRONG | {"ALLOWED_HOSTS": "*"})
    assert STRONG["SECRET_KEY"] not in refused.stderr
    assert STRONG["STRIPE_SECRET_KEY"] not in refused.stderr


def test_the_demonstration_refuses_a_production_key():
    for key in (STRONG["STRIPE_SECRET_KEY"], f" {STRONG['STRIPE_SECRET_KEY']}"):
        refused = start(OCPIZZA_DEMO="1", STRIPE_SECRET_KEY=key)
        assert refused.returncode != 0
        assert "STRIPE_SECRET_KEY" in refused.stderr


def test_the_demonstration_needs_nothing_else(tmp_path):
    assert start(OCPIZZA_DEMO="1", OCPIZZA_VAR=str(tmp_path)).stdout.strip() == "False"
