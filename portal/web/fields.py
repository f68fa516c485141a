"""Fields that several forms share. They check shape only; whether something is taken is the domain's word."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import abort, has_request_context, request
from flask_wtf import FlaskForm
from wtforms import DateField, Field, Form, PasswordField, StringField
from wtforms.validators import InputRequired, Length, Optional, StopValidation, ValidationError
from wtforms.widgets import FileInput

from portal import clock
from portal.credentials import options, password_rules
from portal.credentials.errors import PasswordRefused
from portal.credentials.hashing import LONGEST
from portal.language import _, lazy
from portal.models.account import is_username
from portal.web import current, uploads

_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
EARLIEST = date(1900, 1, 1)
# Typed letter by letter, as it is on file: what a phone would write large, correct or underline is wrong here. It also
# holds while Show has made a password readable; a browser's spelling service must never be sent one.
EXACT = {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}


class PortalForm(FlaskForm):  # type: ignore[misc]
    """A form whose refusals by the domain are shown on its fields.

    ``based_on``: what it has shown, where others may change the same (web/answering.py).
    """

    based_on = ""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf = False  # web/guards.py has judged the token before a form is made

    def refuse(self, field: str, sentence: str) -> None:
        self[field].errors = [*self[field].errors, sentence]

    def process(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:
        """Refuses a file under the name of anything but a field for files, before a field reads it as text."""
        if formdata is not None and has_request_context():
            for_files = {name for name, field in self._fields.items() if isinstance(field.widget, FileInput)}
            if set(request.files) - for_files:
                abort(400, uploads.UNASKED)
        super().process(formdata, *args, **kwargs)

    @property
    def values(self) -> dict[str, Any]:
        """What was filled in, by the names of the fields."""
        return dict(self.data)


def tidy(text: str | None) -> str | None:
    """NFC, no spaces around, no marks that turn the neighbours' direction."""
    return _BIDI.sub("", unicodedata.normalize("NFC", text)).strip() if text else text


def empty_is_none(text: str | None) -> str | None:
    return text or None


def visible(text: str) -> str:
    """Without the control characters that no field takes."""
    return CONTROL.sub("", text)


def no_controls(form: Form, field: StringField) -> None:
    if field.data and CONTROL.search(field.data):
        raise StopValidation(_("Please remove the invisible characters."))


def text_field(label: str, longest: int, *, needed: str | None = None, **kwargs: object) -> StringField:
    """One line of text. ``needed`` is the sentence for an empty one; without it the field may be empty (None)."""
    first = [InputRequired(needed)] if needed else [Optional(strip_whitespace=True)]
    validators = [*first, no_controls, at_most(longest)]
    filters = [tidy] if needed else [tidy, empty_is_none]
    return StringField(
        label, filters=filters, validators=[*validators, *([_not_blank(needed)] if needed else [])], **kwargs
    )


def at_most(told: int, counted: int | None = None) -> Length:
    return Length(max=counted or told, message=lazy("Use at most %(count)s characters.", count=told))


def _not_blank(sentence: str):  # type: ignore[no-untyped-def]
    def check(form: Form, field: StringField) -> None:
        if not field.data:
            raise StopValidation(sentence)

    return check


def email_shape(form: Form, field: StringField) -> None:
    """Exactly one address, at most 254 characters (RFC 5321); written back without spaces around."""
    if not field.data:
        return
    try:
        validate_email(field.data, check_deliverability=False, allow_quoted_local=False, allow_domain_literal=False,
                       test_environment=False, strict=True)  # fmt: skip
    except EmailNotValidError as error:
        if not _is_test_name(field.data):
            raise ValidationError(_("This is not a complete email address, like name@example.com.")) from error


def _is_test_name(address: str) -> bool:
    """Names that RFC 2606 keeps for tests and demonstrations are not mailable, but not mistyped either."""
    return bool(re.fullmatch(r"[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9-]{1,63}\.)+(test|example|localhost)", address))


