"""The task: what is on file, to be kept up to date."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.credentials import steps
from portal.tasks.details import form as details
from portal.web import current


def view() -> Response:
    client = current.client()
    form = details.make(client, steps.answers_of(client, "details"))
    if form.validate_on_submit():
        steps.answer(client, "details", form.values, current.actor())
        return redirect(url_for("client.task", task="details", saved=1), 303)
    page = render_template("tasks/details/page.html", form=form, saved=request.args.get("saved"))
    return make_response(page, 422 if form.is_submitted() else 200)
