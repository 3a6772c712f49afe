"""The `<oc-live>` element of a page: which streams it shows, at which versions, and what it says when it is late."""

from typing import Any

from django import template
from django.conf import settings

from ocpizza.live.screens import Page

register = template.Library()


@register.inclusion_tag("live/_oc_live.html")
def oc_live(feeds: Page) -> dict[str, Any]:
    """Render the element that keeps the page's regions alive; put it outside every region."""
    return {"versions": feeds.versions, "time_zone": settings.TIME_ZONE}
