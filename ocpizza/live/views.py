"""The frames over plain HTTP, for a browser whose socket does not open."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ocpizza.live import codes, frames
from ocpizza.live.feeds import went_back
from ocpizza.live.screens import FeedKey, Refused, feed_of, paint, screen_of, viewer_of, wishes
from ocpizza.live.streams import note_watched, versions


@require_GET
@never_cache
def look(request: HttpRequest) -> HttpResponse:
    """Answer `?v=<held>` with the frame that a new socket would receive, one per kind of screen."""
    viewer, held = viewer_of(request), request.GET.getlist("v")
    if len(held) != 1:
        return HttpResponse(status=codes.HTTP_STATUS[codes.GONE])
    try:
        feeds = [(feed_of(viewer, wish.prefix, wish.keys), wish.held) for wish in wishes(held[0])]
    except Refused as refusal:
        return HttpResponse(status=codes.HTTP_STATUS.get(refusal.code, 403))
    note_watched(name for feed, _ in feeds if screen_of(feed.prefix).staff for name in feed.streams)
    return HttpResponse("\n".join(_frame(feed, held) for feed, held in feeds))


def _frame(feed: FeedKey, held: dict[str, int]) -> str:
    found = versions(feed.streams)
    if found == held and screen_of(feed.prefix).refresh is None:
        return frames.frame(frames.HELLO, found).text
    return frames.frame(frames.SNAPSHOT, found, paint(feed), reset=went_back(held, found)).text
