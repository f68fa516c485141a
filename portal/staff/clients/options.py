"""Exceptions from the options for one client."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.options import catalogue, resolve
from portal.staff import staff
from portal.staff.clients.profile import find_client
from portal.staff.practice import option_form
from portal.web import current

WIDER = "Use the usual setting"


@staff.route("/staff/clients/<client_id>/portal-options", methods=["GET", "POST"])
def client_options(client_id: str) -> Response:
    client, groups = find_client(client_id), catalogue.groups_of_clients()
    form = option_form.over(groups, client, WIDER)
    if form.validate_on_submit():
        resolve.change(client, form.wanted(), current.actor())
        return redirect(url_for("staff.client_options", client_id=client_id, saved=1), 303)
    page = render_template(
        "staff/clients/options.html", form=form, client=client, groups=groups, wider=WIDER,
        saved=request.args.get("saved"),
    )  # fmt: skip
    return make_response(page, 422 if form.is_submitted() else 200)
