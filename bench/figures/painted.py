"""From a change to the paint in another browser: a cook's client moves an order, Chromium shows the kitchen.

The clock starts before the POST is sent, so the figure holds all of the request too and is an upper bound of
"commit to painted". It stops in the page: `oc:painted` with a version that contains the change, then the next
animation frame and the task after it. 120 changes, one at a time, on a kitchen with 12 orders; browser and client
share the machine's clock.
"""

import time
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.figures.burst import STORE, _cook, version_in
from bench.report import Promise, Row, percentile, spread
from bench.shop import Shop, Visitor, settle, talking
from tests import services

ORDERS, CHANGES = 12, 120
LISTEN = """
() => {
  window.benchPainted = [];
  document.addEventListener("oc:painted", (event) => requestAnimationFrame(() => setTimeout(() => {
    window.benchPainted.push([event.detail.versions.get("kitchen.STORE"), performance.timeOrigin + performance.now()]);
  })));
  window.benchUntil = (version) => new Promise((resolve) => {
    const look = () => {
      const found = window.benchPainted.find(([shown]) => shown >= version);
      if (found) resolve(found[1]); else setTimeout(look, 20);
    };
    look();
  });
}
""".replace("STORE", STORE)


def measure(shop: Shop) -> list[Row]:
    database = shop.database()
    with talking("bench.programs.orders", shop.environment(database)) as till:
        references = till.place(store=STORE, count=ORDERS)["references"]
    with shop.web(database) as web, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=services.chromium(), args=services.CHROMIUM_FLAGS)
        cook = _cook(web.port)
        page = _kitchen(browser, web.port)
        times = [_once(cook, page, reference, verb) for reference, verb in _taps(references)]
        browser.close()
    return [
        Row(
            "change to painted in Chromium, median",
            spread(times, "ms", 0),
            f"{CHANGES} changes",
            percentile(times, 50),
            Promise("≤", 150, 150),
            " ms",
        ),
        Row(
            "…99th percentile",
            f"{percentile(times, 99):.0f} ms",
            "",
            percentile(times, 99),
            Promise("≤", 500, 500),
            " ms",
        ),
    ]


def _kitchen(browser: Any, port: int) -> Page:
    page: Page = browser.new_page(base_url=f"http://127.0.0.1:{port}", viewport={"width": 1280, "height": 800})
    page.goto("/demo/")
    page.click("button[name=who][value=cook]")
    page.wait_for_selector("html[data-live=live]")
    page.evaluate(LISTEN)
    settle(2)
    return page


def _taps(references: list[str]) -> list[tuple[str, str]]:
    rounds = CHANGES // len(references)
    return [(one, ("start", "send-back")[turn % 2]) for turn in range(rounds) for one in references]


def _once(cook: Visitor, page: Page, reference: str, verb: str) -> float:
    began = time.time() * 1000
    answer = cook.post(f"/cuisine/{STORE}/{reference}/{verb}/", why="plus de basilic")
    painted: float = page.evaluate("(version) => window.benchUntil(version)", version_in(answer.headers["OC-Version"]))
    settle(0.1)
    return painted - began
