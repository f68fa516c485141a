"""The signed-in person's own password: the same for both audiences."""

from flask import make_response, render_template, url_for
from werkzeug.wrappers import Response

from portal.authentication import sessions
from portal.authentication.audiences import Audience
from portal.credentials import passwords
from portal.errors import PasswordRefused, SignedOut, TooManyAttempts, WrongCredentials
from portal.i18n import _, lazy
from portal.web import current
from portal.web.entry.sign_in_page import signed_in, signed_out, wait_sentence
from portal.web.forms.fields import PortalForm, new_password_fields, password_field


class PasswordForm(PortalForm):
    current = password_field(lazy("Current password"), lazy("Enter your current password."))
    password, confirm = new_password_fields(lazy("New password"), lazy("Confirm new password"))


def answer(audience: Audience, endpoint: str, template: str) -> Response:
    form = PasswordForm()
    if not form.is_submitted():
        return _page(template, form, 200)
    if not form.validate():
        return _page(template, form, 422)
    row = current.sign_in()
    assert row is not None
    try:
        cookie = passwords.change(row, form.current.data, form.password.data, current.browser())
    except WrongCredentials:
        form.refuse("current", _("This is not your current password."))
    except SignedOut:
        return signed_out(audience)
    except PasswordRefused as error:
        form.refuse("password", str(error))
    except TooManyAttempts as error:
        form.refuse("current", wait_sentence(error))
        return _page(template, form, 429)
    else:
        return signed_in(audience, cookie, url_for(endpoint, saved=1))
    return _page(template, form, 422)


def sign_out_everywhere(audience: Audience) -> Response:
    row = current.sign_in()
    assert row is not None
    response = signed_out(audience, url_for(f"{audience.name}.sign_in", everywhere=1))
    sessions.sign_out_everywhere(passwords.credential_of(row), current.actor())
    return response


def _page(template: str, form: PasswordForm, status: int) -> Response:
    row = current.sign_in()
    assert row is not None
    devices = sessions.live_rows(passwords.credential_of(row))
    return make_response(render_template(template, form=form, devices=devices, this_one=row.id), status)
