"""The two fields that set-up and Practice share."""

from wtforms import StringField

from portal.web.forms.fields import text_field
from portal.web.forms.phone_field import practice_phone_field


def practice_name() -> StringField:
    return text_field("Practice name", 120, needed="Enter the name of the practice.")


def practice_phone() -> StringField:
    return practice_phone_field(needed="Enter the phone number that clients can call.")
