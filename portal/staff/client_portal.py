"""What clients may do in the portal: the practice's defaults."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField

from portal.credentials import practice as verbs
from portal.credentials import quotas
from portal.staff import staff
from portal.web import current
from portal.web.fields import PortalForm


class OptionsForm(PortalForm):
    lets_clients_renew = BooleanField("Let clients ask for a new link")


@staff.route("/staff/practice/client-portal", methods=["GET", "POST"])
def client_portal() -> Response:
    form = OptionsForm(obj=current.practice())
    if form.validate_on_submit():
        verbs.let_clients_renew(form.lets_clients_renew.data, current.actor())
        return redirect(url_for("staff.client_portal", saved=1), 303)
    values = {"saved": request.args.get("saved"), "at_most": quotas.OF_RENEWALS.allowed}
    return make_response(render_template("staff/practice/client_portal.html", form=form, **values))
