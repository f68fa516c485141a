"""First run: the practice and its owner are made, once, by the person who has the code."""

import hashlib
import hmac
from typing import Any

from flask import abort, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import SelectField

from portal import config
from portal.authentication.audiences import STAFF
from portal.contract import tasks
from portal.errors import AlreadySetUp, PasswordRefused
from portal.practice import particulars
from portal.practice.particulars import Founding
from portal.staff import staff
from portal.staff.practice import practice_fields
from portal.web import access, cookies, current
from portal.web.entry.sign_in_page import signed_in
from portal.web.forms import time_zones
from portal.web.forms.email_field import email_field
from portal.web.forms.fields import ChecksField, PortalForm, password_field, text_field, username_field

COOKIE_SECONDS = 3600
ADDRESS_FILE = "setup-address"


class TasksField(ChecksField):
    """A box for each task that there is; without Details the first client would find nothing to do."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        self.about = {name: task.about for name, task in tasks.tasks().items()}
        choices = {name: task.label for name, task in tasks.tasks().items()}
        super().__init__(label, choices, default=["details"], **kwargs)


class SetupForm(PortalForm):
    practice_name = practice_fields.practice_name()
    phone = practice_fields.practice_phone()
    time_zone = SelectField("Time zone", choices=time_zones.with_other_names)
    name = text_field("Your name", 120, needed="Enter your name.")
    email = email_field(needed="Enter your email address.")
    username = username_field()
    password = password_field("Password", "Choose a password.")
    tasks = TasksField("What shall clients do in the portal?")


@staff.route("/setup", methods=["GET", "POST"])
@access.public
@access.before_set_up
def setup() -> Response:
    if particulars.is_set_up():
        abort(404)
    if "code" in request.args and is_code(request.args["code"]):
        response = redirect(url_for("staff.setup"), 303)
        cookies.put(response, cookies.SETUP, request.args["code"], COOKIE_SECONDS)
        return response
    if not is_code(cookies.read(cookies.SETUP) or ""):
        return make_response(render_template("staff/setup/where.html"), 403)
    form = SetupForm()
    if not form.is_submitted():
        return make_response(render_template("staff/setup/show.html", form=form))
    if not form.validate():
        return make_response(render_template("staff/setup/show.html", form=form), 422)
    return _create(form)


def is_code(code: str) -> bool:
    """Compared with the hash that the start handed over; without one there is no way in."""
    right = config.current().setup_code_hash
    given = hashlib.sha256(code.encode("utf-8", "surrogatepass")).hexdigest()
    return right is not None and hmac.compare_digest(given, right)


def _create(form: SetupForm) -> Response:
    founding = Founding(
        practice_name=form.practice_name.data, phone=form.phone.data, time_zone=form.time_zone.data,
        name=form.name.data, email=form.email.data, username=form.username.data, password=form.password.data,
        tasks=tuple(form.tasks.data),
    )  # fmt: skip
    try:
        cookie = particulars.create(founding, current.browser())
    except PasswordRefused as error:
        form.refuse("password", str(error))
        return make_response(render_template("staff/setup/show.html", form=form), 422)
    except AlreadySetUp:
        abort(404)
    current_app.extensions["set_up"] = True
    (config.current().data_dir / ADDRESS_FILE).unlink(missing_ok=True)
    response = signed_in(STAFF, cookie, url_for("staff.checklist"))
    cookies.drop(response, cookies.SETUP)
    return response
