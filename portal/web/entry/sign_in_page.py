"""What the two sign-in pages and the sign-outs have in common."""

from collections.abc import Callable

from flask import Response, make_response, redirect, render_template, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response as BaseResponse

from portal import config, dates
from portal.authentication import sessions
from portal.authentication.audiences import STAFF, Audience
from portal.errors import AccessTurnedOff, CredentialError, TooManyAttempts, WrongCredentials
from portal.i18n import _
from portal.models import SignIn
from portal.web import cookies, current, next_page
from portal.web.entry.sign_in_form import SignInForm, sign_in_form_of
from portal.web.forms import carried, tokens
from portal.web.forms.carried import Carried
from portal.web.fragments import is_fragment, varying
from portal.web.middleware import errors

MOMENT = 60  # seconds: from signing out to the page that says so


def answer(audience: Audience, template: str, way_in: Callable[[SignIn], str] | None = None) -> BaseResponse:
    """Show the page, or sign this browser in; ``way_in`` says where it goes then, else the page that was asked for.

    For script the form alone, which is shown on top of a page after its session has ended, and 204 once it is
    done. What came along from a form that was refused is offered to be sent once more.
    """
    form, kept = sign_in_form_of(audience.name), carried.from_sign_in(audience.name)
    signed_out_of = cookies.read(cookies.SIGNED_OUT)

    def render(problem: str | None = None) -> str:
        if is_fragment():
            return _again(form, problem, audience)
        ended = cookies.read(audience.name) is not None and not form.is_submitted()  # its cookie lets nobody in
        out = signed_out_of == audience.name and not form.is_submitted()
        return render_template(template, form=form, problem=problem, carried=kept, ended=ended, out=out)

    def go_on(row: SignIn) -> BaseResponse:
        if is_fragment():
            return Response(status=204)
        if kept is not None:
            return _offer(kept, row, next_page.home(audience.name))
        return redirect(way_in(row) if way_in else next_page.after_sign_in(audience.name), 303)

    if (row := current.sign_in()) is not None:
        return go_on(row)
    if not form.is_submitted():
        response = varying(make_response(render()))
        if signed_out_of:
            cookies.drop(response, cookies.SIGNED_OUT)
        return response
    if not form.validate():
        return varying(make_response(render(), 422))
    try:
        cookie = sessions.sign_in(audience, form.username.data, form.password.data, current.browser())
    except (WrongCredentials, AccessTurnedOff, TooManyAttempts) as error:
        return refuse(error, render)
    row = sessions.live(audience, cookie)
    return _with_cookies(go_on(row) if row else redirect(next_page.home(audience.name), 303), audience, cookie)


def _with_cookies(response: BaseResponse, audience: Audience, cookie: str) -> BaseResponse:
    """Set the cookie of the new session, and the mark by which the account knows this browser from now on."""
    cookies.put(response, audience.name, cookie)
    current.put_mark(response)
    return response


def _again(form: SignInForm, problem: str | None, audience: Audience) -> str:
    for field in form:
        field.id = f"sign-in-again-{field.name}"  # the page that it is shown on may have a field of the same name
    return render_template("shared/_sign_in_again.html", form=form, problem=problem, audience=audience.name)


def _offer(kept: Carried, row: SignIn, elsewhere: str) -> Response:
    """Only to the person whose form it was; no other person sees what is in it."""
    if kept.mark != tokens.mark_of(row):
        return errors.made_for_another(row)
    return make_response(render_template("shared/send_again.html", carried=kept, elsewhere=elsewhere))


def refuse(error: CredentialError, render: Callable[[str], str]) -> Response:
    """The page again with one sentence, 429 with the time to wait, or 422."""
    if isinstance(error, TooManyAttempts):
        response = make_response(render(wait_sentence(error)), 429)
        response.headers["Retry-After"] = dates.seconds_until(error.until)
        return response
    sentence = _turned_off() if isinstance(error, AccessTurnedOff) else _("Username or password is not right.")
    return make_response(render(sentence), 422)


def _turned_off() -> str:
    if current.audience() is STAFF:
        return "Your staff account is turned off. Please ask an owner or a manager."
    return _("Your portal access is turned off. Please call %(phone)s.", phone=current.the_practice().phone)


def wait_sentence(error: TooManyAttempts) -> str:
    zone = current.the_practice().zone
    time = dates.clock_time(dates.next_minute(error.until), zone)
    return dates.one_stop(_("Too many tries. Please wait until %(time)s.", time=time))


def signed_in(audience: Audience, cookie: str, address: str) -> BaseResponse:
    """Put the new cookie and go on (OWASP ASVS 7.2.4); the form secret stays, so that other tabs remain of use."""
    return _with_cookies(redirect(address, 303), audience, cookie)


def signed_out(audience: Audience, address: str | None = None) -> BaseResponse:
    response = redirect(address or url_for(f"{audience.name}.sign_in"), 303)
    cookies.drop(response, audience.name)
    if address is None:
        cookies.put(response, cookies.SIGNED_OUT, audience.name, max_age=MOMENT)
    if config.current().is_https:
        response.headers["Clear-Site-Data"] = '"cache"'
    return response


def sign_out(audience: Audience) -> BaseResponse:
    row = current.sign_in()
    assert row is not None  # the guard has seen to it
    try:
        sessions.sign_out(row, current.actor())
    except OperationalError:  # a full disk must not keep a person signed in on this device
        sentence = _("This device is signed out. The session itself ends by its time limit.")
        response: BaseResponse = errors.page(503, _("The database cannot be written"), sentence)
        cookies.drop(response, audience.name)
        return response
    return signed_out(audience)
