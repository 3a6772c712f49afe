"""The files of the product, as the tests of the house read them."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("ocpizza", "kitchen", "delivery", "storefront")
LEFT_OUT = {".git", ".venv", "var", "staticfiles", "node_modules", "htmlcov", "__pycache__"}


def tracked() -> list[Path]:
    """Return every file that belongs to the project, whether this is a git checkout or an unpacked archive."""
    if (ROOT / ".git").exists():
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        found = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        found = [p for p in ROOT.rglob("*") if not LEFT_OUT & set(p.relative_to(ROOT).parts)]
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


def sources() -> list[Path]:
    """Return the product's Python modules."""
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def templates() -> list[Path]:
    """Return the product's templates."""
    return sorted([*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")])


def copy_to(folder: Path) -> Path:
    """Copy the project's own files to a folder, as a deployment or a fresh clone gets them."""
    for path in tracked():
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return folder


def bare_environment(**settings: str) -> dict[str, str]:
    """Return an environment with no setting of the product but those given."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return kept | settings
