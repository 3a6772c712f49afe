"""What we took from others is byte for byte what we reviewed: static/vendor/vendor.lock holds every file's hash."""

import hashlib
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"
LOCK = VENDOR / "vendor.lock"


def _locked() -> dict[str, str]:
    lines = (line.split("  ", 1) for line in LOCK.read_text().splitlines())
    return {path: digest for digest, path in lines}


def _present() -> dict[str, str]:
    files = (file for file in VENDOR.rglob("*") if file.is_file() and file != LOCK)
    return {str(file.relative_to(VENDOR)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_every_vendored_file_is_the_one_that_was_locked() -> None:
    assert _present() == _locked()


def test_every_vendored_folder_names_its_version_and_carries_its_licence() -> None:
    folders = [folder for folder in VENDOR.iterdir() if folder.is_dir()]
    assert folders
    for folder in folders:
        assert folder.name.rpartition("-")[2][0].isdigit(), f"{folder.name} does not say its version"
        assert any(file.name.upper().startswith("LICEN") for file in folder.iterdir()), f"{folder.name}: no licence"
