"""Making an account with the link of an invitation: the same for both audiences."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from portal.authentication.audiences import Audience
from portal.credentials import birth_date_check, links, registration
from portal.errors import BirthDateNotConfirmed, LinkDead, LinkUnknown, PasswordRefused, TooManyAttempts, UsernameTaken
from portal.i18n import _, lazy, spoken
from portal.models import Link
from portal.web import cookies, current
from portal.web.entry import link_pages
from portal.web.entry.sign_in_page import signed_in, wait_sentence
from portal.web.forms.birth_date import BirthDateForm
from portal.web.forms.fields import PortalForm, new_password_fields, username_field


class AccountForm(PortalForm):
    username = username_field()
    password, confirm = new_password_fields(lazy("Password"), lazy("Confirm password"))


@dataclass(frozen=True)
class Door:
    """What differs between the audiences: templates, and where somebody with a new account goes first."""

    audience: Audience
    account: str
    confirm: str
    sign_out_first: str
    way_on: Callable[[Link], str]
    steps: Callable[[Link], int] = lambda link: 1  # how many there are, this one counted


def answer(door: Door) -> Response:
    held = link_pages.held()
    if held is None:
        return link_pages.open_again()
    try:
        return _create(door, held) if request.method == "POST" else _show(door, held)
    except BirthDateNotConfirmed:
        return make_response(render_template(door.confirm, form=BirthDateForm(formdata=None), selector=held.selector))
    except LinkDead as error:
        return link_pages.dead(error)
    except LinkUnknown:
        return link_pages.unknown()


def _show(door: Door, held: link_pages.Held) -> Response:
    kind = door.audience.invitation
    if _is_somebody_else(links.opened(held.text, kind)):
        return make_response(render_template(door.sign_out_first))
    person = registration.invited_by(birth_date_check.ready(held.text, kind, held.nonce))
    return _page(door, held, AccountForm(username=registration.suggested_username(person)), 200)


def _create(door: Door, held: link_pages.Held) -> Response:
    if link_pages.is_crossed(held):
        return link_pages.crossed()
    kind = door.audience.invitation
    if _is_somebody_else(links.find(held.text, kind)):
        return _show(door, held)  # asks to sign out first
    form = AccountForm()
    if not form.validate():
        links.note_opened(birth_date_check.ready(held.text, kind, held.nonce))
        return _page(door, held, form, 422)
    try:
        cookie = registration.create_account(
            door.audience, held.text, held.nonce, form.username.data, form.password.data, current.browser(), spoken()
        )
    except UsernameTaken:
        form.refuse("username", _("This username is not available. Choose another."))
    except PasswordRefused as error:
        form.refuse("password", str(error))
    except TooManyAttempts as error:
        form.refuse("username", wait_sentence(error))
        return _page(door, held, form, 429)
    else:
        response = signed_in(door.audience, cookie, door.way_on(links.find(held.text, kind)))
        cookies.drop(response, cookies.LINK)
        return response
    return _page(door, held, form, 422)


def _page(door: Door, held: link_pages.Held, form: AccountForm, status: int) -> Response:
    count = door.steps(links.find(held.text, door.audience.invitation))
    return make_response(render_template(door.account, form=form, selector=held.selector, count=count), status)


def _is_somebody_else(link: Link) -> bool:
    row = current.sign_in()
    return row is not None and (row.client_id, row.staff_id) != (link.client_id, link.staff_id)
