"""Writes money and times the way the reader's language writes them."""

from datetime import datetime, time
from decimal import ROUND_HALF_UP, Decimal

import phonenumbers
from django.utils import timezone, translation
from django.utils.formats import date_format

NO_BREAK = "\N{NO-BREAK SPACE}"
THIN = "\N{NARROW NO-BREAK SPACE}"
FRANCE = 33  # the country code
MINUS = "\N{MINUS SIGN}"


def euros(cents: int, *, whole: bool = False) -> str:
    """Return an amount of integer cents as `12,90 €` in French, `€12.90` in English; `whole` drops the cents."""
    units, rest = divmod(abs(cents), 100)
    sign = MINUS if cents < 0 else ""
    if whole:
        units += rest >= 50
    if _reads_english():
        return f"{sign}€{units:,}" + ("" if whole else f".{rest:02}")
    grouped = f"{units:,}".replace(",", THIN)
    return f"{sign}{grouped}" + ("" if whole else f",{rest:02}") + f"{NO_BREAK}€"


def decimal(number: int, places: int, *, most: int | None = None) -> str:
    """Return an integer of so many places as people write it, without zeros at the end: 1500 with three is `1,5`.

    `most` rounds to fewer places, half away from zero.
    """
    exact = Decimal(number).scaleb(-places)
    if most is not None:
        exact = exact.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    whole, _point, rest = f"{abs(exact):f}".partition(".")
    rest = rest.rstrip("0")
    english = _reads_english()
    grouped = f"{int(whole):,}" if english else f"{int(whole):,}".replace(",", THIN)
    sign = MINUS if exact < 0 and (int(whole) or rest) else ""
    return f"{sign}{grouped}" + (f"{'.' if english else ','}{rest}" if rest else "")


def clock(moment: datetime) -> str:
    """Return the local time of day as `20:04`, the same in every language so that columns align."""
    return f"{_local(moment):%H:%M}"


def clock_long(moment: datetime | time) -> str:
    """Return the local time of day as one says it in a sentence: `20 h 04`, or `8:04 pm` in English."""
    local = _local(moment)
    if _reads_english():
        return f"{local.hour % 12 or 12}:{local:%M}{NO_BREAK}{'am' if local.hour < 12 else 'pm'}"
    return f"{local.hour}{NO_BREAK}h{NO_BREAK}{local:%M}"


def with_day(moment: datetime, said: str) -> str:
    """Return a time of day, as it is said, behind its day unless that is today: `lun 23, 20:04`."""
    local = timezone.localtime(moment)
    if local.date() == timezone.localdate():
        return said
    return f"{date_format(local, 'D j').replace(' ', NO_BREAK)}, {said}"


def epoch_ms(moment: datetime) -> int:
    """Return milliseconds since 1970, what clock.js counts from."""
    return round(moment.timestamp() * 1000)


def _reads_english() -> bool:
    return (translation.get_language() or "fr").startswith("en")


def _local(moment: datetime | time) -> datetime | time:
    if isinstance(moment, time):
        return moment
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def telephone(number: str) -> str:
    """Write a number kept as `+33639981234` the way people do, `06 39 98 12 34`; one from abroad keeps its country."""
    try:
        parsed = phonenumbers.parse(number, "FR")
    except phonenumbers.NumberParseException:
        return number
    style = phonenumbers.PhoneNumberFormat
    return str(
        phonenumbers.format_number(parsed, style.NATIONAL if parsed.country_code == FRANCE else style.INTERNATIONAL)
    )
