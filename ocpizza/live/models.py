"""One table: how many times what each stream shows has changed."""

from django.db import models


class Stream(models.Model):
    """A thing that screens watch; its version counts committed changes and only grows.

    `watched_at` says when a screen of the staff was last open on it, to a quarter of a minute.
    """

    name = models.CharField(max_length=120, primary_key=True)
    version = models.BigIntegerField(default=0)
    watched_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name}={self.version}"
