"""A forgotten password: asked for by form, chosen anew with the link."""

from flask import make_response, render_template
from werkzeug.wrappers import Response

from portal.authentication.audiences import CLIENT
from portal.client import client
from portal.credentials import forgotten_passwords
from portal.i18n import lazy
from portal.models.link import LinkKind
from portal.web import access, current
from portal.web.entry import link_pages, reset_pages
from portal.web.forms.email_field import email_field
from portal.web.forms.fields import PortalForm, sign_in_name_field

CONFIRM = "client/password_reset/confirm.html"


class ForgotPasswordForm(PortalForm):
    username = sign_in_name_field(lazy("Username"), lazy("Enter your username."))
    email = email_field(needed=lazy("Enter the email address that the practice has on file."))


@client.route("/forgot-password", methods=["GET", "POST"])
@access.public
def forgot_password() -> Response:
    form = ForgotPasswordForm()
    if not form.is_submitted():
        return make_response(render_template("client/password_reset/ask.html", form=form))
    if not form.validate():
        return make_response(render_template("client/password_reset/ask.html", form=form), 422)
    forgotten_passwords.ask(CLIENT, form.username.data, form.email.data, current.ip(), current.actor().client_id)
    return make_response(render_template("client/password_reset/asked.html"))


@client.get("/reset-password/<link:link>")
@access.public
def open_reset_link(link: str) -> Response:
    return link_pages.open_link(link, LinkKind.PASSWORD_RESET, "client.reset_password")


@client.route("/reset-password/birth-date", methods=["GET", "POST"])
@access.public
def reset_birth_date() -> Response:
    return link_pages.confirm(LinkKind.PASSWORD_RESET, "client.reset_password", CONFIRM)


@client.route("/reset-password", methods=["GET", "POST"])
@access.public
def reset_password() -> Response:
    return reset_pages.answer(CLIENT, "client/password_reset/choose.html", CONFIRM)
