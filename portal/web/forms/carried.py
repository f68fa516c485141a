"""What was typed into a form that came after its person had been signed out: it is carried through the sign-in page in
the page itself, and offered to be sent once more. The server keeps none of it.

Only what a page of ours had made for a person goes along: a token that is not of this browser carries nothing, and
only that person is shown it again. Passwords and files never go along.
"""

import json
from dataclasses import dataclass
from typing import Any

from flask import current_app, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.routing import RequestRedirect
from wtforms import PasswordField
from wtforms.fields.core import UnboundField

from portal.web import access
from portal.web.access import Who
from portal.web.forms import tokens
from portal.web.forms.content import is_clean
from portal.web.forms.fields import PortalForm

FIELD = "carried"
LARGEST = 256 * 1024  # bytes as JSON; the form that carries it must stay below MAX_CONTENT_LENGTH


@dataclass(frozen=True)
class Carried:
    """``address``: where the form goes. ``is_whole``: there was no password and no file in it."""

    address: str
    fields: dict[str, str]
    is_whole: bool

    @property
    def text(self) -> str:
        return json.dumps([self.address, self.fields, self.is_whole], ensure_ascii=False)

    @property
    def mark(self) -> str:
        return tokens.mark_in(self.fields.get(tokens.FIELD, "")) or tokens.NOBODY


def from_refused_form(realm: str) -> Carried | None:
    """Of a request without a sign-in; None where nothing was typed, or it may not go along."""
    try:
        if not is_clean(request.form, request.files):
            return None
    except RequestEntityTooLarge:
        return None
    secret = passwords()
    typed = {name: value for name, value in request.form.items() if name not in secret}
    files = [file for file in request.files.values() if file.filename]
    carried = Carried(request.path, typed, is_whole=len(typed) == len(request.form) and not files)
    return _checked(carried, realm)


def from_sign_in(realm: str) -> Carried | None:
    """What came along in the form of the sign-in page."""
    try:
        address, fields, is_whole = json.loads(request.form.get(FIELD, ""))
    except (ValueError, TypeError, RecursionError):
        return None
    if not isinstance(address, str) or not isinstance(fields, dict):
        return None
    carried = Carried(address, {str(name): str(value) for name, value in fields.items()}, bool(is_whole))
    return _checked(carried, realm)


def passwords() -> set[str]:
    """The names of all password fields of all forms."""
    return {name for form in _forms(PortalForm) for name, field in vars(form).items() if _is_password(field)}


def _forms(form: type[PortalForm]) -> list[type[PortalForm]]:
    return [form, *(below for subclass in form.__subclasses__() for below in _forms(subclass))]


def _is_password(field: Any) -> bool:
    return isinstance(field, UnboundField) and issubclass(field.field_class, PasswordField)


def _checked(carried: Carried, realm: str) -> Carried | None:
    is_good = (
        carried.fields.keys() - {tokens.FIELD}
        and carried.mark != tokens.NOBODY
        and is_clean(carried.fields)
        and len(carried.text.encode("utf-8", "surrogatepass")) <= LARGEST
        and _is_form_of(carried.address, realm)
    )
    return carried if is_good else None


def _is_form_of(address: str, realm: str) -> bool:
    """Whether this is the address of a form for people of this audience who are signed in."""
    try:
        endpoint, _ = current_app.url_map.bind("localhost").match(address, method="POST")
    except (HTTPException, RequestRedirect):
        return False
    return endpoint.startswith(f"{realm}.") and access.rules()[endpoint].who is not Who.ANYONE
