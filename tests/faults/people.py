"""Customers and screens outside the browser: real HTTP with cookies, and a socket that comes back as a page does."""

import http.cookiejar
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field

from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import connect

from tests.services import wait_until

STORE = "rouen-centre"
KITCHEN = f"kitchen.{STORE}"


class _StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


@dataclass
class Answer:
    """What came back: status 0 when nothing did."""

    status: int
    text: str = ""
    location: str = ""


class Browser:
    """Cookies and a way to ask; follows nothing by itself."""

    def __init__(self, url: str, patience: float = 25) -> None:
        self.url, self.patience = url, patience
        self.jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), _StayHere())

    def cookie(self, name: str) -> str:
        return next((one.value for one in self.jar if one.name == name), "")

    def get(self, path: str) -> Answer:
        return self._ask(urllib.request.Request(self.url + path))

    def post(self, path: str, **fields: str) -> Answer:
        body = urllib.parse.urlencode(fields).encode()
        return self._ask(
            urllib.request.Request(self.url + path, body, {"X-CSRFToken": self.cookie("csrftoken"), "Origin": self.url})
        )

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            with self._opener.open(request, timeout=self.patience) as answer:
                return Answer(answer.status, answer.read().decode(), "")
        except urllib.error.HTTPError as answer:
            with answer:
                return Answer(answer.code, answer.read().decode(errors="replace"), answer.headers.get("Location", ""))
        except (OSError, http.client.HTTPException):
            return Answer(0)


class Customer(Browser):
    """Someone with a basket, at the last button of the checkout."""

    form: dict[str, str]

    def come_to_the_checkout(self, sku: str = "margherita-m", store: str = STORE) -> "Customer":
        self.get("/connexion/")  # the lightest page that gives a form's cookie
        assert self.post("/panier/ajouter/", store=store, add=sku).status == 303
        page = self.get("/commande/").text
        self.form = {
            name: re.search(rf'name="{name}" value="([^"]+)"', page).group(1) for name in ("key", "basket")
        } | {"fulfilment": "takeaway", "name": "Alice Martin", "phone": "06 39 98 00 01"}
        return self

    def order(self) -> Answer:
        """Press the button; the same form again is the same intention."""
        return self.post("/commande/", **self.form)


def customers(url: str, count: int, **wishes: str) -> list[Customer]:
    return [Customer(url).come_to_the_checkout(**wishes) for _ in range(count)]


def reference(answer: Answer) -> str:
    """Return the order's reference from the address of its tracking page."""
    assert answer.status == 303, answer
    return answer.location.rstrip("/").rsplit("/", 1)[1]


def cook(url: str) -> Browser:
    """Return a browser logged in as a cook of Rouen Centre."""
    browser = Browser(url)
    browser.get("/demo/")
    assert browser.post("/demo/entrer/", who="cook").status == 302
    return browser


@dataclass
class Screen:
    """The kitchen's screen: holds a socket, comes back when it is lost, and remembers what it saw and when."""

    browser: Browser
    stream: str = KITCHEN
    seen: list[tuple[float, int, str]] = field(default_factory=list)  # when, version shown, frame
    codes: list[int] = field(default_factory=list)
    _gone: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Screen":
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        wait_until(lambda: self.seen, 10, "the first frame")
        return self

    def __exit__(self, *exc) -> None:
        self._gone.set()
        self._thread.join(10)

    @property
    def version(self) -> int:
        return self.seen[-1][1] if self.seen else 0

    def shows(self, mark: str) -> bool:
        return any(mark in frame for _, _, frame in self.seen)

    def reached(self, version: int) -> float:
        """Return when the screen first showed this version, or one after it."""
        return next((when for when, shown, _ in self.seen if shown >= version), float("inf"))

    def _watch(self) -> None:
        while not self._gone.is_set():
            try:
                self._hold_a_socket()
            except (OSError, InvalidHandshake, EOFError):
                self._gone.wait(0.25)
            except ConnectionClosed as closed:
                self.codes.append(closed.rcvd.code if closed.rcvd else 1006)
                self._gone.wait(0.25)

    def _hold_a_socket(self) -> None:
        url = f"{self.browser.url.replace('http', 'ws')}/ws/live/?v={self.stream}={self.version}"
        cookie = {"Cookie": f"sessionid={self.browser.cookie('sessionid')}"}
        with connect(url, additional_headers=cookie, origin=self.browser.url, open_timeout=2, close_timeout=1) as line:
            while not self._gone.is_set():
                try:
                    frame = line.recv(timeout=0.2)
                except TimeoutError:
                    continue
                held = dict(pair.split("=") for pair in re.search(r'data-v="([^"]*)"', frame).group(1).split())
                self.seen.append((time.monotonic(), int(held[self.stream]), frame))
