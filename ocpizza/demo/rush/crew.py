"""What the crew does: cooks, counter, couriers and manager read their screen and press what it offers."""

import time
from collections.abc import Callable, Iterator

from ocpizza.demo.rush.browser import Browser, Trouble
from ocpizza.demo.rush.evening import Evening
from ocpizza.demo.rush.reading import Form, Page

MOST_IN_HAND = 5
"""Orders one cook prepares at a time."""

MOST_IN_BAG = 4
"""Orders one courier takes at a time."""

SHORTEST_LOOK = 0.25
"""Seconds between two looks at a screen, however fast the evening: nobody blinks faster."""

Work = Callable[[], Iterator[float]]


def _at_work(evening: Evening, browser: Browser, who: str, work: Work) -> Iterator[float]:
    """Log in, then work until the evening is over; trouble is counted, and work goes on."""
    entered = False
    while not evening.is_over:
        try:
            if not entered:
                browser.enter(who)
                entered = True
            yield from work()
        except Trouble as trouble:
            evening.tally.wrong(trouble.kind)
        yield max(SHORTEST_LOOK, evening.beats(0.8, 1.2))


def cook(store: str, who: str, share: tuple[int, int], evening: Evening) -> Iterator[float]:
    """Start, bake and pack one's share: of two cooks, (0, 2) has the even numbers, (1, 2) the odd ones."""
    browser, due = Browser(evening.url, evening.tally), _Due()
    rank, cooks = share
    stages = {"ready": ("ready", 5, 7), "oven": ("oven", 3, 6), "start": ("started", 0.5, 3)}

    def work() -> Iterator[float]:
        page = browser.get(f"/cuisine/{store}/")
        mine = [form for form in page.forms if form.verb in stages and form.number % cooks == rank]
        in_hand = sum(form.verb == "oven" for form in mine)
        for form in mine:
            mark, least, most = stages[form.verb]
            if form.verb == "start" and in_hand >= MOST_IN_HAND:
                continue
            if due.reached(form, evening.beats(least, most)):
                in_hand += form.verb == "start"
                if browser.press(form):
                    evening.tally.mark(form.order, mark)
                yield evening.beats(0.05, 0.2)

    return _at_work(evening, browser, who, work)


def counter(store: str, who: str, evening: Evening) -> Iterator[float]:
    """Cash in and hand over what guests collect."""
    browser, due = Browser(evening.url, evening.tally), _Due()

    def work() -> Iterator[float]:
        page = browser.get(f"/cuisine/{store}/")
        for form in page.forms:
            if form.verb in {"cash", "collect"} and due.reached(form, evening.beats(1, 4)):
                browser.press(form, **({"means": "card"} if form.verb == "cash" else {}))
                yield evening.beats(0.1, 0.3)
        yield evening.beats(0.5, 1)

    return _at_work(evening, browser, who, work)


def courier(store: str, who: str, evening: Evening) -> Iterator[float]:
    """Take what is ready, leave, and go from door to door: whatever the screen offers next."""
    browser = Browser(evening.url, evening.tally)

    def work() -> Iterator[float]:
        page = browser.get(f"/livraison/{store}/")
        for verb, act in (("leave", _leave), ("arrive", _arrive), ("cash", _cash), ("deliver", _deliver)):
            if (form := page.can(verb)) is not None:
                yield from act(form, page, browser, evening)
                return
        if page.can("take") is not None:
            yield evening.beats(0.5, 1.5)
            _take(browser.get(f"/livraison/{store}/"), browser, evening)

    return _at_work(evening, browser, who, work)


def manager(store: str, who: str, evening: Evening) -> Iterator[float]:
    """Send failed deliveries out again."""
    browser = Browser(evening.url, evening.tally)

    def work() -> Iterator[float]:
        board = browser.get("/tableau/")
        for order in [order for order, status in board.status.items() if status == "delivery_failed"]:
            yield evening.beats(1, 3)
            page = browser.get(f"/tableau/commande/{order}/")
            if (form := page.can("retry")) is not None:
                browser.press(form)
        yield evening.beats(2, 3)

    return _at_work(evening, browser, who, work)


class _Due:
    """Remembers when a form was first seen, and tells when its time has come."""

    def __init__(self) -> None:
        self._at: dict[tuple[str, str, str], float] = {}

    def reached(self, form: Form, delay: float) -> bool:
        """Say whether the delay since the form was first seen is over; the first delay counts."""
        seen = (form.order, form.verb, form.fields.get("seq", ""))
        return time.monotonic() >= self._at.setdefault(seen, time.monotonic() + delay)


def _take(page: Page, browser: Browser, evening: Evening) -> None:
    """Take what is still there, as much as the bag holds: a colleague may have been faster."""
    ready = [form for form in page.forms if form.verb == "take" and form.order][:MOST_IN_BAG]
    orders = [form.order for form in ready]
    if orders and browser.press(ready[0], orders=orders):
        for order in orders:
            evening.tally.mark(order, "road")


def _leave(form: Form, _page: Page, browser: Browser, evening: Evening) -> Iterator[float]:
    yield evening.beats(0.5, 1)
    browser.press(form)


def _arrive(form: Form, _page: Page, browser: Browser, evening: Evening) -> Iterator[float]:
    yield evening.beats(2, 5)
    browser.press(form)


def _cash(form: Form, page: Page, browser: Browser, evening: Evening) -> Iterator[float]:
    yield evening.beats(0.3, 1)
    failed = page.can("fail", form.order)
    if failed is not None and evening.nobody_home(form.order):
        browser.press(failed, reason="absent")
    else:
        browser.press(form, means="cash")


def _deliver(form: Form, _page: Page, browser: Browser, evening: Evening) -> Iterator[float]:
    yield evening.beats(0.2, 0.6)
    if browser.press(form):
        evening.tally.mark(form.order, "delivered")
