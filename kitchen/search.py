"""Finds by what people type: accents and capitals aside, every word in one of the names."""

import unicodedata


def folded(text: str) -> str:
    """Return text as it is compared: `Crème fraîche` is `creme fraiche`."""
    spread = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("’", "'"))
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


def found_in(words: str, *names: str) -> bool:
    """Say whether each of the words stands in one of the names; nothing typed finds everything."""
    said = [folded(name) for name in names]
    return all(any(word in name for name in said) for word in folded(words).split())
