"""Orders placed per second on PostgreSQL, against bare SQL that writes the same rows; and the 1st against the 10,000th.

One process as a web process is: Django, a loop with the hub that takes the notices, Redis. Four threads, each in
its own store, call `ocpizza.orders.placing.place` with two kinds of pizza and a drink, delivered: everything is
checked, prices and recipes are read, stock is taken, the streams are bumped, the notice leaves. The bare SQL does
in the same threads only the writes, in one transaction of the same shape with psycopg2: the conditional stock
update, the movements, the day's number, the order, its lines, its first change, the streams. They take turns, with
four threads and with one. For the last figure orders are placed one by one in an empty database, then again after
10,000 more, with their lines, changes, movements and streams, were written.
"""

import statistics

from bench.report import Promise, Row, spread
from bench.shop import Shop, talking

TURNS, OURS, BARE = 6, 40, 160
SEED, SAMPLE = 10_000, 100
THREADS = (4, 1)


def measure(shop: Shop) -> list[Row]:
    with talking("bench.programs.orders", shop.environment(shop.database())) as till:
        till.one_by_one(count=20)
        first = till.one_by_one(count=SAMPLE)["median"]
        for threads in THREADS:
            till.race(threads=threads, ours=5, bare=5)
        turns = {n: [till.race(threads=n, ours=OURS, bare=BARE) for _ in range(TURNS)] for n in THREADS}
        statements = len(till.queries()["statements"])
        orders = till.seed(count=SEED)["orders"]
        last = till.one_by_one(count=SAMPLE)["median"]
    after = f"an order when {orders:,} were placed vs the first hundred"
    return [
        *(_rate(threads, turns[threads], statements) for threads in THREADS),
        Row(after, f"{last:.1f} ms", f"{first:.1f} ms", last / first),
    ]


def _rate(threads: int, turns: list[dict[str, float]], statements: int) -> Row:
    ours, bare = [turn["ours"] for turn in turns], [turn["bare"] for turn in turns]
    return Row(
        f"orders placed per second vs bare SQL of the same rows, {threads} thread{'s' if threads > 1 else ''}",
        spread(ours, "/s", 0) + f", {statements} statements each",
        spread(bare, "/s", 0),
        statistics.median(ours) / statistics.median(bare),
        Promise("≥", 0.2, 0.2),
    )
