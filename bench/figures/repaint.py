"""A delivery that touches every product repaints 500 open menus, painting each process's menu once for each language.

Two of our servers hold 250 sockets each on the menu of Rouen Centre, half of them French and half English. A receipt
of every ingredient is booked in the first; the second hears of it through Redis. Each server counts how often it
painted the menu for its sockets: 1 for each change, process and language is the promise. The time is from the commit
to the last of the 500 that has the whole frame; the reference is the bare asyncio server that writes one prebuilt
frame of the same length to 500 sockets, with nothing to read and nothing to paint.
"""

import contextlib
import json
import os
import statistics

from bench.report import Promise, Row, spread
from bench.shop import Shop, Visitor, crowd, settle
from tests import services

SOCKETS, ROUNDS = 500, 15
STREAM = "menu.rouen-centre"
LANGUAGES = ("fr", "en")
MS = 1e6


def measure(shop: Shop) -> list[Row]:
    with contextlib.ExitStack() as stack:
        database = shop.database()
        webs = [stack.enter_context(shop.web(database)) for _ in range(2)]
        screens, visitors = stack.enter_context(crowd()), [Visitor(web.port) for web in webs]
        share = SOCKETS // len(webs) // len(LANGUAGES)
        for web in webs:
            for language in LANGUAGES:
                screens.open(port=web.port, path=f"/ws/live/?v={STREAM}=0", count=share, language=language)
        settle(1)
        bare, trigger = _bare(shop, stack)
        length = _last(screens, visitors[0].trigger("/bench/receive/"))[1]
        before, ours, theirs = _paintings(visitors), [], []
        for _ in range(ROUNDS):
            ours.append(_last(screens, visitors[0].trigger("/bench/receive/"))[0])
            theirs.append(_last(bare, trigger.trigger(f"/publish/{length}"))[0])
        after = _paintings(visitors)
    most = max((after[name] - before[name]) / ROUNDS for name in after)
    feeds = len(webs) * len(LANGUAGES)
    return [
        Row(
            f"{SOCKETS} open menus, every product changed: paintings for each change, process and language",
            f"{most:.2f} at most, {feeds} feeds",
            "1",
            most,
            Promise("≤", 1, 1),
        ),
        Row(
            f"…the last of {SOCKETS} ({length // 1000} kB) vs bare asyncio",
            spread(ours, "ms"),
            spread(theirs, "ms"),
            statistics.median(ours) / statistics.median(theirs),
        ),
    ]


def _bare(shop: Shop, stack: contextlib.ExitStack) -> tuple[object, Visitor]:
    port = services.free_port()
    stack.enter_context(shop.program("-m", "bench.references.bare", str(port), port=port, env=dict(os.environ)))
    screens = stack.enter_context(crowd())
    screens.open(port=port, path="/ws/", count=SOCKETS)
    return screens, Visitor(port)


def _last(screens: object, published: dict[str, int]) -> tuple[float, int]:
    """Return the milliseconds until the last screen had it, and the length of the frame."""
    for _ in range(100):
        settle(0.1)
        state = screens.state(version=published["version"])  # type: ignore[attr-defined]
        if state["there"] == SOCKETS:
            return (state["last"] - published["at"]) / MS, int(state["length"])
    raise AssertionError(f"{SOCKETS - state['there']} screens did not receive version {published['version']}")


def _paintings(visitors: list[Visitor]) -> dict[str, int]:
    """Return how often each process painted the menu in each language."""
    found = {}
    for visitor in visitors:
        for name, count in json.loads(visitor.get("/bench/paintings/")).items():
            if name.startswith(STREAM):
                found[f"{visitor.port} {name}"] = count
    return found
