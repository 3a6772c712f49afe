"""The next start of the demonstration: from what `make run` does to the first page read, when nothing has changed.

The reference is what any Django process pays: a bare `django.setup()` of the same settings in a new Python.
"""

import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

from bench.report import Promise, Row, spread
from bench.shop import Shop
from tests import services

TURNS = 5


def measure(_shop: Shop) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="ocpizza-start-") as var:
        _start(var)
        turns = [(_start(var), _bare(var)) for _ in range(TURNS)]
    ours, bare = [ours for ours, _ in turns], [bare for _, bare in turns]
    return [
        Row(
            "the next start, to the first page",
            spread(ours, "s", 2),
            f"{spread(bare, 's', 2)} for a bare django.setup()",
            statistics.median(ours),
            Promise("≤", 3, 3),
            " s",
        )
    ]


def _start(var: str) -> float:
    """Prepare, serve and read the first page; return the seconds that took, without the stop."""
    began = time.monotonic()
    _run(var, "bin/prepare")
    with services.web(f"sqlite:///{var}/ocpizza.sqlite3", env={"OCPIZZA_VAR": var}) as site:
        urllib.request.urlopen(site.url).read()
        return time.monotonic() - began


def _bare(var: str) -> float:
    began = time.monotonic()
    _run(var, "-c", "import django; django.setup()")
    return time.monotonic() - began


def _run(var: str, *arguments: str) -> None:
    environment = services.environment(OCPIZZA_VAR=var)
    subprocess.run([sys.executable, *arguments], cwd=services.ROOT, env=environment, check=True, capture_output=True)
