"""Answers to the POSTs of live pages: what changed, or why not; with htmx and without."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.html import format_html

from ocpizza.live.streams import spell

STATUS_OF_SEE_OTHER = 303


def changed(request: HttpRequest, versions: Mapping[str, int], fallback_url: str) -> HttpResponse:
    """Tell the page which versions contain its change: 204 for htmx, which awaits that frame, else back to a page."""
    if not by_htmx(request):
        return HttpResponseRedirect(fallback_url, status=STATUS_OF_SEE_OTHER)
    public = {name: version for name, version in versions.items() if not name.startswith("staff.")}
    return HttpResponse(status=204, headers={"OC-Version": spell(public)})


def refused(request: HttpRequest, sentence: str, back: str, status: int = 409) -> HttpResponse:
    """Say why nothing changed, with the status that says so: a toast for htmx, else a page that leads back."""
    if by_htmx(request):
        return HttpResponse(format_html('<p class="refusal" role="alert">{}</p>', sentence), status=status)
    return render(request, "refused.html", {"sentence": sentence, "back": back}, status=status)


def by_htmx(request: HttpRequest) -> bool:
    """Say whether htmx asked, and wants a fragment."""
    return request.headers.get("HX-Request") == "true"
