"""The registration steps of one client: how far they are, and skipping them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from portal import clock
from portal.contract import tasks
from portal.database import writing
from portal.errors import NothingToSkip
from portal.extensions import db
from portal.intake import answers
from portal.models import Client, StepRecord
from portal.models.event import Actor, record
from portal.options import resolve
from portal.options.catalogue import Asking
from portal.options.resolve import Decision, Source

JUST_DONE = timedelta(minutes=1)


class State(StrEnum):
    ON_FILE = "on_file"  # known before the step was asked: it is not asked again
    DONE = "done"
    LEFT = "left"  # skipped by the client for now; where the step is required it is open
    SKIPPED = "skipped"  # by staff, for this client
    OPEN = "open"


@dataclass(frozen=True)
class ClientStep:
    """A step that this client is asked."""

    name: str
    title: str
    staff_title: str
    is_required: bool
    state: State
    record: StepRecord | None
    source: Source

    @property
    def is_open(self) -> bool:
        """Whether the answers are still wanted."""
        return self.state in (State.OPEN, State.LEFT)

    @property
    def stands_in_the_way(self) -> bool:
        return self.is_required and self.is_open


def steps_of(client: Client, records: Iterable[StepRecord] | None = None) -> list[ClientStep]:
    """The steps that are asked, the required ones first.

    One statement for the client's records where they are not given, and none where no step is asked.
    """
    decisions = {name: resolve.asking(name, client) for name in tasks.steps()}
    asked = {name: decision for name, decision in decisions.items() if decision.value != Asking.DONT_ASK}
    if not asked:
        return []
    by_step = {row.step: row for row in (answers.records(client) if records is None else records)}
    found = [_step(client, name, decision, by_step.get(name)) for name, decision in asked.items()]
    return sorted(found, key=lambda step: not step.is_required)


def next_open(steps: Sequence[ClientStep]) -> ClientStep | None:
    """Where a client goes on; what was left for later does not come back by itself."""
    return next((step for step in steps if step.state is State.OPEN), None)


def first_required(steps: Sequence[ClientStep]) -> ClientStep | None:
    """What comes first at each sign-in."""
    return next((step for step in steps if step.stands_in_the_way), None)


def are_just_done(steps: Sequence[ClientStep]) -> bool:
    """Whether an answer came within the last minute, and no step is left to go on to."""
    answers_at = [step.record.answered_at for step in steps if step.record and step.record.answered_at]
    return next_open(steps) is None and any(clock.now() - at < JUST_DONE for at in answers_at)


def held_back_by(task: str, steps: Sequence[ClientStep]) -> ClientStep | None:
    """The required step that has to be done before this task, or None."""
    needs = tasks.tasks()[task].needs
    return next((step for step in steps if step.name in needs and step.stands_in_the_way), None)


def place_of(name: str | None, steps: Sequence[ClientStep]) -> tuple[int, int]:
    """(2, 3) is step 2 of 3; the first is username and password, named None. What is not asked is not counted."""
    counted = [step.name for step in steps if step.state not in (State.ON_FILE, State.SKIPPED) or step.name == name]
    return (1 if name is None else counted.index(name) + 2), len(counted) + 1


def skip_for_now(client: Client, step: str, by: Actor) -> None:
    """The client skips an optional step for now; once more changes nothing. Raises NothingToSkip."""
    with writing():
        found = next((other for other in steps_of(client) if other.name == step), None)
        if found is None or found.is_required or not found.is_open:
            raise NothingToSkip()
        if found.state is State.OPEN:
            _row(client, step).skipped_at = clock.now()
            record("step_left", by, client_id=client.id, step=found.staff_title)


def skip_for_client(client: Client, step: str, reason: str, by: Actor) -> None:
    """Staff skip a step for this client: it is not asked any more. Raises NothingToSkip."""
    with writing():
        found = next((other for other in steps_of(client) if other.name == step), None)
        if found is None or not found.is_open:
            raise NothingToSkip()
        row = _row(client, step)
        row.skipped_at, row.skipped_by_id, row.skip_reason = clock.now(), by.staff_id, reason
        record("step_skipped", by, client_id=client.id, step=found.staff_title, reason=reason)


def note_done(client: Client, step: str, by: Actor) -> bool:
    """Whether a step with a view of its own is done by now; the first time is noted."""
    is_done = tasks.steps()[step].is_done
    with writing():
        if is_done is None or not is_done(client):
            return False
        row = _row(client, step)
        if row.answered_at is None:
            row.answered_at = clock.now()
            record("step_answered", by, client_id=client.id, step=tasks.steps()[step].staff_title)
    return True


def _step(client: Client, name: str, decision: Decision, row: StepRecord | None) -> ClientStep:
    is_required = decision.value == Asking.REQUIRED
    state = _state(client, name, row, is_required)
    step = tasks.steps()[name]
    return ClientStep(name, step.title, step.staff_title, is_required, state, row, decision.source)


def _state(client: Client, name: str, row: StepRecord | None, is_required: bool) -> State:
    step = tasks.steps()[name]
    if step.is_done(client) if step.is_done else step.is_on_file(answers.on_file(client, name, row)):
        return State.DONE if row and row.answered_at else State.ON_FILE
    if row and row.skipped_by_id:
        return State.SKIPPED
    return State.LEFT if row and row.skipped_at and not is_required else State.OPEN


def _row(client: Client, step: str) -> StepRecord:
    row = answers.find(client, step)
    if row is None:
        row = StepRecord(client_id=client.id, step=step)
        db.session.add(row)
    return row
