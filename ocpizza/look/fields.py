"""Form fields for what we keep as integers and people read in larger units: cents as euros, thousandths as grams."""

from decimal import Decimal
from typing import Any

from django import forms

CENTS = 2
"""Places of an amount of money: always shown, `9.90`; of other things zeros at the end are dropped, `90`."""


class ScaledField(forms.DecimalField):
    """A decimal of `places` decimals, kept as an integer: `9.90` is 990 with two places."""

    def __init__(self, *, places: int, **options: Any) -> None:
        self.places = places
        super().__init__(max_digits=8, decimal_places=places, min_value=0, **options)

    def to_python(self, value: Any) -> Any:
        """Read a French comma as well."""
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def clean(self, value: Any) -> int | None:
        """Return the integer, or None for an empty field that may be empty."""
        typed = super().clean(value)
        return None if typed is None else int(typed.scaleb(self.places))

    def prepare_value(self, value: Any) -> Any:
        """Show the integer of the row as the decimal people know; what they typed stays as typed."""
        if not isinstance(value, int):
            return value
        exact = Decimal(value).scaleb(-self.places)
        return exact if self.places == CENTS else f"{exact.normalize():f}"

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare in the unit people see."""
        return super().has_changed(self.prepare_value(initial), data)
