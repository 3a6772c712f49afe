"""Reads a page as a person does: the orders it shows and their states, what is on offer, what can be pressed."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
"""Elements without an end; those of drawings close themselves."""

Attributes = dict[str, str]


@dataclass
class Form:
    """A form, and the order it stands in, if any; `verb` is its data-action."""

    action: str
    verb: str
    order: str
    number: int = 0
    fields: Attributes = field(default_factory=dict)


class Page(HTMLParser):
    """What a page says: `status` and `number` of each order, `available` of each product, and the forms."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.status: dict[str, str] = {}
        self.number: dict[str, int] = {}
        self.available: dict[str, bool] = {}
        self.buttons: list[Attributes] = []
        self.forms: list[Form] = []
        self._open: list[tuple[str, str]] = []  # tag and the order it stands in
        self._form: Form | None = None
        self.feed(text)
        for form in self.forms:
            self._place(form)

    def can(self, verb: str, order: str = "") -> Form | None:
        """Return the first form that does `verb` (to this order), or None."""
        return next((form for form in self.forms if form.verb == verb and order in ("", form.order)), None)

    def form_to(self, action: str) -> Form | None:
        """Return the form whose address ends so, or None."""
        return next((form for form in self.forms if form.action.endswith(action)), None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note orders, products, forms and fields."""
        said = {name: value or "" for name, value in attrs}
        around = self._open[-1][1] if self._open else ""
        order = said.get("data-order", around)
        self._note(said, order)
        if tag == "form":
            self._form = Form(said.get("action", ""), said.get("data-action", ""), order)
            self.forms.append(self._form)
        elif tag == "input" and self._form is not None and "form" not in said:
            self._fill(self._form, said)
        elif tag == "button" and said.get("name"):
            self.buttons.append(said)
        if tag not in VOID:
            self._open.append((tag, order))

    def handle_endtag(self, tag: str) -> None:
        """Leave the element."""
        if tag == "form":
            self._form = None
        while self._open and tag not in VOID:
            closed, _order = self._open.pop()
            if closed == tag:
                break

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take `<circle/>` for what it is: an element without an end."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def _note(self, said: Attributes, order: str) -> None:
        if "data-order" in said:
            self.status[order] = said.get("data-status", "")
            self.number[order] = int(said.get("data-number") or 0)
        if "data-product" in said:
            self.available[said.get("data-sku") or said["data-product"]] = said.get("data-available") == "true"

    def _place(self, form: Form) -> None:
        """Find the order of a form that stands beside it: its address says which."""
        if not form.order:
            form.order = next((order for order in self.status if f"/{order}/" in form.action), "")
        form.number = self.number.get(form.order, 0)

    @staticmethod
    def _fill(form: Form, said: Attributes) -> None:
        chosen = said.get("type") not in {"radio", "checkbox"} or "checked" in said
        if said.get("name") and chosen:
            form.fields[said["name"]] = said.get("value", "")
