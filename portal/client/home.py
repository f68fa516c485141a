"""Home: the first page of a signed-in client."""

from dataclasses import dataclass

from flask import render_template

from portal.client import client
from portal.contract.parts import Task
from portal.intake import answers, live_lines, steps
from portal.intake.pending_changes import changes_of
from portal.intake.steps import ClientStep, steps_of
from portal.web import current
from portal.web.task_pages import tasks_of


@dataclass(frozen=True)
class Card:
    """A task; ``held_back_by`` is the required step that has to be done before, or None; ``line`` how things stand."""

    name: str
    task: Task
    held_back_by: ClientStep | None
    line: str


@client.get("/home")
def home() -> str:
    """What is still open first, then each task that is switched on."""
    person = current.client()
    records = answers.records(person)
    asked = steps_of(person, records)
    questions = [change for change in changes_of(person, records) if change.asked_at]
    tasks = tasks_of(person)
    lines = live_lines.read(person, {name: task.line for name, task in tasks.items()})
    cards = [Card(name, task, steps.held_back_by(name, asked), lines[name]) for name, task in tasks.items()]
    open_steps = [step for step in asked if step.is_open]
    values = {"steps": open_steps, "cards": cards, "questions": questions, "thanks": steps.are_just_done(asked)}
    return render_template("client/home/show.html", **values)
