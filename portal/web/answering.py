"""The form of a step or task: what it shows, keeping what is sent, and changes by others meanwhile."""

import json
from collections.abc import Sequence
from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.contract import tasks
from portal.contract.parts import Line
from portal.errors import ChangedMeanwhile
from portal.i18n import _
from portal.intake import answers, edit_conflicts
from portal.intake.answers import answers_of
from portal.intake.edit_conflicts import Marks
from portal.intake.pending_changes import Change, changes_of
from portal.models import Client
from portal.models.step_record import Answers
from portal.web import current, folder_pages
from portal.web.forms.fields import PortalForm

FIELD = "based_on"  # the hidden field of the form; templates/shared/forms.html writes it


def open_form(client: Client, step: str) -> Any:
    """The form of this step with what the client goes by, or with what was posted."""
    shown = answers_of(client, step)
    make = folder_pages.step_page(step).form
    assert make is not None, f"the step {step} has a view in place of a form"
    form = make(shown)
    form.based_on = based_on() or mark(tasks.steps()[step].lines, shown)
    return form


def keep(client: Client, step: str, form: PortalForm) -> bool:
    """Keep what was sent. False where it is not valid, or overlaps with another change: the form says so."""
    if not form.validate_on_submit():
        return False
    try:
        answers.answer(client, step, form.values, current.actor(), marks())
    except ChangedMeanwhile as overlap:
        show_overlap(form, overlap)
        return False
    return True


def page(step: str, template: str) -> Response:
    """The page of the task that keeps the answers of the step of the same name up to date."""
    client = current.client()
    form = open_form(client, step)
    if keep(client, step, form):
        return redirect(url_for("client.task", task=step, saved=1), 303)
    values = {"form": form, "saved": request.args.get("saved"), "waiting": waiting(client, step)}
    return make_response(render_template(template, **values), 422 if form.is_submitted() else 200)


def waiting(client: Client, step: str) -> list[Change]:
    """The client's changes that wait to be accepted."""
    row = answers.find(client, step)
    return changes_of(client, [row] if row else [])


def mark(lines: Sequence[Line], shown: Answers) -> str:
    return json.dumps(edit_conflicts.marks(lines, shown))


def based_on() -> str:
    """What the form that was posted had shown, as it goes back with errors; empty where none was."""
    found = marks()
    return json.dumps(found) if found else ""


def marks() -> Marks | None:
    """What the form that was posted had shown; None where it does not say, or nothing that can be read."""
    try:
        found = json.loads(request.form.get(FIELD, "")[:4000])
    except (ValueError, RecursionError):  # what is nested too deeply is no JSON to the parser, and no ValueError
        return None
    is_marks = isinstance(found, dict) and all(isinstance(value, str) for value in found.values())
    return found if is_marks else None


def show_overlap(form: PortalForm, overlap: ChangedMeanwhile) -> None:
    """Keep what was typed in the form and show the other version beside it; pressing once more keeps what was typed."""
    form.based_on = json.dumps({**(marks() or {}), **edit_conflicts.marks(overlap.lines, overlap.now)})
    for line in overlap.lines:
        form.refuse(next(name for name in (*line.fields, line.name) if name in form), _there_is(line, overlap.now))


def _there_is(line: Line, now: Answers) -> Any:
    text = line.text(now)
    if line.is_picture or not text:
        return _("This was changed meanwhile. Press the button once more to keep yours.")
    return _("Meanwhile this was changed to “%(text)s”. Press the button once more to keep yours.", text=text)
