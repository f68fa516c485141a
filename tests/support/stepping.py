"""A registration step of one client in each state that it can be in."""

from portal.database import writing
from portal.extensions import db
from portal.intake import answers
from portal.intake.steps import State, skip_for_client, skip_for_now
from portal.models import Client, StepRecord
from portal.models.event import Actor
from tests.support import factories
from tests.support.choices import choose

ANSWERS = {"answer": "Biscuit"}  # of the folder in support/folders.py


def own(client: Client) -> Actor:
    return Actor("client", client_id=client.id, ip="127.0.0.1")


def bring_about(state: State, client: Client, step: str = "pets") -> None:
    """While the step is optional, so that each state can be reached; an option is to be chosen afterwards."""
    choose(client, **{f"step_{step}": "optional"})
    if state is State.DONE:
        answers.answer(client, step, ANSWERS, own(client))
    elif state is State.LEFT:
        skip_for_now(client, step, own(client))
    elif state is State.SKIPPED:
        skip_for_client(client, step, "Asked on the phone", factories.dana())
    elif state is State.ON_FILE:
        put_on_file(client, step)
    choose(client, **{f"step_{step}": None})


def put_on_file(client: Client, step: str = "pets") -> None:
    """As an import would, before anybody asked."""
    with writing():
        db.session.add(StepRecord(client_id=client.id, step=step, answers=ANSWERS))
