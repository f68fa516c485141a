"""The form of the details, and where its answers are kept."""

from typing import Any

from wtforms import BooleanField, Form, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal import phones
from portal.models import Client
from portal.models.step_record import Answers
from portal.tasks import Values
from portal.web import current
from portal.web.fields import ChecksField, PortalForm, text_field

KINDS = {"mobile": "Mobile", "home": "Home", "work": "Work"}
WAYS = {"phone": "Phone call", "text": "Text message", "email": "Email"}
MORE_PHONES = ("phone_2", "phone_3")
OWN = ("preferred_name", "phone")  # of the client's own row: staff see and change them too
LONGEST_NUMBER = 40


def number_field(label: str, needed: str | None = None) -> StringField:
    field = text_field(label, LONGEST_NUMBER, needed=needed)
    field.kwargs["validators"] = [*field.kwargs["validators"], can_be_dialled]
    return field


def can_be_dialled(_: Form, field: StringField) -> None:
    """Writes the number back as it is dialled here."""
    if not field.data:
        return
    number = phones.tidy(field.data, phones.region_of(current.the_practice().time_zone))
    if number is None or len(number) > LONGEST_NUMBER:
        raise ValidationError("This is not a whole phone number. Enter it with its area code.")
    field.data = number


def kind_field(label: str) -> SelectField:
    return SelectField(label, choices=[SelectChoice(kind, words) for kind, words in KINDS.items()], default="mobile")


def at_least_one(_: Form, field: ChecksField) -> None:
    if not field.data:
        raise ValidationError("Choose at least one.")


class DetailsForm(PortalForm):
    preferred_name = text_field("Preferred name", 100)
    pronouns = text_field("Pronouns", 40)
    phone = number_field("Phone", needed="Enter a phone number that we can call.")
    phone_kind = kind_field("Kind of phone")
    phone_message = BooleanField("You may leave a message")
    phone_2 = number_field("Second phone")
    phone_2_kind = kind_field("Kind of second phone")
    phone_2_message = BooleanField("You may leave a message on the second phone")
    phone_3 = number_field("Third phone")
    phone_3_kind = kind_field("Kind of third phone")
    phone_3_message = BooleanField("You may leave a message on the third phone")
    reach = ChecksField("How we may reach you", WAYS, validators=[at_least_one])
    street = text_field("Street", 200)
    apartment = text_field("Apartment", 60)
    city = text_field("City", 100)
    region = text_field("State or region", 100)
    postal_code = text_field("Postal code", 20)
    contact_name = text_field("Their name", 200)
    contact_relationship = text_field("Their relationship to you", 60)
    contact_phone = number_field("Their phone")

    def validate(self, extra_validators: Any = None) -> bool:
        return all([super().validate(extra_validators), self._has_whole_contact()])

    def _has_whole_contact(self) -> bool:
        """An emergency contact is somebody with a name whom we can call."""
        if not any((self.contact_name.data, self.contact_relationship.data, self.contact_phone.data)):
            return True
        if not self.contact_name.data:
            self.refuse("contact_name", "Enter the name of your emergency contact.")
        if not self.contact_phone.data:
            self.refuse("contact_phone", "Enter the phone number of your emergency contact.")
        return bool(self.contact_name.data and self.contact_phone.data)


def make(client: Client, answers: Answers | None) -> DetailsForm:
    return DetailsForm(data={**(answers or {}), **{name: getattr(client, name) for name in OWN}})


def is_on_file(client: Client, answers: Answers | None) -> bool:
    """Whatever this form needs."""
    return bool(client.phone and answers and answers.get("reach"))


def keep(client: Client, values: Values) -> Answers:
    """What is empty is left out, and so is what was said of a phone that has no number."""
    for name in OWN:
        setattr(client, name, values[name])
    without = tuple(f"{phone}_" for phone in MORE_PHONES if not values.get(phone))
    return {name: value for name, value in values.items()
            if value and name not in OWN and not name.startswith(without)}  # fmt: skip
