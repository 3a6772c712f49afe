"""Keeps the last complete run in docs/benchmarks.md: the table, the machine, and what each figure measures."""

import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from types import ModuleType

from bench.report import Row, table
from bench.shop import Shop
from tests import services

PAGE = services.ROOT / "docs" / "benchmarks.md"
OPENING = """\
# Benchmarks

What the product promises, measured beside a reference in the same run. `make bench` writes this page;
`python -m bench NAME` runs one figure and prints it: {names}. PostgreSQL (durability off, for both sides), Redis,
Chromium, servers and clients are started on free ports of this machine and stopped at the end.

Ratios are ours divided by the reference, of medians, taken in turns; brackets hold the 10th and 90th percentile. The
ratios are what to compare: absolute numbers are those of a machine that may have had other work.
"""


def write(rows: Sequence[Row], figures: Sequence[ModuleType], facts: str) -> None:
    """Write the page."""
    names = ", ".join(f"`{figure.__name__.rpartition('.')[2]}`" for figure in figures)
    parts = [OPENING.format(names=names), table(rows) + "\n", "## The machine\n", facts]
    parts.append("## What is measured, and how\n")
    for figure in figures:
        title, _, text = (figure.__doc__ or "").partition("\n\n")
        parts.append(f"### {title.rstrip('.')}\n\n{text}")
    PAGE.write_text("\n".join(parts).rstrip() + "\n")


def machine(shop: Shop, loads: Sequence[float], seconds: float) -> str:
    """Describe where and with what the figures were taken."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    database = shop.cluster.execute("SHOW server_version")[0][0]
    facts = {
        "When": f"{datetime.now(UTC):%Y-%m-%d}, {seconds / 60:.0f} minutes",
        "Processor": f"{_processor()}, {os.cpu_count()} cores",
        "Memory": f"{memory:.0f} GB",
        "Load average": f"{loads[0]:.1f} before, {loads[1]:.1f} after: other work makes every figure slower",
        "Software": f"Linux {platform.release()}, Python {platform.python_version()}, PostgreSQL {database}, "
        f"{_first_line('redis-server', '--version').split(' sha')[0]}, {_first_line(services.chromium(), '--version')}",
    }
    return "\n".join(f"- {name}: {fact}" for name, fact in facts.items()) + "\n"


def _processor() -> str:
    with open("/proc/cpuinfo") as lines:
        return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _first_line(*command: str) -> str:
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return said.strip().partition("\n")[0]
