"""The options of registration, tasks and sign-in: the practice's defaults."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.options import catalogue, resolve
from portal.staff import staff
from portal.staff.practice import option_form, option_preview
from portal.web import access, current


@staff.route("/staff/practice/client-portal", methods=["GET", "POST"])
@access.managers_only
def client_portal() -> Response:
    practice, groups = current.the_practice(), catalogue.groups_of_practice()
    form = option_form.for_practice(groups, practice)
    if form.validate_on_submit():
        resolve.change(practice, form.wanted(), current.actor())
        return redirect(url_for("staff.client_portal", saved=1), 303)
    values = {"saved": request.args.get("saved"), "groups": groups, "preview": option_preview.asked_for()}
    page = render_template("staff/practice/client_portal.html", form=form, **values)
    return make_response(page, 422 if form.is_submitted() else 200)
