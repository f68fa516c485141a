"""Fields that several forms share. They check shape only; the domain decides whether a name is taken."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import abort, has_request_context, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import DateField, Field, Form, PasswordField, StringField
from wtforms.meta import DefaultMeta
from wtforms.validators import InputRequired, Length, Optional, StopValidation, ValidationError
from wtforms.widgets import FileInput

from portal import clock
from portal.authentication import password_policy
from portal.authentication.password_hashing import LONGEST
from portal.errors import PasswordRefused
from portal.i18n import _, lazy
from portal.options import resolve
from portal.sentences import BIRTH_DATE_BOUNDS, INVISIBLE_CHARACTERS
from portal.text import plain, tidy
from portal.web import current, uploads
from portal.web.forms import username_words

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
EARLIEST = date(1900, 1, 1)
# Typed letter by letter, as it is on file: what a phone would write large, correct or underline is wrong here. It also
# holds while Show has made a password readable; a browser's spelling service must never be sent one.
EXACT = {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}


class TidyMeta(DefaultMeta):  # type: ignore[misc]
    """The one way in for text: everything sent with a form is tidied before a field sees it, but for passwords."""

    def wrap_formdata(self, form: Form, formdata: Any) -> Any:
        given = super().wrap_formdata(form, formdata)
        if given is None:
            return None
        as_typed = {field.name for field in form if isinstance(field, PasswordField)}
        return MultiDict(
            (name, tidy(value) if isinstance(value, str) and name not in as_typed else value)
            for name in given
            for value in given.getlist(name)
        )


class PortalForm(FlaskForm):  # type: ignore[misc]
    """A form whose refusals by the domain are shown on its fields.

    ``based_on``: what it has shown, where others may change the same (web/answering.py).
    """

    class Meta(TidyMeta, FlaskForm.Meta):  # type: ignore[misc]
        csrf = False  # web/middleware/guards.py has judged the token before a form is made

    based_on = ""

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


def empty_is_none(text: str | None) -> str | None:
    return text or None


def visible(text: str) -> str:
    """What an address asks for, as a field would have it, and without the control characters that no field takes."""
    return tidy(CONTROL.sub("", text))


def no_controls(form: Form, field: StringField) -> None:
    if field.data and CONTROL.search(field.data):
        raise StopValidation(str(INVISIBLE_CHARACTERS))


def text_field(
    label: str, longest: int, *, needed: str | None = None, kind: type[StringField] = StringField, **kwargs: object
) -> StringField:
    """One line of text. ``needed`` is the sentence for an empty one; without it the field may be empty (None)."""
    first = [InputRequired(needed)] if needed else [Optional(strip_whitespace=True)]
    validators = [*first, no_controls, at_most(longest)]
    return kind(label, filters=[] if needed else [empty_is_none], validators=validators, **kwargs)


def at_most(told: int, counted: int | None = None) -> Length:
    return Length(max=counted or told, message=lazy("Use at most %(count)s characters.", count=told))


def username_field(label: str = lazy("Username")) -> StringField:
    field = text_field(label, 64, needed=lazy("Choose a username."), render_kw=EXACT)
    field.kwargs["validators"] = [*field.kwargs["validators"], username_shape]
    return field


def username_shape(form: Form, field: StringField) -> None:
    problem = username_words.refusal(field.data or "")
    if problem:
        raise ValidationError(problem)


def sign_in_name_field(label: str, needed: str) -> StringField:
    return text_field(label, 256, needed=needed, render_kw=EXACT)


def password_field(label: str, needed: str | None) -> PasswordField:
    """Kept as typed, spaces included; never sent back. The domain checks its length. ``needed`` as in a text field;
    without it the page says when it is missed."""
    first = [InputRequired(needed)] if needed else []
    return PasswordField(label, validators=[*first, at_most(LONGEST, 4096)], render_kw=EXACT)


def new_password_fields(label: str, again: str) -> tuple[PasswordField, PasswordField]:
    field = password_field(label, lazy("Choose a password."))
    field.kwargs["validators"] = [*field.kwargs["validators"], acceptable]
    return field, PasswordField(again, validators=[same_password], render_kw=EXACT)


def acceptable(form: Form, field: PasswordField) -> None:
    """The checks that need no person, so that all errors of a form come at once."""
    try:
        password_policy.check(password_policy.normalised(field.data), resolve.shortest_password())
    except PasswordRefused as error:
        raise ValidationError(str(error)) from error


def same_password(form: Form, field: PasswordField) -> None:
    if field.data != form["password"].data:
        raise ValidationError(_("The two passwords are not the same. Type the new password again."))


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
        text = plain(values[0]) if values else ""
        try:
            self.data = date(*map(int, text.split("-"))) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
        except ValueError:
            self.data = None
        if text and self.data is None:
            raise ValueError(_("This is not a date. Use year, month and day, like 1988-03-14."))


def today() -> date:
    practice = current.practice()
    return clock.now().astimezone(practice.zone if practice else None).date()


def _in_a_lifetime(form: Form, field: DateField) -> None:
    if field.data and not EARLIEST <= field.data <= today():
        raise ValidationError(str(BIRTH_DATE_BOUNDS))
