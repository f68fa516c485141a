"""The portal tasks: each at an address of its own, where it is switched on for this client."""

from flask import abort, make_response, redirect
from werkzeug.wrappers import Response

from portal import tasks
from portal.client import client
from portal.client.steps import step_before
from portal.intake import steps
from portal.options import resolve
from portal.web import access, current


@client.route("/<task:task>", methods=["GET", "POST"])
@access.body_of_folder
def task(task: str) -> Response:
    """404 where it is off; the step first that has to be done before."""
    person = current.client()
    if not resolve.has_task(task, person):
        abort(404)
    first = steps.held_back_by(task, steps.of(person))
    return redirect(step_before(first, task), 303) if first else make_response(tasks.tasks()[task].view())
