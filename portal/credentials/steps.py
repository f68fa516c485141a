"""The registration steps of one client: how far they are, and what answers and skips leave behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from portal import clock, tasks
from portal.credentials import options
from portal.credentials.errors import NothingToSkip
from portal.credentials.options import Asking, Decision, Source
from portal.database import writing
from portal.extensions import db
from portal.models import Client, StepRecord
from portal.models.event import Actor, record
from portal.models.step_record import Answers
from portal.tasks import Values


class State(StrEnum):
    ON_FILE = "on_file"  # before anybody asked: it is not asked again
    DONE = "done"
    LEFT = "left"  # skipped by the client for now; where the step is required it is open
    SKIPPED = "skipped"  # by staff, for this client
    OPEN = "open"


@dataclass(frozen=True)
class ClientStep:
    """A step that this client is asked."""

    name: str
    title: str
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


def of(client: Client) -> list[ClientStep]:
    """Those that are asked, the required ones first; one statement, and none where no step is asked."""
    decisions = {name: options.asking(name, client) for name in tasks.steps()}
    asked = {name: decision for name, decision in decisions.items() if decision.value != Asking.DONT_ASK}
    if not asked:
        return []
    records = {row.step: row for row in db.session.scalars(_RECORDS, {"client_id": client.id})}
    found = [_step(client, name, decision, records.get(name)) for name, decision in asked.items()]
    return sorted(found, key=lambda step: not step.is_required)


def answered(client: Client) -> list[StepRecord]:
    """What this client has filled in, whether or not it is asked now, in the order of the steps."""
    records = {row.step: row for row in db.session.scalars(_RECORDS, {"client_id": client.id})}
    return [records[name] for name in tasks.steps() if name in records and records[name].answers is not None]


def answers_of(client: Client, step: str) -> Answers | None:
    row = _find(client, step)
    return row.answers if row else None


def next_open(steps: Sequence[ClientStep]) -> ClientStep | None:
    """Where a client goes on; what was left for later does not come back by itself."""
    return next((step for step in steps if step.state is State.OPEN), None)


def first_required(steps: Sequence[ClientStep]) -> ClientStep | None:
    """What comes first at each sign-in."""
    return next((step for step in steps if step.stands_in_the_way), None)


def held_back_by(task: str, steps: Sequence[ClientStep]) -> ClientStep | None:
    """The required step that has to be done before this task, or None."""
    needs = tasks.tasks()[task].needs
    return next((step for step in steps if step.name in needs and step.stands_in_the_way), None)


def place_of(name: str | None, steps: Sequence[ClientStep]) -> tuple[int, int]:
    """(2, 3) is step 2 of 3; the first is username and password, named None. What is not asked is not counted."""
    counted = [step.name for step in steps if step.state not in (State.ON_FILE, State.SKIPPED) or step.name == name]
    return (1 if name is None else counted.index(name) + 2), len(counted) + 1


def answer(client: Client, step: str, values: Values, by: Actor) -> None:
    """Keep what the client has filled in, as the folder of the step says; the same once more leaves no trace."""
    writing()
    row = _row(client, step)
    db.session.refresh(client)  # what is on file, for a change to be told from it
    answers = tasks.steps()[step].keep(client, values)
    is_first = row.answered_at is None
    if not (is_first or row.skipped_at or row.answers != answers or db.session.is_modified(client)):
        db.session.rollback()
        return
    row.answers, row.answered_at = answers, clock.now()
    row.skipped_at = row.skipped_by_id = row.skip_reason = None
    client.refresh_search()
    kind = "step_answered" if is_first else "step_changed"
    record(kind, by, client_id=client.id, step=tasks.steps()[step].title)
    db.session.commit()


def leave(client: Client, step: str, by: Actor) -> None:
    """The client skips an optional step for now; once more changes nothing. Raises NothingToSkip."""
    writing()
    found = next((other for other in of(client) if other.name == step), None)
    if found is None or found.is_required or not found.is_open:
        db.session.rollback()
        raise NothingToSkip()
    if found.state is State.OPEN:
        _row(client, step).skipped_at = clock.now()
        record("step_left", by, client_id=client.id, step=found.title)
    db.session.commit()


def skip(client: Client, step: str, reason: str, by: Actor) -> None:
    """Staff skip a step for this client: it is not asked any more. Raises NothingToSkip."""
    writing()
    found = next((other for other in of(client) if other.name == step), None)
    if found is None or not found.is_open:
        db.session.rollback()
        raise NothingToSkip()
    row = _row(client, step)
    row.skipped_at, row.skipped_by_id, row.skip_reason = clock.now(), by.staff_id, reason
    record("step_skipped", by, client_id=client.id, step=found.title, reason=reason)
    db.session.commit()


def _step(client: Client, name: str, decision: Decision, row: StepRecord | None) -> ClientStep:
    is_required = decision.value == Asking.REQUIRED
    state = _state(client, name, row, is_required)
    return ClientStep(name, tasks.steps()[name].title, is_required, state, row, decision.source)


def _state(client: Client, name: str, row: StepRecord | None, is_required: bool) -> State:
    if tasks.steps()[name].is_on_file(client, row.answers if row else None):
        return State.DONE if row and row.answered_at else State.ON_FILE
    if row and row.skipped_by_id:
        return State.SKIPPED
    return State.LEFT if row and row.skipped_at and not is_required else State.OPEN


def _find(client: Client, step: str) -> StepRecord | None:
    return db.session.scalar(select(StepRecord).where(StepRecord.client_id == client.id, StepRecord.step == step))


def _row(client: Client, step: str) -> StepRecord:
    row = _find(client, step)
    if row is None:
        row = StepRecord(client_id=client.id, step=step)
        db.session.add(row)
    return row


_RECORDS = (
    select(StepRecord).where(StepRecord.client_id == bindparam("client_id")).options(joinedload(StepRecord.skipped_by))
)
