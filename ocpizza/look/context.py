"""Gives every page what it says about the product itself: which build it is, and whether it is a demonstration."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def product(request: HttpRequest) -> dict[str, Any]:
    """Return `build` and `demo`; nothing here may depend on who is asking."""
    return {"build": settings.BUILD, "demo": settings.DEMO}
