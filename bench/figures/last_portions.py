"""100 buyers want the last 10 portions at the same moment, over HTTP: 10 orders, 90 clear refusals.

Each buyer has a session and a basket with one medium Orientale of Rouen Centre, and has opened the checkout; then
merguez for 10 is left, and all 100 send the order at once, each over a connection of its own, to one server with its
four HTTP threads. A refusal is clear when it is a 409 whose page names what ran out. The clock runs from the moment
all are ready to the last byte of each answer, waiting in the queue included.
"""

import re
import threading
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from bench.report import Promise, Row, percentile, spread
from bench.shop import Shop, Visitor

BUYERS, PORTIONS = 100, 10
STORE, SKU, NAME, INGREDIENT, DOSE = "rouen-centre", "orientale-m", "Orientale", "merguez", 90_000
AT_ONCE = 8  # buyers who fill their baskets
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


class Buyer(NamedTuple):
    visitor: Visitor
    form: str


class Answer(NamedTuple):
    status: int
    clear: bool
    seconds: float


def measure(shop: Shop) -> list[Row]:
    database = shop.database()
    name = database.rsplit("/", 1)[1]
    level = f"store_id = (SELECT id FROM stores_store WHERE slug = '{STORE}') AND ingredient_id = (SELECT id FROM "
    level += f"catalog_ingredient WHERE slug = '{INGREDIENT}')"
    with shop.web(database) as web:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            buyers = list(pool.map(_at_the_checkout, [web.port] * BUYERS))
        shop.cluster.execute(f"UPDATE stock_level SET quantity = {PORTIONS * DOSE} WHERE {level}", name)
        answers = _all_at_once(buyers)
    left = shop.cluster.execute(f"SELECT quantity FROM stock_level WHERE {level}", name)[0][0]
    placed = shop.cluster.execute("SELECT count(*) FROM orders_order WHERE name = 'Bench'", name)[0][0]
    sold = sum(answer.status == 303 for answer in answers)
    told = sum(answer.clear for answer in answers)
    right = (sold, placed, told, left) == (PORTIONS, PORTIONS, BUYERS - PORTIONS, 0)
    seconds = [answer.seconds for answer in answers]
    return [
        Row(
            f"{BUYERS} buyers for the last {PORTIONS} portions: orders, clear refusals",
            f"{placed} orders, {told} refusals, {left // DOSE} left",
            f"{PORTIONS}, {BUYERS - PORTIONS}, 0",
            float(right),
            Promise("≥", 1, 1),
        ),
        Row(
            "…95th percentile of the answers",
            spread(seconds, "s", 2),
            f"{sum(answer.status not in {303, 409} for answer in answers)} other answers",
            percentile(seconds, 95),
            Promise("≤", 3, 3),
            " s",
        ),
    ]


def _at_the_checkout(port: int) -> Buyer:
    visitor = Visitor(port)
    visitor.get(f"/carte/{STORE}/")
    visitor.post("/panier/ajouter/", store=STORE, add=SKU)
    fields = dict(HIDDEN.findall(visitor.get("/commande/")))
    told = {"fulfilment": "takeaway", "name": "Bench", "phone": "06 39 98 00 00"}
    return Buyer(visitor, urllib.parse.urlencode({name: fields[name] for name in ("key", "basket")} | told))


def _all_at_once(buyers: list[Buyer]) -> list[Answer]:
    ready = threading.Barrier(len(buyers))

    def buy(buyer: Buyer) -> Answer:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-CSRFToken": buyer.visitor.cookies["csrftoken"],
        }
        ready.wait(30)
        began = time.monotonic()
        answer, text = buyer.visitor.ask("POST", "/commande/", buyer.form, **headers)
        clear = answer.status == 409 and NAME in text and "Plus assez de stock" in text
        return Answer(answer.status, clear, time.monotonic() - began)

    with ThreadPoolExecutor(len(buyers)) as pool:
        return list(pool.map(buy, buyers))
