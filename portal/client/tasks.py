"""The portal tasks: each at addresses of its own, where it is switched on for this client."""

from typing import Any

from flask import Flask, abort, make_response, redirect, request
from werkzeug.wrappers import Response

from portal.client import client
from portal.client.steps import step_before
from portal.intake import steps
from portal.intake.steps import steps_of
from portal.options import resolve
from portal.web import access, current, folder_pages
from portal.web.folder_pages import Page, View


@client.route("/<task:task>", methods=["GET", "POST"])
@access.body_of_folder
def task(task: str) -> Response:
    """The first page of a task."""
    return _answer(task, folder_pages.task_page(task))


def init_app(app: Flask) -> None:
    """The further pages of the tasks, each a route of its own."""
    for folder, pages in app.extensions["folder_pages"].items():
        for page in pages.client.pages:
            if page.path:
                folder_pages.add_route(app, page, "client", folder, f"/{folder}", _answering(folder, page))


def _answering(folder: str, page: Page) -> View:
    def answer(**values: Any) -> Any:
        return page.view(**values) if page.open_to_all else _answer(folder, page, **values)

    return answer


def _answer(task: str, page: Page, **values: Any) -> Response:
    """404 where it is off; the step first that has to be done before."""
    person = current.client()
    if not resolve.has_task(task, person):
        abort(404)
    if request.method == "POST" and "POST" not in page.methods:
        abort(405, valid_methods=page.methods)
    first = steps.held_back_by(task, steps_of(person))
    return redirect(step_before(first, task), 303) if first else make_response(page.view(**values))
