"""Fields that keep integers and read what people type."""

import pytest
from django.core.exceptions import ValidationError

from ocpizza.look.fields import ScaledField


@pytest.mark.parametrize("said", ["12,50", "12.5", " 12,5 "])
def test_a_price_is_read_with_a_comma_or_a_point(said):
    assert ScaledField(places=2).clean(said) == 1250


@pytest.mark.parametrize("said", ["1,000.5", "-1", "1,234", "\0", "beaucoup"])
def test_what_is_no_price_is_refused(said):
    with pytest.raises(ValidationError):
        ScaledField(places=2).clean(said)
