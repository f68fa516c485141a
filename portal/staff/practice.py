"""The practice's own particulars."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import SelectField

from portal.credentials import practice as verbs
from portal.credentials.practice import Particulars
from portal.staff import staff
from portal.web import current, time_zones
from portal.web.fields import PortalForm, email_field, lines_field, phone_field, text_field


class PracticeForm(PortalForm):
    name = text_field("Practice name", 120, needed="Enter the name of the practice.")
    phone = phone_field(needed="Enter the phone number that clients can call.")
    reply_to = email_field("Reply-to email")
    address = lines_field("Address", 300)
    time_zone = SelectField("Time zone")

    def particulars(self) -> Particulars:
        return Particulars(
            name=self.name.data, phone=self.phone.data, reply_to=self.reply_to.data, time_zone=self.time_zone.data,
            address=self.address.data,
        )  # fmt: skip


@staff.route("/staff/practice", methods=["GET", "POST"])
def practice() -> Response:
    form = PracticeForm(obj=current.practice())
    form.time_zone.choices = time_zones.choices(current.the_practice().time_zone)
    if form.is_submitted():
        if form.validate():
            verbs.change(form.particulars(), current.actor())
            return redirect(url_for("staff.practice", saved=1), 303)
        return make_response(render_template("staff/practice/show.html", form=form), 422)
    return make_response(render_template("staff/practice/show.html", form=form, saved=request.args.get("saved")))
