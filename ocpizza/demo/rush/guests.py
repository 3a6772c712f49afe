"""What a guest does: look at the menu, fill the basket, order, follow the order, sometimes think better of it."""

import re
from collections.abc import Generator, Iterator

from ocpizza.demo.rush.browser import Browser, Trouble
from ocpizza.demo.rush.evening import Evening
from ocpizza.demo.rush.plan import Guest, Wish
from ocpizza.demo.rush.reading import Page

ATTEMPTS = 3
"""How often a guest orders when something ran out in between."""


def dine(guest: Guest, evening: Evening) -> Iterator[float]:
    """Live through the evening of one guest. Raises Trouble when no order comes of it."""
    browser = Browser(evening.url, evening.tally)
    try:
        browser.get("/")
        yield evening.beats(0.5, 2)
        yield from _fill_basket(guest, evening, browser)
        page = yield from _order(guest, evening, browser)
        order = next(iter(page.status))
        evening.placed(order, guest)
        evening.tally.seen(order, page.status[order])
        yield from _follow(guest, evening, browser, order)
    finally:
        evening.goes_home()


def _fill_basket(guest: Guest, evening: Evening, browser: Browser) -> Iterator[float]:
    page = browser.get(f"/carte/{guest.store}/")
    for wish in guest.wishes:
        yield evening.beats(0.3, 1)
        _add(wish, page, browser)
    browser.get("/panier/")
    yield evening.beats(0.3, 1)


def _add(wish: Wish, page: Page, browser: Browser) -> bool:
    form = page.form_to("/panier/ajouter/")
    if form is None:
        raise Trouble("no way to add to the basket")
    on_sale = {button["value"] for button in page.buttons if button["name"] == "add" and "disabled" not in button}
    return any(browser.press(form, add=spec) for spec in wish.specs(on_sale))


def _order(guest: Guest, evening: Evening, browser: Browser) -> Generator[float, None, Page]:
    status = 0
    for _attempt in range(ATTEMPTS):
        form = browser.get("/commande/").form_to("/commande/")
        if form is None:
            raise Trouble("no way to order")
        answer = browser.submit(form.action, form.fields | _details(guest))
        if answer.path.startswith("/suivi/"):
            return answer.page
        status = answer.status
        evening.tally.refused("order")
        yield evening.beats(0.5, 1)
        yield from _replace_what_ran_out(guest, evening, browser)
    raise Trouble(f"order refused ({status})")


def _replace_what_ran_out(guest: Guest, evening: Evening, browser: Browser) -> Iterator[float]:
    gone = [spec for spec, available in browser.get("/panier/").available.items() if not available]
    menu = browser.get(f"/carte/{guest.store}/")
    for spec in gone:
        yield evening.beats(0.3, 1)
        browser.submit("/panier/quantite/", {"sku": spec, "quantity": "0"})
        for wish in guest.wishes:
            if re.split("[/!+]", spec)[0] in wish.skus():
                _add(wish, menu, browser)
                break


def _details(guest: Guest) -> dict[str, str]:
    details = {"name": guest.name, "phone": guest.phone, "kitchen_note": guest.kitchen_note, "allergy": guest.allergy}
    if not guest.delivered:
        return details | {"fulfilment": "takeaway"}
    where = {"street": guest.street, "postcode": guest.postcode, "city": guest.city}
    return details | where | {"fulfilment": "delivery"}


def _follow(guest: Guest, evening: Evening, browser: Browser, order: str) -> Iterator[float]:
    """Look at the tracking page until the order is over; a curious guest looks often."""
    wants_out = guest.cancels
    while not evening.tally.is_over(order):
        yield evening.beats(3, 6) if guest.curious else evening.beats(6, 12)
        try:
            page = browser.get(f"/suivi/{order}/")
            evening.tally.seen(order, page.status[order])
            if wants_out:
                wants_out = False
                _think_better_of_it(page, browser, order)
        except Trouble as trouble:
            evening.tally.wrong(trouble.kind)


def _think_better_of_it(page: Page, browser: Browser, order: str) -> None:
    """Cancel, if the page still offers it: the kitchen may have been faster."""
    if (form := page.can("cancel", order)) is not None:
        browser.press(form)
