"""What an answer offers for a few seconds after a gesture: to undo it, or what goes with it."""

import json
from collections.abc import Mapping

NEXT = "OC-Next"
"""Header of an answer that holds an offer."""


def offer(said: str, label: str, action: str, fields: Mapping[str, str] | None = None, *, undo: bool = False) -> str:
    """Return the header's words: what was done, and a button that posts `fields` to `action`.

    An `undo` answers to the undo's key. Plain ASCII, as headers are.
    """
    return json.dumps({"said": said, "label": label, "action": action, "fields": dict(fields or {}), "undo": undo})
