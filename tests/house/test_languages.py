"""English is complete: no text without its translation, and the compiled catalogue is the current one."""

import gettext
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT, bare_environment, copy_to

CATALOGUE = Path("ocpizza/locale/en/LC_MESSAGES/django.po")
pytestmark = pytest.mark.xdist_group("languages")


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Path:
    """A copy of the project in which the texts were collected anew."""
    copy = copy_to(tmp_path_factory.mktemp("languages"))
    env = bare_environment(OCPIZZA_DEMO="1", OCPIZZA_VAR=str(copy / "var"))
    command = [sys.executable, "manage.py", "makemessages", "--locale", "en", "--no-obsolete", "--no-wrap"]
    command += ["--add-location", "file"]
    for folder in ("tests", "bench", "var", "staticfiles"):
        command += ["--ignore", f"{folder}/*"]
    done = subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return copy / CATALOGUE


def entries(catalogue: Path) -> list[str]:
    """Return the entries of a catalogue, without its head."""
    return [block for block in catalogue.read_text().split("\n\n") if "msgid " in block][1:]


def texts(catalogue: Path) -> set[str]:
    """Return the source texts of a catalogue, each with its context."""
    return {re.sub(r"(?m)^#.*\n|^msgstr[\s\S]*", "", entry).strip() for entry in entries(catalogue)}


def test_no_text_lacks_its_english(collected):
    command = [shutil.which("msgattrib"), "--no-obsolete", str(collected)]
    missing = [
        subprocess.run([*command, choice], capture_output=True, text=True, check=True).stdout
        for choice in ("--untranslated", "--only-fuzzy")
    ]
    assert missing == ["", ""]


def test_the_catalogue_holds_the_texts_of_today(collected):
    assert texts(collected) == texts(ROOT / CATALOGUE), "run make messages"


def test_the_compiled_catalogue_is_the_current_one(tmp_path):
    compiled = tmp_path / "django.mo"
    command = [shutil.which("msgfmt"), "--check", "-o", str(compiled), str(ROOT / CATALOGUE)]
    subprocess.run(command, check=True, capture_output=True)
    with compiled.open("rb") as now, (ROOT / CATALOGUE).with_suffix(".mo").open("rb") as kept:
        assert gettext.GNUTranslations(now)._catalog == gettext.GNUTranslations(kept)._catalog
