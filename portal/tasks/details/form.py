"""The form of the details."""

from typing import Any

from wtforms import BooleanField, Form, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.i18n import _, lazy
from portal.models.step_record import Answers
from portal.tasks.details.answers import KINDS, WAYS
from portal.web.forms.fields import ChecksField, PortalForm, text_field
from portal.web.forms.phone_field import phone_field


def kind_field(label: str) -> SelectField:
    return SelectField(label, choices=[SelectChoice(kind, words) for kind, words in KINDS.items()], default="mobile")


def at_least_one(__: Form, field: ChecksField) -> None:
    if not field.data:
        raise ValidationError(_("Choose at least one."))


class DetailsForm(PortalForm):
    preferred_name = text_field(lazy("Preferred name"), 100)
    pronouns = text_field(lazy("Pronouns"), 40)
    phone = phone_field(lazy("Phone"), needed=lazy("Enter a phone number that we can call."))
    phone_kind = kind_field(lazy("Kind of phone"))
    phone_message = BooleanField(lazy("You may leave a message"))
    phone_2 = phone_field(lazy("Second phone"))
    phone_2_kind = kind_field(lazy("Kind of second phone"))
    phone_2_message = BooleanField(lazy("You may leave a message on the second phone"))
    phone_3 = phone_field(lazy("Third phone"))
    phone_3_kind = kind_field(lazy("Kind of third phone"))
    phone_3_message = BooleanField(lazy("You may leave a message on the third phone"))
    reach = ChecksField(lazy("How we may reach you"), WAYS, validators=[at_least_one])
    street = text_field(lazy("Street"), 200)
    apartment = text_field(lazy("Apartment"), 60)
    city = text_field(lazy("City"), 100)
    region = text_field(lazy("State or region"), 100)
    postal_code = text_field(lazy("Postal code"), 20)
    contact_name = text_field(lazy("Their name"), 200)
    contact_relationship = text_field(lazy("Their relationship to you"), 60)
    contact_phone = phone_field(lazy("Their phone"))
    keeps_name_out = BooleanField(lazy("Keep the practice's name out of mail"))

    def validate(self, extra_validators: Any = None) -> bool:
        return all([super().validate(extra_validators), self._has_whole_contact()])

    def _has_whole_contact(self) -> bool:
        """An emergency contact has a name and a phone number."""
        if not any((self.contact_name.data, self.contact_relationship.data, self.contact_phone.data)):
            return True
        if not self.contact_name.data:
            self.refuse("contact_name", _("Enter the name of your emergency contact."))
        if not self.contact_phone.data:
            self.refuse("contact_phone", _("Enter the phone number of your emergency contact."))
        return bool(self.contact_name.data and self.contact_phone.data)


def make(answers: Answers) -> DetailsForm:
    return DetailsForm(data=answers)
