"""The tags and filters of every template: icon, plate, euros, clock, clock_long, epoch_ms."""

from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ocpizza.look import formats, icons

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Inline a vendored icon; give a label only when no word stands beside it."""
    return icons.inline(name, str(label))


@register.simple_tag
def plate(number: object, size: str = "") -> SafeString:
    """Write a number on the enamel plate; sizes are s, m (the default), l and xl."""
    return format_html('<span class="plate{}">{}</span>', f" plate-{size}" if size else "", number)


@register.filter
def euros(cents: int | None) -> str:
    """Write integer cents as an amount, nothing for None."""
    return "" if cents is None else formats.euros(cents)


@register.filter
def euros_whole(cents: int | None) -> str:
    """Write integer cents without the cents, for totals read from afar."""
    return "" if cents is None else formats.euros(cents, whole=True)


@register.filter(expects_localtime=False)
def clock(moment: datetime | None) -> str:
    """Write a time of day for a column: `20:04`."""
    return formats.clock(moment) if moment else ""


@register.filter(expects_localtime=False)
def clock_long(moment: datetime | None) -> str:
    """Write a time of day for a sentence: `20 h 04`."""
    return formats.clock_long(moment) if moment else ""


@register.filter(expects_localtime=False)
def clock_day(moment: datetime | None) -> str:
    """Write a time of day, with its day unless that is today: `lun 23, 20:04`."""
    return formats.with_day(moment, formats.clock(moment)) if moment else ""


@register.filter(expects_localtime=False)
def clock_long_day(moment: datetime | None) -> str:
    """Write a time of day for a sentence, with its day unless that is today: `lun 23, 20 h 04`."""
    return formats.with_day(moment, formats.clock_long(moment)) if moment else ""


@register.filter(expects_localtime=False)
def epoch_ms(moment: datetime | None) -> str:
    """Return digits as text, so that no thousands separator is ever put into an attribute."""
    return str(formats.epoch_ms(moment)) if moment else ""


@register.filter
def telephone(number: str) -> str:
    """Write a telephone number as people do: `06 39 98 12 34`."""
    return formats.telephone(number)
