"""The task: what is on file, to be kept up to date."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.web import answering, current


def view() -> Response:
    client = current.client()
    form = answering.open_form(client, "insurance")
    if answering.keep(client, "insurance", form):
        return redirect(url_for("client.task", task="insurance", saved=1), 303)
    waiting = answering.waiting(client, "insurance")
    page = render_template("tasks/insurance/page.html", form=form, saved=request.args.get("saved"), waiting=waiting)
    return make_response(page, 422 if form.is_submitted() else 200)