def email_field(label: str = lazy("Email"), *, needed: str | None = None, **kwargs: object) -> StringField:
    field = text_field(label, 254, needed=needed, render_kw=EXACT, **kwargs)
    field.kwargs["validators"] = [*field.kwargs["validators"], email_shape]
    return field


def username_field(label: str = lazy("Username")) -> StringField:
    field = text_field(label, 64, needed=lazy("Choose a username."), render_kw=EXACT)
    field.kwargs["validators"] = [*field.kwargs["validators"], username_shape]
    return field


def username_shape(form: Form, field: StringField) -> None:
    if not is_username(field.data or ""):
        raise ValidationError(_("Use 3 to 64 letters, digits and . _ - @ +"))


def sign_in_name_field(label: str, needed: str) -> StringField:
    return text_field(label, 256, needed=needed, render_kw=EXACT)


def password_field(label: str, needed: str | None) -> PasswordField:
    """Kept as typed, spaces included; never sent back. Its length is the domain's word. ``needed`` as in a text field;
    without it the page says when it is missed."""
    first = [InputRequired(needed)] if needed else []
    return PasswordField(label, validators=[*first, at_most(LONGEST, 4096)], render_kw=EXACT)


def new_password_fields(label: str, again: str) -> tuple[PasswordField, PasswordField]:
    field = password_field(label, lazy("Choose a password."))
    field.kwargs["validators"] = [*field.kwargs["validators"], acceptable]
    return field, PasswordField(again, validators=[same_password], render_kw=EXACT)


def acceptable(form: Form, field: PasswordField) -> None:
    """What can be said without knowing whose it is, so that all errors of a form come at once."""
    try:
        password_rules.check(password_rules.normalised(field.data), options.shortest_password())
    except PasswordRefused as error:
        raise ValidationError(str(error)) from error


def same_password(form: Form, field: PasswordField) -> None:
    if field.data != form["password"].data:
        raise ValidationError(_("The two passwords are not the same. Type the new password again."))


def phone_field(*, needed: str | None = None) -> StringField:
    field = text_field(lazy("Phone"), 40, needed=needed)
    field.kwargs["validators"] = [*field.kwargs["validators"], phone_shape]
    return field


def phone_shape(form: Form, field: StringField) -> None:
    if field.data and (
        not re.fullmatch(r"[\d\s()+./x#-]+(ext\.?[\d\s]+)?", field.data) or len(re.sub(r"\D", "", field.data)) < 3
    ):
        raise ValidationError(_("Use digits, like (555) 010-0100."))


class ChecksField(Field):  # type: ignore[misc]
    """Boxes to check: ``data`` are the values of those that are. Each is sent under a name of its own, ``reach_text``,
    since a name that comes twice is refused.
    """

    def __init__(self, label: str, choices: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.choices = choices

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        super().process(None, *args, **kwargs)
        if formdata is not None:
            self.data = [value for value in self.choices if formdata.get(f"{self.name}_{value}")]


class BirthDateField(DateField):  # type: ignore[misc]
    """A native date field: ISO 8601, from 1900 to today."""

    def __init__(self, label: str = lazy("Date of birth"), **kwargs: object) -> None:
        super().__init__(label, validators=[Optional(), _in_a_lifetime], **kwargs)

    def process_formdata(self, values: list[str]) -> None:
        if not values or not values[0].strip():
            self.data = None
            return
        try:
            self.data = date.fromisoformat(values[0].strip()[:10]) if len(values[0].strip()) == 10 else None
        except ValueError:
            self.data = None
        if self.data is None:
            raise ValueError(_("This is not a date. Use year, month and day, like 1988-03-14."))


def today() -> date:
    practice = current.practice()
    return clock.now().astimezone(practice.zone if practice else None).date()


def _in_a_lifetime(form: Form, field: DateField) -> None:
    if field.data and not EARLIEST <= field.data <= today():
        raise ValidationError(_("The date of birth must be between 1900 and today."))
