"""Refuses sockets opened by the pages of others: a browser sends our cookies with them."""

from collections.abc import Iterable

from django.conf import settings
from django.http.request import split_domain_port, validate_host


def is_ours(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """True when Origin is present, once, and names exactly the host and port that the request was sent to."""
    pairs = list(headers)
    origins = [value for name, value in pairs if name == b"origin"]
    hosts = [value for name, value in pairs if name == b"host"]
    if len(origins) != 1 or len(hosts) != 1:
        return False
    origin, host = origins[0].decode("latin1").lower(), hosts[0].decode("latin1").lower()
    schemes = ("https",) if settings.SECURE_SSL_REDIRECT else ("http", "https")
    domain, _ = split_domain_port(host)
    return (
        bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS) and origin in {f"{s}://{host}" for s in schemes}
    )
