"""What customers type: a postcode to find a store, and everything an order needs."""

import re
from typing import Any

import phonenumbers
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from ocpizza.look.formats import FRANCE
from ocpizza.orders.flow import Fulfilment
from ocpizza.stores.models import Store

POSTCODE = RegexValidator(r"\A[0-9]{5}\Z", _("Un code postal a cinq chiffres, par exemple 76000."))
OFFERED = [
    (Fulfilment.DELIVERY.value, Fulfilment.DELIVERY.label),
    (Fulfilment.TAKEAWAY.value, Fulfilment.TAKEAWAY.label),
]

LATER, ONLINE = "later", "online"
WAYS_TO_PAY = [(LATER, _("À la remise")), (ONLINE, _("En ligne (démonstration)"))]


class PostcodeField(forms.CharField):
    """Five digits, whatever the spacing."""

    default_validators = [POSTCODE]

    def to_python(self, value: Any) -> str:
        """Drop the spaces people type."""
        return re.sub(r"\s", "", super().to_python(value) or "")


class PhoneField(forms.CharField):
    """A telephone number, French when no country is said; the value is in international form, `+33639980101`."""

    def to_python(self, value: Any) -> str:
        """Normalise, or refuse what cannot be called."""
        typed = super().to_python(value) or ""
        if not typed or "\0" in typed:
            return typed
        try:
            number = phonenumbers.parse(typed, "FR")
        except phonenumbers.NumberParseException as error:
            raise ValidationError(self.error_messages["invalid"], "invalid") from error
        if number.extension or not _can_be_called(number):
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _can_be_called(number: phonenumbers.PhoneNumber) -> bool:
    # Numbers reserved for fiction (06 39 98…) are "invalid" for the library, and the demonstration lives on them.
    if number.country_code == FRANCE:
        return bool(re.fullmatch(r"[1-9][0-9]{8}", str(number.national_number)))
    return bool(phonenumbers.is_valid_number(number))


class SearchForm(forms.Form):
    """Which stores deliver to me?"""

    postcode = PostcodeField(label=_("Votre code postal"), max_length=12, required=False)


class CheckoutForm(forms.Form):
    """The order's contact, address and notes; `store` is who has to deliver."""

    fulfilment = forms.ChoiceField(label=_("Comment"), choices=OFFERED)
    phone = PhoneField(
        label=_("Téléphone"),
        max_length=30,
        error_messages={"invalid": _("Ce numéro n’est pas valable. Exemple : 06 39 98 12 34.")},
    )
    name = forms.CharField(label=_("Nom"), max_length=80)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    street = forms.CharField(label=_("Numéro et rue"), max_length=120, required=False)
    postcode = PostcodeField(label=_("Code postal"), max_length=12, required=False)
    city = forms.CharField(label=_("Ville"), max_length=60, required=False)
    door_code = forms.CharField(label=_("Code d’entrée"), max_length=30, required=False)
    floor = forms.CharField(label=_("Étage"), max_length=30, required=False)
    courier_note = forms.CharField(label=_("Note pour le livreur"), max_length=300, required=False)
    kitchen_note = forms.CharField(label=_("Note pour la cuisine"), max_length=300, required=False)
    allergy = forms.CharField(label=_("Allergie"), max_length=120, required=False)
    pay = forms.ChoiceField(label=_("Paiement"), choices=WAYS_TO_PAY, required=False, initial=LATER)

    NEEDED_TO_DELIVER = ("street", "postcode", "city")
    CONTACT = ("phone", "name", "email", "street", "postcode", "city", "door_code", "floor", "courier_note")

    def __init__(self, *args: Any, store: Store, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.store = store
        self.outside_zone = ""
        self.pays_online = settings.DEMO
        if not self.pays_online:
            self.fields["pay"] = forms.ChoiceField(choices=WAYS_TO_PAY[:1], required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for an address only when there is something to deliver, and check the zone."""
        cleaned = {name: _tidy(value) for name, value in (super().clean() or {}).items()}
        if cleaned.get("fulfilment") == Fulfilment.DELIVERY:
            for name in self.NEEDED_TO_DELIVER:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
            self._check_zone(cleaned.get("postcode", ""))
        return cleaned

    def _check_zone(self, postcode: str) -> None:
        if postcode and postcode not in {area.postcode for area in self.store.areas.all()}:
            self.outside_zone = postcode
            words = {"store": self.store.name, "postcode": postcode}
            self.add_error("postcode", _("%(store)s ne livre pas au %(postcode)s.") % words)


def _tidy(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value
