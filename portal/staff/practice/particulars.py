"""The practice's own particulars."""

from dataclasses import replace

from flask import make_response, redirect, render_template, request, url_for
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import SelectField

from portal import config, forwarded
from portal.database import release_connection
from portal.images import remaking
from portal.practice import particulars
from portal.practice.particulars import Particulars
from portal.staff import staff
from portal.staff.practice import practice_fields
from portal.web import access, current
from portal.web.forms import time_zones
from portal.web.forms.email_field import email_field
from portal.web.forms.fields import PortalForm
from portal.web.forms.lines_field import lines_field

# As sharp as a head, a mail and a guide need it, and so small that an old phone hardly notices it.
LOGO = replace(remaking.LOGO, longest_side=400, largest_result=10_000)
LARGEST_BODY = 13 * 1024 * 1024  # a logo that is too large is told on the form


class PracticeForm(PortalForm):
    name = practice_fields.practice_name()
    phone = practice_fields.practice_phone()
    reply_to = email_field("Reply-to email")
    address = lines_field("Address", 300)
    logo = FileField("Logo")
    time_zone = SelectField("Time zone")

    def particulars(self) -> Particulars:
        return Particulars(
            name=self.name.data, phone=self.phone.data, reply_to=self.reply_to.data, time_zone=self.time_zone.data,
            address=self.address.data,
        )  # fmt: skip

    def remade_logo(self) -> remaking.Remade | None:
        """The picture that was chosen, made anew; None where there is none or it is refused, which its errors say."""
        if not self.logo.data:
            return None
        if self.errors:
            self.refuse("logo", "Please choose the file again.")
            return None
        release_connection()
        try:
            return remaking.remake(self.logo.data.read(), LOGO)
        except remaking.PictureRefused as refusal:
            self.refuse("logo", str(refusal.sentence))
            return None


@staff.route("/staff/practice", methods=["GET", "POST"])
@access.managers_only
@access.larger_body(LARGEST_BODY)
def practice() -> Response:
    form = PracticeForm(obj=None if request.method == "POST" else current.practice())
    form.phone.object_data = current.the_practice().phone
    form.time_zone.choices = time_zones.choices(current.the_practice().time_zone)
    if not form.is_submitted():
        return _page(form, 200)
    form.validate()
    logo = form.remade_logo()
    if form.errors:
        return _page(form, 422)
    particulars.change(form.particulars(), current.actor(), logo)
    return redirect(url_for("staff.practice", saved=1), 303)


def _page(form: PracticeForm, status: int) -> Response:
    saved, proxy = request.args.get("saved"), forwarded.unheeded(config.current())
    page = render_template("staff/practice/show.html", form=form, saved=saved, unheeded_proxy=proxy)
    return make_response(page, status)


@staff.post("/staff/practice/logo-removals")
@access.managers_only
def logo_removals() -> Response:
    particulars.remove_logo(current.actor())
    return redirect(url_for("staff.practice", saved=1), 303)
