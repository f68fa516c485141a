"""The forgotten password of staff."""

from flask import make_response, render_template
from werkzeug.wrappers import Response

from portal.authentication.audiences import STAFF
from portal.credentials import forgotten_passwords
from portal.models.link import LinkKind
from portal.staff import staff
from portal.web import access, current
from portal.web.entry import link_pages, reset_pages
from portal.web.forms.fields import PortalForm, sign_in_name_field


class StaffForgotPasswordForm(PortalForm):
    username = sign_in_name_field("Username or email", "Enter your username or email.")


@staff.route("/staff/forgot-password", methods=["GET", "POST"])
@access.public
def forgot_password() -> Response:
    form = StaffForgotPasswordForm()
    if not form.is_submitted():
        return make_response(render_template("staff/password_reset/ask.html", form=form))
    if not form.validate():
        return make_response(render_template("staff/password_reset/ask.html", form=form), 422)
    forgotten_passwords.ask(STAFF, form.username.data, None, current.ip())
    return make_response(render_template("staff/password_reset/asked.html"))


@staff.get("/staff/reset-password/<link:link>")
@access.public
def open_reset_link(link: str) -> Response:
    return link_pages.open_link(link, LinkKind.STAFF_PASSWORD_RESET, "staff.reset_password")


@staff.route("/staff/reset-password", methods=["GET", "POST"])
@access.public
def reset_password() -> Response:
    template = "staff/password_reset/choose.html"
    return reset_pages.answer(STAFF, template, template)
