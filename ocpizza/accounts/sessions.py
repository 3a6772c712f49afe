"""Sessions in the database; a cookie that can be no key of ours is nobody's, and never reaches the database."""

from django.contrib.sessions.backends import db

SHORTEST_KEY = 8  # Django's own bound


class SessionStore(db.SessionStore):
    """Django's own, except that PostgreSQL is never asked for a key with a null byte in it: that would be an error."""

    def _validate_session_key(self, key: str | None) -> bool:
        return key is not None and key.isascii() and key.isalnum() and len(key) >= SHORTEST_KEY
