"""Files speak of the product only: no address of one machine, nothing left undone, no secret."""

import re

from tests.house.tree import ROOT, tracked

TEXT = {".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ".in", ".json", ".yaml", ".yml", ".po", ".svg", ""}
FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+|tmp/[a-z])(?:/|\b)"),
    "an index address": re.compile(
        r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian\.org|index-url\s*=", re.IGNORECASE
    ),
    "something left undone": re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b"),
    "the workshop instead of the product": re.compile(
        r"\bcontract\.md\b|\bshared/(?:house|live|brief|screens)|\bworktree\b|\bsub-?agent|\bchatbot\b|\bLL" r"M\b"
    ),
    "a key": re.compile(r"sk_live_\w{8}|BEGIN (?:RSA |EC )?PRIVATE KEY|AKIA[0-9A-Z]{16}"),
}
OURS_TO_NAME_THEM = {"tests/house/test_workplace.py"}


def test_files_speak_of_the_product_only():
    found = []
    for path in tracked():
        name = path.relative_to(ROOT).as_posix()
        if path.suffix not in TEXT or name in OURS_TO_NAME_THEM or name.startswith("static/vendor/"):
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            found += [
                f"{name}:{number}: {what}: {line.strip()[:80]}" for what, it in FORBIDDEN.items() if it.search(line)
            ]
    assert found == []


def test_nothing_built_is_kept():
    built = re.compile(r"(^|/)(\.venv|staticfiles|var|__pycache__|node_modules)/|\.(pyc|sqlite3|log)$")
    assert [name for path in tracked() if built.search(name := path.relative_to(ROOT).as_posix())] == []
