"""The registration steps after username and password, for a client who is signed in."""

from collections.abc import Sequence
from typing import Any

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.client import client
from portal.contract import tasks
from portal.errors import NothingToSkip
from portal.intake import steps
from portal.intake.steps import ClientStep, State, skip_for_now, steps_of
from portal.models import Client, SignIn
from portal.options import resolve
from portal.web import access, answering, current, folder_pages, next_page


@client.route("/steps/<step:step>", methods=["GET", "POST"])
@access.body_of_folder
def step(step: str) -> Response:
    """404 where it is not asked. ``before`` in the address is the task that it holds back, which comes after it."""
    person = current.client()
    asked = steps_of(person)
    here = next((other for other in asked if other.name == step), None)
    if here is None:
        abort(404)
    before = _wanted_task(person)
    if not _is_taken(here, asked, person):
        return redirect(way_on(person, before), 303)
    number, count = steps.place_of(step, asked)
    values = {"step": here, "number": number, "count": count, "before": tasks.tasks().get(before)}
    return _ask(person, step, values) or redirect(way_on(person, before), 303)


@client.post("/steps/<step:step>/skips")
def step_skips(step: str) -> Response:
    """Skip for now; a required one stays."""
    person = current.client()
    try:
        skip_for_now(person, step, current.actor())
    except NothingToSkip:
        if not any(other.name == step and not other.is_open for other in steps_of(person)):
            abort(404)
    return redirect(way_on(person), 303)


def _ask(person: Client, step: str, values: dict[str, Any]) -> Response | None:
    """The page; None once the step is done."""
    page = folder_pages.step_page(step)
    if page.view:
        answer = make_response(page.view(values))
        is_done = request.method == "POST" and steps.note_done(person, step, current.actor())
        return None if is_done else answer
    form = answering.open_form(person, step)
    if answering.keep(person, step, form):
        return None
    return make_response(render_template(page.template, form=form, **values), 422 if form.is_submitted() else 200)


def way_in(row: SignIn) -> str:
    """After each sign-in: what is required; else the page that was asked for; else what was left in the middle."""
    assert row.client is not None
    home, wanted = url_for("client.home"), next_page.after_sign_in("client")
    is_in_the_way = steps.first_required(steps_of(row.client)) is not None
    return way_on(row.client) if is_in_the_way or wanted == home else wanted


def way_on(person: Client, task: str = "") -> str:
    """The task that was wanted, or the step that holds it back; without one the next open step, else Home."""
    asked = steps_of(person)
    if task:
        first = steps.held_back_by(task, asked)
        return step_before(first, task) if first else url_for("client.task", task=task)
    following = steps.next_open(asked)
    return url_for("client.step", step=following.name) if following else url_for("client.home")


def step_before(first: ClientStep, task: str) -> str:
    return url_for("client.step", step=first.name, before=task)


def _wanted_task(person: Client) -> str:
    """The name of a task that this client has, or empty."""
    name = request.args.get("before", "")
    return name if resolve.has_task(name, person) else ""


def _is_taken(here: ClientStep, asked: Sequence[ClientStep], person: Client) -> bool:
    """Whether the step may be answered now: optional steps wait, and a finished one is changed under its task.

    What was typed meanwhile is kept where that is no way around: in a second tab, or while staff skipped it.
    """
    if here.is_open:
        return here.is_required or steps.first_required(asked) is None
    return request.method == "POST" and (here.state is State.SKIPPED or resolve.has_task(here.name, person))
