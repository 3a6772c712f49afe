"""What can still be made: the whole menu counted against the shelf, and how that grows with the menu.

A menu of 40 products in three sizes, eight of 60 ingredients in each, on PostgreSQL. `shelf` reads the levels in one
query, then `Shelf.pieces` counts each of the 120 sizes, as every page and socket does. The time is the process's own
(CPU of reading, converting and counting; PostgreSQL works elsewhere). The reference has nothing to read or to look
up: for each size a list of (ingredient, dose) made before, a dict of levels, `min` of the floors. Then the same
count, and the picture of the menu as a page reads it, for menus of 10, 100 and 1,000 products: the ratio is the cost
of one product among 1,000 against one among 100, and is 1 when the cost is linear.
"""

import statistics
from typing import Any

from bench.report import Promise, Row, spread
from bench.shop import Shop, Talk, talking

PRODUCTS, ROUNDS = 40, 200
MENUS = {10: 60, 100: 30, 1000: 7}  # products: rounds


def measure(shop: Shop) -> list[Row]:
    with talking("bench.programs.menu", shop.environment(shop.database())) as kitchen:
        kitchen.fill(products=PRODUCTS)
        whole = kitchen.count(rounds=ROUNDS)
        grown = {products: _grown(kitchen, products, rounds) for products, rounds in MENUS.items()}
    ours, bare = statistics.median(whole["ours"]), statistics.median(whole["bare"])
    queries = f"{whole['queries']} quer{'y' if whole['queries'] == 1 else 'ies'}"
    name = f"the whole menu counted, {PRODUCTS} products in 3 sizes, 60 ingredients: Python"
    return [
        Row(
            name,
            spread(whole["ours"], "ms", 2) + f", {queries}",
            "at most 5 ms and 1 query",
            ours,
            Promise("≤", 5, 5),
            " ms",
        ),
        Row("…vs a bare loop over the same numbers", f"{ours:.2f} ms", f"{bare:.2f} ms", ours / bare),
        _growth("…counted, each product of 1,000 vs of 100", "count", grown),
        _growth("the picture of the menu, each product of 1,000 vs of 100", "menu", grown),
    ]


def _grown(kitchen: Talk, products: int, rounds: int) -> dict[str, float]:
    """Return milliseconds for each product."""
    kitchen.fill(products=products)
    counted: Any = kitchen.count(rounds=rounds)
    found = {"count": statistics.median(counted["ours"]), "menu": kitchen.picture(rounds=rounds)["menu"]}
    return {name: value / products for name, value in found.items()}


def _growth(name: str, what: str, grown: dict[int, dict[str, float]]) -> Row:
    each = {products: values[what] for products, values in grown.items()}
    said = " / ".join(f"{each[products] * products:.1f}" for products in MENUS)
    return Row(
        name,
        f"{each[1000] * 1000:.0f} µs",
        f"{each[100] * 1000:.0f} µs (10 / 100 / 1,000 products: {said} ms)",
        each[1000] / each[100],
        Promise("≤", 1.2, 1.5),
    )
