"""The invitation's link, the birth date, and step 1: username and password."""

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from portal.client import client
from portal.client.steps import way_on
from portal.credentials import birth_dates, links, registration, steps
from portal.credentials.audience import CLIENT
from portal.credentials.errors import (
    BirthDateNotConfirmed,
    LinkDead,
    LinkUnknown,
    PasswordRefused,
    TooManyAttempts,
    UsernameTaken,
)
from portal.models import Link
from portal.models.link import LinkKind
from portal.web import cookies, current, link_pages
from portal.web.birth_date import BirthDateForm
from portal.web.fields import PortalForm, new_password_fields, username_field
from portal.web.sign_in_page import signed_in, wait_sentence

CONFIRM = "client/registration/confirm.html"


class AccountForm(PortalForm):
    username = username_field()
    password, confirm = new_password_fields("Password")


@client.get("/register/<link>")
def open_invitation(link: str) -> Response:
    return link_pages.open_link(link, LinkKind.INVITATION, "client.register")


@client.route("/register/birth-date", methods=["GET", "POST"])
def register_birth_date() -> Response:
    return link_pages.confirm(LinkKind.INVITATION, "client.register", CONFIRM)


@client.route("/register", methods=["GET", "POST"])
def register() -> Response:
    held = link_pages.held()
    if held is None:
        return link_pages.open_again()
    try:
        return _create(held) if request.method == "POST" else _show(held)
    except BirthDateNotConfirmed:
        return make_response(render_template(CONFIRM, form=BirthDateForm(formdata=None), selector=held.selector))
    except LinkDead as error:
        return link_pages.dead(error)
    except LinkUnknown:
        return link_pages.unknown()


def _show(held: link_pages.Held) -> Response:
    if _is_somebody_else(links.opened(held.text, LinkKind.INVITATION)):
        return make_response(render_template("client/registration/sign_out_first.html"))
    link = birth_dates.ready(held.text, LinkKind.INVITATION, held.nonce)
    assert link.client is not None
    return _page(held, AccountForm(username=registration.suggested_username(link.client)), 200)


def _create(held: link_pages.Held) -> Response:
    if link_pages.is_crossed(held):
        return link_pages.crossed()
    if _is_somebody_else(links.find(held.text, LinkKind.INVITATION)):
        return _show(held)  # asks to sign out first
    form = AccountForm()
    if not form.validate():
        links.note_opened(birth_dates.ready(held.text, LinkKind.INVITATION, held.nonce))
        return _page(held, form, 422)
    try:
        cookie = registration.create_account(
            held.text, held.nonce, form.username.data, form.password.data, current.browser()
        )
    except UsernameTaken:
        form.refuse("username", "This username is not available. Choose another.")
    except PasswordRefused as error:
        form.refuse("password", str(error))
    except TooManyAttempts as error:
        form.refuse("username", wait_sentence(error))
        return _page(held, form, 429)
    else:
        link = links.find(held.text, LinkKind.INVITATION)
        assert link.client is not None
        response = signed_in(CLIENT, cookie, way_on(link.client))
        cookies.drop(response, cookies.LINK)
        return response
    return _page(held, form, 422)


def _page(held: link_pages.Held, form: AccountForm, status: int) -> Response:
    link = links.find(held.text, LinkKind.INVITATION)
    assert link.client is not None
    _, count = steps.place_of(None, steps.of(link.client))
    html = render_template("client/registration/account.html", form=form, selector=held.selector, count=count)
    return make_response(html, status)


def _is_somebody_else(link: Link) -> bool:
    row = current.sign_in()
    return row is not None and row.client_id != link.client_id
