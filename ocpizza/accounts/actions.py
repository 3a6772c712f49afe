"""What changes a person's rights, and tells the screens that person has open."""

from django.db import transaction

from ocpizza.accounts.models import User
from ocpizza.live import streams


def stream_of(user: User) -> str:
    """Return the hidden stream that the person's open screens listen to."""
    return f"staff.{user.pk}"


def rights_changed(user: User) -> None:
    """Have the person's open screens ask again whether they may stay."""
    with transaction.atomic():
        streams.announce([stream_of(user)])
