"""Requirements are pinned with hashes, name no index, and follow from what we ask for."""

import re

import pytest

from tests.house.tree import ROOT

FILES = ("requirements.txt", "requirements-dev.txt")


def blocks(name: str) -> list[str]:
    """Return one text per requirement: its pin and its hashes."""
    return re.split(r"\n(?=\S)", (ROOT / name).read_text().strip())


@pytest.mark.parametrize("name", FILES)
def test_every_requirement_is_pinned_with_its_hashes(name):
    loose = [
        block for block in blocks(name) if not re.match(r"[\w.\-\[\]]+==\S+", block) or "--hash=sha256:" not in block
    ]
    assert loose == []


@pytest.mark.parametrize("name", [*FILES, "requirements.in", "requirements-dev.in"])
def test_no_requirement_file_names_an_index(name):
    assert not re.search(r"https?://|--(extra-)?index|--find-links|--trusted|file:", (ROOT / name).read_text())


@pytest.mark.parametrize("stem", ["requirements", "requirements-dev"])
def test_what_we_ask_for_is_what_is_pinned(stem):
    asked = re.findall(r"^([\w.-]+)[>=<\[ ]", (ROOT / f"{stem}.in").read_text(), re.MULTILINE)
    pinned = {re.split(r"[=\[]", block)[0].lower() for block in blocks(f"{stem}.txt")}
    assert [name for name in asked if name.lower() not in pinned and not name.startswith("-")] == []


def test_there_is_one_package_manager_file_for_the_platform():
    others = ("Pipfile", "Pipfile.lock", "poetry.lock", "uv.lock", "setup.py", "runtime.txt")
    assert [name for name in others if (ROOT / name).exists()] == []
    assert re.fullmatch(r"3\.\d+\n", (ROOT / ".python-version").read_text())
