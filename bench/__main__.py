"""Runs the figures, prints their table and, after a complete run, writes docs/benchmarks.md."""

import os
import sys
import time
from importlib import import_module

from bench import document, shop
from bench.report import Row, table

FIGURES = [
    "last_socket",
    "burst",
    "repaint",
    "memory",
    "painted",
    "pages",
    "feasible",
    "placing",
    "last_portions",
    "watching",
    "starting",
]


def main(asked: list[str]) -> int:
    """Run all figures, or those named; the exit code is 0 also when one misses: the table says it."""
    unknown = set(asked) - set(FIGURES)
    if unknown:
        print(f"No figure {', '.join(sorted(unknown))}: there are {', '.join(FIGURES)}.", file=sys.stderr)
        return 2
    began, load = time.monotonic(), os.getloadavg()[0]
    figures, rows = [import_module(f"bench.figures.{name}") for name in asked or FIGURES], list[Row]()
    with shop.opened() as opened:
        for figure in figures:
            print(f"{(figure.__doc__ or '').partition(chr(10))[0]}", file=sys.stderr, flush=True)
            rows += figure.measure(opened)
        print(table(rows))
        took = time.monotonic() - began
        print(f"{took:.0f} s in all.")
        if not asked:
            document.write(rows, figures, document.machine(opened, (load, os.getloadavg()[0]), took))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
