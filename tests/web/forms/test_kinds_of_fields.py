"""Every field of every form is of a kind that is known here, and no kind lets through what no field may hold.

Each nasty text is tried in each field, as the form alone sees it; tests/web/test_bad_input.py sends a few of them.
"""

import sys
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length

from portal.web.forms.fields import ChecksField, PortalForm, same_password
from portal.web.forms.photo_field import PhotoField
from tests.support import factories, staff_room
from tests.support.any_text import CLASSES, categories
from tests.support.bad_values import BAD

KINDS = (StringField, TextAreaField, PasswordField, HiddenField, SelectField, BooleanField, ChecksField, DateField,
         IntegerField, FileField, PhotoField)  # fmt: skip
LONGEST = 4096  # characters of any field, a password among them
DATE_PARTS = ("month", "day", "year")  # read as a date, and never kept
NEVER = ("\x00", "\u2028", "\u202e", "\x85")
TEXTS = {
    name: value.decode("utf-8", "replace") for name, value in (BAD | CLASSES | categories()).items()
}  # fmt: skip


def forms(form: type[PortalForm] = PortalForm) -> list[type[PortalForm]]:
    """As they are written down; those that other tests have put together meanwhile are no part of the program."""
    below = [found for subclass in form.__subclasses__() for found in forms(subclass)]
    return [*below, *(subclass for subclass in form.__subclasses__() if is_written_down(subclass))]


def is_written_down(form: type[PortalForm]) -> bool:
    of_portal = form.__module__.startswith("portal.")
    return of_portal and getattr(sys.modules.get(form.__module__), form.__name__, None) is form


def filled(form: type[PortalForm], text: str | None) -> PortalForm:
    """With this text in every field, and looked at; choices that a view would fill in are none."""
    names = list(form(formdata=None)._fields)
    made = form(formdata=MultiDict({name: text for name in names if text is not None}))
    for field in made:
        if isinstance(field, SelectField) and field.choices is None:
            field.choices = []
    made.validate()
    return made


@pytest.fixture
def _in_a_request(app: Flask) -> Any:
    cookie = {"Cookie": f"staff={factories.sign_in(staff_room.dana())}"}
    with app.test_request_context("/staff/clients/new", method="POST", headers=cookie):
        yield


pytestmark = pytest.mark.usefixtures("_in_a_request")


def test_each_field_is_of_a_known_kind_and_its_text_has_an_end() -> None:
    seen = [(form.__name__, field) for form in forms() for field in filled(form, None)]
    assert [(form, field.name) for form, field in seen if not isinstance(field, KINDS)] == []
    assert [(form, field.name) for form, field in seen if is_text(field) and not has_an_end(field)] == []
    assert len({form for form, _ in seen}) >= 15


def is_text(field: Field) -> bool:
    """Hidden ones come back from our own pages, and none is kept."""
    return isinstance(field, StringField) and not isinstance(field, HiddenField)


def has_an_end(field: Field) -> bool:
    """A password that is typed again is compared with one that has."""
    bounds = [check.max for check in field.validators if isinstance(check, Length)]
    return same_password in field.validators or any(0 < bound <= LONGEST for bound in bounds)


def test_no_field_takes_what_it_may_not_hold() -> None:
    unfit = [
        (form.__name__, field.name, name)
        for form in set(forms())
        for name, text in TEXTS.items()
        for field in filled(form, text)
        if not field.errors and not is_fit(field)
    ]
    assert unfit == []


def is_fit(field: Field) -> bool:
    if isinstance(field, (HiddenField, FileField, PhotoField)) or same_password in field.validators:
        return True
    if not isinstance(field.data, str):
        return field.data is None or isinstance(field.data, (bool, int, list, date))
    is_kept = not isinstance(field, PasswordField) and field.name not in DATE_PARTS
    is_clean = not is_kept or not any(mark in field.data for mark in NEVER)
    return is_clean and len(field.data) <= LONGEST
