"""The registration steps after username and password, for a client who is signed in."""

from flask import abort, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import tasks
from portal.client import client
from portal.credentials import steps as verbs
from portal.credentials.errors import NothingToSkip
from portal.models import Client
from portal.web import current


@client.route("/steps/<step:step>", methods=["GET", "POST"])
def step(step: str) -> Response:
    """404 where it is not asked, or is done: what is on file is changed under its task."""
    person = current.client()
    asked = verbs.of(person)
    here = next((other for other in asked if other.name == step and other.is_open), None)
    if here is None:
        return redirect(way_on(person), 303) if any(other.name == step for other in asked) else abort(404)
    form = tasks.steps()[step].form(person, verbs.answers_of(person, step))
    status = 200
    if form.is_submitted():
        if form.validate():
            verbs.answer(person, step, form, current.actor())
            return redirect(way_on(person), 303)
        status = 422
    number, count = verbs.place_of(step, asked)
    template = tasks.steps()[step].template
    return make_response(render_template(template, form=form, step=here, number=number, count=count), status)


@client.post("/steps/<step:step>/skips")
def step_skips(step: str) -> Response:
    """Skip for now; a required one stays."""
    person = current.client()
    try:
        verbs.leave(person, step, current.actor())
    except NothingToSkip:
        abort(404)
    return redirect(way_on(person), 303)


def way_on(person: Client) -> str:
    """The next open step, else Home."""
    following = verbs.next_open(verbs.of(person))
    return url_for("client.step", step=following.name) if following else url_for("client.home")
