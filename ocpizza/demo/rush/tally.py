"""Keeps count of an evening: how long each stage of each order took, how fast the server answered, what went wrong."""

import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

STAGES = {  # what is measured → the marks it lies between
    "placed → started": ("placed", "started"),
    "started → oven": ("started", "oven"),
    "oven → ready": ("oven", "ready"),
    "ready → on the road": ("ready", "road"),
    "road → delivered": ("road", "delivered"),
}
FINAL = frozenset({"completed", "cancelled"})


class Tally:
    """What happened so far; every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._marks: dict[str, dict[str, float]] = {}
        self._answers: list[float] = []
        self._refusals: Counter[str] = Counter()
        self._statuses: dict[str, str] = {}
        self.errors: Counter[str] = Counter()

    def mark(self, order: str, what: str) -> None:
        """Note that this happened to the order now; the first time counts."""
        with self._lock:
            self._marks.setdefault(order, {}).setdefault(what, time.monotonic())

    def seen(self, order: str, status: str) -> None:
        """Note the status that the order's guest reads."""
        with self._lock:
            self._statuses[order] = status

    def answered(self, seconds: float) -> None:
        """Note how long an HTTP answer took."""
        with self._lock:
            self._answers.append(seconds)

    def refused(self, verb: str) -> None:
        """Note that someone was faster, or that the last portion was gone."""
        with self._lock:
            self._refusals[verb] += 1

    def wrong(self, kind: str) -> None:
        """Note an error."""
        with self._lock:
            self.errors[kind] += 1

    def is_over(self, order: str) -> bool:
        """Say whether its guest has seen the order completed or cancelled."""
        return self._statuses.get(order) in FINAL

    def progress(self) -> str:
        """Return one line for the person at the terminal."""
        with self._lock:
            now = Counter(self._statuses.values())
            answers, errors = self._answers[-200:], self.errors.total()
        open_orders = now.total() - now["completed"] - now["cancelled"]
        answer = f"{statistics.median(answers) * 1000:.0f} ms" if answers else "-"
        return (
            f"{now.total()} ordered, {open_orders} under way, {now['completed']} completed, "
            f"{now['cancelled']} cancelled, answers in {answer}, {errors} errors"
        )

    def table(self) -> str:
        """Return the evening in figures: seconds per stage, milliseconds per answer, errors by kind."""
        with self._lock:
            now = Counter(self._statuses.values())
            # The crew also serves what others ordered; the figures are those of the evening's own guests.
            ours = [marks for marks in self._marks.values() if "placed" in marks]
            spans = {stage: _spans(ours, *ends) for stage, ends in STAGES.items()}
            answers, refusals = list(self._answers), dict(self._refusals)
        lines = [f"{'':24}{'count':>7}{'median':>10}{'95th':>10}"]
        lines += [_row(stage, seconds, 1, "s") for stage, seconds in spans.items()]
        lines += [_row("HTTP answer", answers, 1000, "ms"), ""]
        under_way = now.total() - now["completed"] - now["cancelled"]
        lines.append(
            f"Orders: {now.total()} ({now['completed']} completed, {now['cancelled']} cancelled, {under_way} under way)"
        )
        if refusals:
            lines.append("Refused in time: " + ", ".join(f"{verb} {n}" for verb, n in sorted(refusals.items())))
        lines.append(f"Errors: {self.errors.total() or 'none'}")
        lines += [f"  {kind}: {n}" for kind, n in self.errors.most_common()]
        return "\n".join(lines)


def percentile_95(values: Sequence[float]) -> float:
    """Return the value that 95 % do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-95 * len(ordered) // 100) - 1)]


def _spans(all_marks: Iterable[Mapping[str, float]], start: str, end: str) -> list[float]:
    return [marks[end] - marks[start] for marks in all_marks if start in marks and end in marks]


def _row(name: str, values: Sequence[float], factor: int, unit: str) -> str:
    if not values:
        return f"{name:24}{0:>7}{'-':>10}{'-':>10}"
    median, high = statistics.median(values) * factor, percentile_95(values) * factor
    digits = 1 if unit == "s" else 0
    return f"{name:24}{len(values):>7}{f'{median:.{digits}f} {unit}':>10}{f'{high:.{digits}f} {unit}':>10}"
