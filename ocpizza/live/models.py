"""One table: how many times what each stream shows has changed."""

from django.db import models


class Stream(models.Model):
    """A thing that screens watch; its version counts committed changes and only grows."""

    name = models.CharField(max_length=120, primary_key=True)
    version = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}={self.version}"
