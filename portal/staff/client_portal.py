"""What clients may do in the portal: the practice's defaults."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField

from portal.credentials import options
from portal.staff import staff
from portal.web import current
from portal.web.fields import PortalForm


class OptionsForm(PortalForm):
    lets_clients_renew = BooleanField("Let clients ask for a new link")


@staff.route("/staff/practice/client-portal", methods=["GET", "POST"])
def client_portal() -> Response:
    form = OptionsForm(data={"lets_clients_renew": options.lets_renew()})
    if form.validate_on_submit():
        options.change(current.the_practice(), {"lets_clients_renew": form.lets_clients_renew.data}, current.actor())
        return redirect(url_for("staff.client_portal", saved=1), 303)
    values = {"saved": request.args.get("saved")}
    return make_response(render_template("staff/practice/client_portal.html", form=form, **values))
