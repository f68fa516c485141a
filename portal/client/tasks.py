"""The portal tasks: each at an address of its own, where it is switched on for this client."""

from flask import abort, make_response, redirect
from werkzeug.wrappers import Response

from portal.client import client
from portal.client.steps import step_before
from portal.intake import steps
from portal.options import resolve
from portal.web import current, folder_pages


@client.route("/<task:task>", methods=["GET", "POST"])
def task(task: str) -> Response:
    """404 where it is off; the step first that has to be done before."""
    person = current.client()
    if not resolve.has_task(task, person):
        abort(404)
    first = steps.held_back_by(task, steps.of(person))
    return redirect(step_before(first, task), 303) if first else make_response(folder_pages.task_page(task).view())
