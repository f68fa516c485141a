"""`portal staff add`: asks for what is missing, and refuses what the forms refuse."""

import sys

import click
from werkzeug.datastructures import MultiDict
from wtforms import Form, StringField
from wtforms.validators import AnyOf

from portal.errors import EmailTaken, PasswordRefused, UsernameTaken
from portal.models import Practice, Staff
from portal.models.staff import ROLES
from portal.practice import staff_accounts
from portal.practice.staff_accounts import Position
from portal.sentences import STAFF_EMAIL_TAKEN, USERNAME_TAKEN
from portal.web.forms.email_field import email_field
from portal.web.forms.fields import TidyMeta, password_field, text_field, username_field


class NewStaff(Form):  # type: ignore[misc]
    Meta = TidyMeta

    name = text_field("Name", 120, needed="Enter the name.")
    email = email_field(needed="Enter the email address.")
    username = username_field()
    role = StringField("Role", validators=[AnyOf(ROLES, "It is one of owner, manager and staff.")])
    password = password_field("Password", "Choose a password.")


def add(given: dict[str, str | None], password_stdin: bool) -> Staff:
    """Make the account. Raises ClickException with one line that says why not."""
    if Practice.get() is None:
        raise click.ClickException("The practice is not set up yet. Start the portal and open the address it prints.")
    form = NewStaff(MultiDict(_asked(given, password_stdin)))
    if not form.validate():
        label, errors = next((form[name].label.text, errors) for name, errors in form.errors.items())
        raise click.ClickException(f"{label}: {errors[0]}")
    position = Position(form.name.data, form.role.data)
    try:
        return staff_accounts.add_registered(position, form.email.data, form.username.data, form.password.data)
    except EmailTaken as error:
        raise click.ClickException(f"Email: {STAFF_EMAIL_TAKEN}") from error
    except UsernameTaken as error:
        raise click.ClickException(f"Username: {USERNAME_TAKEN}") from error
    except PasswordRefused as error:
        raise click.ClickException(f"Password: {error}") from error


def _asked(given: dict[str, str | None], password_stdin: bool) -> dict[str, str]:
    missing = [name for name, value in given.items() if value is None]
    if password_stdin and missing:  # what is read for them would be the password
        raise click.ClickException(f"With --password-stdin, --{missing[0]} must be given too.")
    words = {"role": f"Role ({', '.join(ROLES)})"}
    answers = {
        name: value if value is not None else click.prompt(words.get(name, name.capitalize()))
        for name, value in given.items()
    }
    if not password_stdin:
        return answers | {"password": click.prompt("Password", hide_input=True, confirmation_prompt=True)}
    try:
        return answers | {"password": sys.stdin.buffer.readline().decode().rstrip("\r\n")}
    except UnicodeDecodeError as error:
        raise click.ClickException("Password: It is not UTF-8.") from error
