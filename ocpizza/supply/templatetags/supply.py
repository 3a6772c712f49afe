"""Writes the quantities, shares and changes of the purchases and the figures."""

from django import template

from ocpizza.look.formats import NO_BREAK, decimal, euros
from ocpizza.stock import amounts

register = template.Library()


@register.filter
def quantity(thousandths: int | None, unit: str) -> str:
    """Write a quantity as one says it, `1,5 kg`; a dash for None."""
    return "—" if thousandths is None else amounts.said(thousandths, unit, most=1)


@register.filter
def more(thousandths: int | None, unit: str) -> str:
    """Write a difference with its sign, `+1,5 kg`; a dash for None."""
    return "—" if thousandths is None else amounts.signed(thousandths, unit, most=1)


@register.filter
def tenths(number: int) -> str:
    """Write tenths as the number they stand for: pieces, of which some are halves."""
    return decimal(number, 1)


@register.filter
def percent(number: int | None) -> str:
    """Write tenths of a per cent, `64,5 %`; a dash for None."""
    return "—" if number is None else f"{decimal(number, 1)}{NO_BREAK}%"


@register.filter
def more_percent(number: int | None) -> str:
    """Write tenths of a per cent with their sign; a dash for None."""
    return ("+" if number and number > 0 else "") + percent(number)


@register.filter
def more_euros(cents: int) -> str:
    """Write an amount with its sign."""
    return ("+" if cents > 0 else "") + euros(cents)
