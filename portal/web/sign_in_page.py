"""What the two sign-in pages and the sign-outs have in common."""

from collections.abc import Callable

from flask import Response, make_response, redirect, render_template, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response as BaseResponse
from wtforms import PasswordField, StringField

from portal import config, formats
from portal.credentials import sign_ins
from portal.credentials.audience import STAFF, Audience
from portal.credentials.errors import AccessTurnedOff, CredentialError, TooManyAttempts, WrongCredentials
from portal.extensions import db
from portal.language import _
from portal.models import SignIn
from portal.web import cookies, current, errors, next_page
from portal.web.fields import PortalForm


class SignInForm(PortalForm):
    username: StringField
    password: PasswordField


def answer(
    audience: Audience, form: SignInForm, template: str, way_in: Callable[[SignIn], str] | None = None
) -> BaseResponse:
    """Show the page, or sign this browser in; ``way_in`` says where it goes then, else the page that was asked for."""

    def address(row: SignIn | None) -> str:
        return way_in(row) if way_in and row else next_page.after_sign_in(audience.name)

    if (row := current.sign_in()) is not None:
        return redirect(address(row), 303)
    if not form.is_submitted():
        return make_response(render_template(template, form=form))
    if not form.validate():
        return make_response(render_template(template, form=form), 422)
    try:
        cookie = sign_ins.sign_in(audience, form.username.data, form.password.data, current.browser())
    except (WrongCredentials, AccessTurnedOff, TooManyAttempts) as error:
        return refuse(error, lambda sentence: render_template(template, form=form, problem=sentence))
    return signed_in(audience, cookie, address(sign_ins.live(audience, cookie)))


def refuse(error: CredentialError, render: Callable[[str], str]) -> Response:
    """The page again with one sentence, 429 with the time to wait, or 422."""
    if isinstance(error, TooManyAttempts):
        response = make_response(render(wait_sentence(error)), 429)
        response.headers["Retry-After"] = formats.seconds_until(error.until)
        return response
    sentence = _turned_off() if isinstance(error, AccessTurnedOff) else _("Username or password is not right.")
    return make_response(render(sentence), 422)


def _turned_off() -> str:
    if current.audience() is STAFF:
        return "Your staff account is turned off. Please ask an owner or a manager."
    return _("Your portal access is turned off. Please call %(phone)s.", phone=current.the_practice().phone)


def wait_sentence(error: TooManyAttempts) -> str:
    zone = current.the_practice().zone
    time = formats.clock_time(formats.next_minute(error.until), zone)
    return _("Too many tries. Please wait until %(time)s.", time=time)


def signed_in(audience: Audience, cookie: str, address: str) -> BaseResponse:
    """Put the new cookie and go on (OWASP ASVS 7.2.4); the form secret stays, so that other tabs remain of use."""
    response = redirect(address, 303)
    cookies.put(response, audience.name, cookie)
    return response


def signed_out(audience: Audience, address: str | None = None) -> BaseResponse:
    response = redirect(address or url_for(f"{audience.name}.sign_in"), 303)
    cookies.drop(response, audience.name)
    if config.current().is_https:
        response.headers["Clear-Site-Data"] = '"cache"'
    return response


def sign_out(audience: Audience) -> BaseResponse:
    row = current.sign_in()
    assert row is not None  # the guard has seen to it
    try:
        sign_ins.sign_out(row, current.actor())
    except OperationalError:  # a full disk must not keep anybody signed in on this device
        db.session.rollback()
        sentence = _("This device is signed out. The session itself ends by its time limit.")
        response: BaseResponse = errors.page(503, _("The database cannot be written"), sentence)
        cookies.drop(response, audience.name)
        return response
    return signed_out(audience)
