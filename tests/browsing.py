"""Chromium for the journeys: sizes of devices, console and CSP errors that fail a test, and axe."""

import re

import pytest

from tests import services

DEVICES = {
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
    "small": {
        "viewport": {"width": 320, "height": 640},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
    "tablet": {"viewport": {"width": 1180, "height": 820}, "has_touch": True},
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "wall": {"viewport": {"width": 1920, "height": 1080}},
}


class Console:
    """Collects what browsers complain about; a test fails for anything it did not `expect`."""

    def __init__(self):
        self.complaints: list[str] = []
        self._expected: list[re.Pattern] = []

    def expect(self, pattern: str) -> None:
        """Allow complaints that match: `expect("409")` before a refusal, `expect("WebSocket")` before a cut."""
        self._expected.append(re.compile(pattern))

    def watch(self, context) -> None:
        context.on("console", self._note)
        context.on("weberror", lambda error: self.complaints.append(f"uncaught: {error.error}"))

    def _note(self, message) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    @property
    def unexpected(self) -> list[str]:
        return [line for line in self.complaints if not any(pattern.search(line) for pattern in self._expected)]


@pytest.fixture(scope="module")
def browser():
    """One Chromium for the tests of a file; it ends with them, because its event loop would disturb asyncio tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=services.chromium(), args=services.CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def console():
    """What the browsers of this test complained about: must stay empty, but for what the test expects."""
    console = Console()
    yield console
    assert console.unexpected == [], "the browser complained"


@pytest.fixture
def context_factory(browser, console):
    """Open browser contexts, each a person with a device: `context_factory("tablet", base_url=site.url)`."""
    opened = []

    def open_context(device="desktop", **options):
        settings = (
            {"locale": "fr-FR", "timezone_id": "Europe/Paris", "reduced_motion": "reduce"} | DEVICES[device] | options
        )
        context = browser.new_context(**settings)
        context.set_default_timeout(10_000)
        console.watch(context)
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        context.close()


@pytest.fixture
def person(context_factory):
    """Open a page as a member of the demo: `person(site, "cook", "tablet")`; who "" is a stranger."""

    def open_page(site, who="", device="desktop", **options):
        page = context_factory(device, base_url=site.url, **options).new_page()
        if who:
            page.goto("/demo/")
            page.locator(f"button[name=who][value={who}]").first.click()
            page.wait_for_load_state()
        return page

    return open_page


def axe(page) -> None:
    """Assert that axe finds nothing to complain about on this page."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    told = [f"{item['id']}: {item['help']}\n    {node['html'][:200]}" for item in found for node in item["nodes"]]
    assert not told, f"{page.url}\n" + "\n".join(told)
