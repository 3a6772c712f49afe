"""A burst of 300 changes to 200 sockets: every screen ends right, and most changes share a frame.

200 sockets watch the kitchen of Rouen Centre as its cook, 30 orders are in its queue, and six cooks' clients send
300 bumps (start, send back) by HTTP as fast as they are answered. Then each socket's regions, put together from the
frames it received as a browser does, are compared with a fresh page, byte for byte. The time to settle is from the
last answer to the last socket that has the final version. Frames are counted per socket: while the kitchen is
painted, changes join the next frame.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bench.report import Promise, Row
from bench.shop import Shop, Talk, Visitor, crowd, settle, talking

SOCKETS, ORDERS, TIMES, COOKS = 200, 30, 10, 6
STORE = "rouen-centre"


def measure(shop: Shop) -> list[Row]:
    database = shop.database()
    with talking("bench.programs.orders", shop.environment(database)) as till:
        references = till.place(store=STORE, count=ORDERS)["references"]
    with shop.web(database) as web, crowd() as screens:
        cooks = [_cook(web.port) for _ in range(COOKS)]
        screens.open(
            port=web.port, path=f"/ws/live/?v=kitchen.{STORE}=0", count=SOCKETS, cookie=cooks[0].cookie, keep=True
        )
        settle(1)
        before = screens.state()
        with ThreadPoolExecutor(COOKS) as pool:
            finals = list(pool.map(_bump, cooks, [references[start::COOKS] for start in range(COOKS)]))
        ended = time.monotonic_ns()
        after = _arrived(screens, max(finals))
        return _rows(screens.regions(), cooks[0].get(f"/cuisine/{STORE}/"), before, after, ended)


def _cook(port: int) -> Visitor:
    cook = Visitor(port)
    cook.enter("cook")
    cook.get(f"/cuisine/{STORE}/")
    return cook


def _bump(cook: Visitor, references: list[str]) -> int:
    """Start each order and send it back, again and again; return the last version of the kitchen."""
    version = 0
    for _ in range(TIMES // 2):
        for verb in ("start", "send-back"):
            for reference in references:
                answer = cook.post(f"/cuisine/{STORE}/{reference}/{verb}/", why="plus de basilic")
                version = version_in(answer.headers["OC-Version"])
    return version


def version_in(header: str) -> int:
    """Return the kitchen's version from an OC-Version header."""
    return next(int(item.partition("=")[2]) for item in header.split() if item.startswith(f"kitchen.{STORE}="))


def _arrived(screens: Talk, version: int) -> dict[str, Any]:
    for _ in range(100):
        settle(0.1)
        state: dict[str, Any] = screens.state(version=version)
        if state["there"] == SOCKETS:
            break
    return state


def _rows(
    states: list[dict[str, str]], page: str, before: dict[str, Any], after: dict[str, Any], ended: int
) -> list[Row]:
    right = len(states) == 1 and bool(states[0]) and all(html in page for html in states[0].values())
    frames = (after["frames"] - before["frames"]) / SOCKETS
    changes = ORDERS * TIMES
    name = f"burst of {changes} changes to {SOCKETS} sockets"
    there = after["there"] if right else 0
    late = max(0.0, (after.get("last", 0) - ended) / 1e9)
    return [
        Row(
            f"{name}: screens byte-equal to a fresh page", f"{there}", f"{SOCKETS}", there / SOCKETS, Promise("≥", 1, 1)
        ),
        Row("…settled after the last answer", f"{late:.2f} s", "the sweep's 5 s", late, Promise("≤", 5, 5), " s"),
        Row("…frames to each socket", f"{frames:.0f}", f"{changes} changes", frames / changes),
    ]
