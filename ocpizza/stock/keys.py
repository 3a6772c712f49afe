"""What makes a form of the stock count once: a key that it carries, and references that follow from it."""

import base64
import hashlib
import secrets

LONGEST = 40  # characters


def new() -> str:
    """Return the key of a fresh form."""
    return secrets.token_urlsafe(16)


def reference(*parts: object) -> str:
    """Return 128 bits that follow from these parts: the same form sent again names the same row, and no other can."""
    spelled = "\x1f".join(str(part) for part in parts)
    digest = hashlib.sha256(spelled.encode()).digest()[:16]
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
