"""A clear no: a toast where htmx asked, else a page of its own that leads back to the basket."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html


def refused(request: HttpRequest, sentence: str, status: int, back: str = "") -> HttpResponse:
    """Say why nothing changed, with the status that says so to machines; `back` is where to go on, else the basket."""
    if by_htmx(request):
        return HttpResponse(format_html('<p class="refusal" role="alert">{}</p>', sentence), status=status)
    return render(request, "storefront/refused.html", {"sentence": sentence, "back": back}, status=status)


def by_htmx(request: HttpRequest) -> bool:
    """Say whether htmx asked, and wants a fragment."""
    return request.headers.get("HX-Request") == "true"
