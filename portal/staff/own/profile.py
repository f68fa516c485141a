"""Your profile: who you are, and your password."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.authentication.audiences import STAFF
from portal.credentials import passwords
from portal.errors import EmailTaken, TooManyAttempts, UsernameTaken, WrongCredentials
from portal.models import Staff
from portal.practice import particulars
from portal.sentences import STAFF_EMAIL_TAKEN, USERNAME_TAKEN
from portal.staff import staff
from portal.web import current
from portal.web.entry import password_change
from portal.web.entry.sign_in_page import wait_sentence
from portal.web.forms.email_field import email_field
from portal.web.forms.fields import PortalForm, password_field, text_field, username_field


class ProfileForm(PortalForm):
    name = text_field("Your name", 120, needed="Enter your name.")
    email = email_field(needed="Enter your email address.")
    username = username_field()
    current = password_field("Current password", None)


@staff.route("/staff/profile", methods=["GET", "POST"])
def profile() -> Response:
    person = current.staff()
    form = ProfileForm(obj=person)
    if not form.is_submitted():
        return _page(form, 200)
    if not form.validate():
        return _page(form, 422)
    try:
        if (form.email.data, form.username.data) != (person.email, person.username):
            _confirm(person, form)
        particulars.change_profile(person, form.name.data, form.email.data, form.username.data, current.actor())
    except WrongCredentials:
        form.refuse("current", "Enter your current password to change email or username.")
    except UsernameTaken:
        form.refuse("username", str(USERNAME_TAKEN))
    except EmailTaken:
        form.refuse("email", STAFF_EMAIL_TAKEN)
    except TooManyAttempts as error:
        form.refuse("current", wait_sentence(error))
        return _page(form, 429)
    else:
        return redirect(url_for("staff.profile", saved=1), 303)
    return _page(form, 422)


@staff.route("/staff/profile/password", methods=["GET", "POST"])
def profile_password() -> Response:
    return password_change.answer(STAFF, "staff.profile_password", "staff/profile/password.html")


def _confirm(person: Staff, form: ProfileForm) -> None:
    """An unlocked screen must not give the account away (OWASP ASVS 7.5.1). Raises as passwords.confirm."""
    if not form.current.data:
        raise WrongCredentials()
    passwords.confirm(person, form.current.data)


def _page(form: ProfileForm, status: int) -> Response:
    return make_response(render_template("staff/profile/show.html", form=form, saved=request.args.get("saved")), status)
