"""Making an account with the link of an invitation: the same for both audiences."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from portal.authentication.audiences import Audience
from portal.credentials import birth_date_check, links, registration
from portal.errors import BirthDateNotConfirmed, LinkDead, LinkUnknown, PasswordRefused, TooManyAttempts, UsernameTaken
from portal.i18n import lazy, spoken
from portal.models import Link
from portal.sentences import USERNAME_TAKEN
from portal.web import cookies, current
from portal.web.entry import link_pages
from portal.web.entry.sign_in_page import signed_in, wait_sentence
from portal.web.forms.birth_date import BirthDateForm
from portal.web.forms.fields import PortalForm, new_password_fields, username_field


class AccountForm(PortalForm):
    username = username_field()
    password, confirm = new_password_fields(lazy("Password"), lazy("Confirm password"))


@dataclass(frozen=True)
class Registration:
    """What differs between the audiences: the templates, and the page that follows."""

    audience: Audience
    account: str
    confirm: str
    sign_out_first: str
    way_on: Callable[[Link], str]
    steps: Callable[[Link], int] = lambda link: 1  # how many there are, this one counted


def answer(registering: Registration) -> Response:
    held = link_pages.link_cookie()
    if held is None:
        return link_pages.open_again()
    if request.method == "POST" and link_pages.is_crossed(held):
        return link_pages.crossed()
    try:
        link = links.find(held.text, registering.audience.invitation)
        if request.method == "POST" and not _is_somebody_else(link):
            return _create(registering, held, link)
        return _show(registering, held, link)
    except BirthDateNotConfirmed:
        form = BirthDateForm(formdata=None)
        return make_response(render_template(registering.confirm, form=form, selector=held.selector))
    except LinkDead as error:
        return link_pages.dead(error)
    except LinkUnknown:
        return link_pages.unknown()


def _show(registering: Registration, held: link_pages.LinkCookie, link: Link) -> Response:
    links.require_live(link)
    if _is_somebody_else(link):
        return make_response(render_template(registering.sign_out_first))
    birth_date_check.require_ready(link, held.nonce)
    person = registration.invited_by(link)
    return _page(registering, link, AccountForm(username=registration.suggested_username(person)), 200)


def _create(registering: Registration, held: link_pages.LinkCookie, link: Link) -> Response:
    form = AccountForm()
    if not form.validate():
        birth_date_check.require_ready(link, held.nonce)
        links.note_opened(link)
        return _page(registering, link, form, 422)
    try:
        cookie = registration.create_account(
            link, held.nonce, form.username.data, form.password.data, current.browser(), spoken()
        )
    except UsernameTaken:
        form.refuse("username", str(USERNAME_TAKEN))
    except PasswordRefused as error:
        form.refuse("password", str(error))
    except TooManyAttempts as error:
        form.refuse("username", wait_sentence(error))
        return _page(registering, link, form, 429)
    else:
        response = signed_in(registering.audience, cookie, registering.way_on(link))
        cookies.drop(response, cookies.LINK)
        return response
    return _page(registering, link, form, 422)


def _page(registering: Registration, link: Link, form: AccountForm, status: int) -> Response:
    count = registering.steps(link)
    return make_response(render_template(registering.account, form=form, selector=link.selector, count=count), status)


def _is_somebody_else(link: Link) -> bool:
    row = current.sign_in()
    return row is not None and (row.client_id, row.staff_id) != (link.client_id, link.staff_id)
