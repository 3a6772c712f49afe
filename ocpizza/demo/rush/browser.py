"""A browser without a screen: cookies, the CSRF token, redirections, and the time each answer takes."""

import http.client
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

from ocpizza.demo.rush.reading import Form, Page
from ocpizza.demo.rush.tally import Tally

PATIENCE = 30  # seconds until an answer counts as lost
MOST_REDIRECTIONS = 5
Fields = Mapping[str, str | Sequence[str]]


class Trouble(Exception):
    """Something that must not happen on a good evening; `kind` groups it in the final table."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class Answer:
    """What the server said; `path` is where redirections led."""

    status: int
    path: str
    text: str

    @property
    def page(self) -> Page:
        """The answer, read."""
        return Page(self.text)


class Browser:
    """One person's browser: its cookies are nobody else's."""

    def __init__(self, url: str, tally: Tally) -> None:
        self._where = urlsplit(url)
        self._origin = f"{self._where.scheme}://{self._where.netloc}"
        self._cookies: dict[str, str] = {}
        self._tally = tally

    def get(self, path: str) -> Page:
        """Open a page. Raises Trouble unless it is there."""
        answer = self._follow(self._ask("GET", path))
        if answer.status != http.client.OK:
            raise Trouble(f"{answer.status} on {_kind(path)}")
        return answer.page

    def enter(self, who: str) -> None:
        """Log in by the demonstration's door. Raises Trouble when it stays closed."""
        self.get("/demo/")
        answer = self.submit("/demo/entrer/", {"who": who})
        if answer.status != http.client.OK:
            raise Trouble(f"{answer.status} at the door as {who.partition('.')[0]}")

    def submit(self, path: str, fields: Fields) -> Answer:
        """Send a form as a page without scripts does, and see where that leads."""
        token = self._cookies.get("csrftoken", "")
        return self._follow(self._ask("POST", path, {**fields, "csrfmiddlewaretoken": token}))

    def press(self, form: Form, **fields: str | Sequence[str]) -> bool:
        """Press a form's button as a live page does; says whether the server agreed.

        A refusal (409) is part of the game, someone was faster: it is counted apart. Raises Trouble for the rest.
        """
        answer = self._ask("POST", form.action, {**form.fields, **fields}, live=True)
        if answer.status == http.client.CONFLICT:
            self._tally.refused(form.verb or "add")
            return False
        if answer.status not in {http.client.OK, http.client.NO_CONTENT}:
            raise Trouble(f"{answer.status} on {form.verb or _kind(form.action)}")
        return True

    def _follow(self, answer: Answer) -> Answer:
        for _ in range(MOST_REDIRECTIONS):
            if answer.status not in {301, 302, 303, 307, 308}:
                return answer
            answer = self._ask("GET", answer.path)
        raise Trouble(f"endless redirections on {_kind(answer.path)}")

    def _ask(self, method: str, path: str, fields: Fields | None = None, *, live: bool = False) -> Answer:
        secure = self._where.scheme == "https"
        connect = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = connect(self._where.netloc, timeout=PATIENCE)
        body = urlencode(fields, doseq=True) if fields is not None else None
        started = time.monotonic()
        try:
            connection.request(method, path, body, self._headers(body, live))
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            raise Trouble(f"{type(error).__name__} on {_kind(path)}") from error
        finally:
            connection.close()
        self._tally.answered(time.monotonic() - started)
        self._remember(response)
        landed = urlsplit(urljoin(f"{self._origin}{path}", response.headers.get("Location", path)))
        return Answer(response.status, landed.path + (f"?{landed.query}" if landed.query else ""), text)

    def _headers(self, body: str | None, live: bool) -> dict[str, str]:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "Accept-Language": "fr",
            "Connection": "close",
        }
        if body is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": self._origin,
                "Referer": f"{self._origin}/",
                "X-CSRFToken": self._cookies.get("csrftoken", ""),
            }
        return headers | ({"HX-Request": "true"} if live else {})

    def _remember(self, response: http.client.HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self._cookies[name] = morsel.value


def _kind(path: str) -> str:
    """Return the room of an address: `/suivi/`, whichever the order."""
    return f"/{path.partition('?')[0].strip('/').partition('/')[0]}/"
