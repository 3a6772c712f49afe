"""What others made and we ship is exactly what was released: its hashes are locked."""

import hashlib

from tests.house.tree import ROOT

VENDOR = ROOT / "static" / "vendor"


def test_vendored_files_are_those_whose_hashes_are_locked():
    locked = dict(reversed(line.split("  ", 1)) for line in (VENDOR / "vendor.lock").read_text().splitlines() if line)
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "vendor.lock"
    }
    assert found == locked


def test_every_vendored_folder_names_its_release_and_carries_its_licence():
    for folder in VENDOR.iterdir():
        if folder.is_dir():
            assert folder.name.rsplit("-", 1)[-1][0].isdigit(), f"{folder.name}: which release?"
            assert list(folder.glob("LICEN[CS]E*")), f"{folder.name}: under which licence?"
