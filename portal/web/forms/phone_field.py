"""The fields of phone numbers: one rule, whether staff or a client types them."""

from wtforms import Form, StringField
from wtforms.validators import ValidationError

from portal import phone_numbers
from portal.i18n import _, lazy
from portal.models import Practice
from portal.web.forms.fields import text_field

LONGEST = 40


def phone_field(label: str = lazy("Phone"), *, needed: str | None = None) -> StringField:
    field = text_field(label, LONGEST, needed=needed)
    field.kwargs["validators"] = [*field.kwargs["validators"], can_be_dialled]
    return field


def practice_phone_field(*, needed: str) -> StringField:
    """Beside the field of the time zone, which says where the number is dialled from."""
    field = text_field(lazy("Phone"), LONGEST, needed=needed)
    field.kwargs["validators"] = [*field.kwargs["validators"], can_be_called]
    return field


def can_be_dialled(form: Form, field: StringField) -> None:
    """Writes the number back as it is dialled here. What is on file and was not touched is not judged again."""
    if not field.data or field.data == field.object_data:
        return
    number = as_dialled_here(field.data)
    if number is None or len(number) > LONGEST:
        raise ValidationError(_("This is not a whole phone number. Enter it with its area code."))
    field.data = number


def as_dialled_here(number: str) -> str | None:
    """None where it cannot be a number."""
    return phone_numbers.tidy(number, phone_numbers.region_of(Practice.one().time_zone))


def can_be_called(form: Form, field: StringField) -> None:
    """As can_be_dialled; but the practice may be called at a number like 911 or 0800 1234, too."""
    if not field.data or field.data == field.object_data:
        return
    region = phone_numbers.region_of(form["time_zone"].data or "")
    number = phone_numbers.tidy(field.data, region) or phone_numbers.as_typed(field.data)
    if number is None or len(number) > LONGEST:
        raise ValidationError(_("Use digits, like (555) 010-0100."))
    field.data = number
