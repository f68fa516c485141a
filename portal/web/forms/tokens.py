"""The token that each form carries: it tells the browser, the audience and the person the form was made for.

The secret behind it is the browser's own, in Flask's session, and outlasts signing in and out: a tab that was opened
before stays usable. The key that signs it is another for each audience and each person, so that a token seen
in one place is useless in another (OWASP ASVS 3.5.1).
"""

import hmac
import re

from flask import Flask, current_app, g, request
from flask_wtf.csrf import CSRFError, generate_csrf, validate_csrf
from wtforms import ValidationError

from portal.data_folder import derive_key
from portal.models import SignIn
from portal.web import current

FIELD, HEADER = "csrf_token", "X-CSRFToken"
NOBODY = ""  # the mark of a form that was made while nobody was signed in
_MARK = re.compile("([0-9a-f]{32})?")


class MadeForAnother(Exception):
    """The form was made for another person than the one who is signed in now."""

    def __init__(self, row: SignIn) -> None:
        super().__init__("a form that was made for another person")
        self.row = row


def init_app(app: Flask) -> None:
    app.jinja_env.globals["csrf_token"] = token


def token() -> str:
    """For the forms of this page."""
    if "form_token" not in g:
        mark = mark_of(current.sign_in())
        g.form_token = f"{generate_csrf(_key('token', mark))}.{mark}"
    return str(g.form_token)


def check(*, needs_person: bool) -> None:
    """Raises CSRFError for a token that is not of this browser and audience, MadeForAnother for another person's."""
    mark = mark_in(sent())
    if mark is None or (needs_person and mark == NOBODY):
        raise CSRFError("The token is missing, or of another browser or audience.")
    row = current.sign_in()
    if row is not None and is_for_another(row):
        raise MadeForAnother(row)


def is_for_another(row: SignIn) -> bool:
    """Whether this request comes from a page that was made for another person than the one of ``row``."""
    mark = mark_in(sent())
    return bool(mark) and not hmac.compare_digest(mark or NOBODY, mark_of(row))


def sent() -> str:
    return request.form.get(FIELD) or request.headers.get(HEADER) or ""


def mark_in(text: str) -> str | None:
    """Whom the form was made for, or NOBODY; None unless the token is one of this browser and audience."""
    signed, _, mark = text.rpartition(".")
    if not _MARK.fullmatch(mark):
        return None
    try:
        validate_csrf(signed, _key("token", mark))
    except ValidationError:
        return None
    return mark


def mark_of(row: SignIn | None) -> str:
    if row is None:
        return NOBODY
    return _key("person", f"{row.staff_id}-{row.client_id}")[:16].hex()


def _key(purpose: str, whose: str) -> bytes:
    secret, audience = current_app.secret_key, current.audience()
    assert isinstance(secret, bytes)
    return derive_key(secret, f"form-{purpose}-v1 {audience.name if audience else None} {whose}")
