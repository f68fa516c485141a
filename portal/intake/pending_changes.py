"""What clients would change, until staff have accepted it: old and new, line by line."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from portal import clock
from portal.contract import tasks
from portal.contract.parts import Line
from portal.database import writing
from portal.errors import CannotBeAsked, ChangedMeanwhile, NothingWaitsToBeAccepted
from portal.extensions import db
from portal.intake import answers, pictures
from portal.mail import outbox
from portal.models import Client, OutgoingMail, StepRecord
from portal.models.event import Actor, record
from portal.models.step_record import Answers
from portal.options import resolve

QUESTION = "change_question"  # the mail


@dataclass(frozen=True)
class Change:
    """A line that waits; ``old`` was on file when the client changed it, ``now`` is what is there since."""

    step: str
    line: Line
    old: Answers
    new: Answers
    now: Answers
    asked_at: datetime | None  # when staff asked the client whether it is right
    asked_by: str

    @property
    def name(self) -> str:
        """details.phone"""
        return f"{self.step}.{self.line.name}"

    @property
    def is_overtaken(self) -> bool:
        """What is on file was changed by another person in the meantime."""
        return self.line.text(self.now) != self.line.text(self.old)

    @property
    def is_moot(self) -> bool:
        """The same is on file already, from another source."""
        return self.line.text(self.new) == self.line.text(self.now)

    @property
    def seen(self) -> str:
        return seen([self])


def changes_of(client: Client, rows: Iterable[StepRecord]) -> list[Change]:
    """In the order of the steps and of their lines; without what is on file already."""
    by_step = {row.step: row for row in rows if row.changes}
    return [
        change
        for name in tasks.steps()
        if name in by_step
        for change in _all_of(client, by_step[name])
        if not change.is_moot
    ]


def seen(changes: Sequence[Change]) -> str:
    """What the accepting member of staff has looked at: sixteen hexadecimal digits."""
    looked_at = [(change.name, change.new, change.now) for change in changes]
    return hashlib.sha256(json.dumps(looked_at, sort_keys=True, default=str).encode()).hexdigest()[:16]


def accept(client: Client, name: str, looked_at: str, by: Actor) -> None:
    """Put a change on file, or all for an empty name.

    Raises NothingWaitsToBeAccepted; ChangedMeanwhile where it has changed since ``seen`` was made.
    """
    with writing():
        for row, found in _picked(client, name, looked_at):
            _put_on_file(client, row, found)
            # what they take along: the rest of a card, where there is no insurance any more
            moot = [change for change in _all_of(client, row) if change.is_moot]
            _put_on_file(client, row, moot)
            _settle(client, row, _without(row, [*found, *moot]), "change_accepted", found, by)
        client.refresh_search()


def decline(client: Client, name: str, looked_at: str, by: Actor) -> None:
    """Keep what is on file, and forget the change. Raises as ``accept`` does."""
    with writing():
        for row, found in _picked(client, name, looked_at):
            _settle(client, row, _without(row, found), "change_declined", found, by)


def ask(client: Client, name: str, asked_by: str, by: Actor) -> None:
    """Ask the client in the portal whether a change is right, and say so by mail. What the client saves is the answer.

    Raises NothingWaitsToBeAccepted also for what the client has been asked already; CannotBeAsked.
    """
    with writing():
        for row, found in _picked(client, name, None, unasked_only=True):
            if not can_be_asked(client, row.step):
                raise CannotBeAsked()
            note = {"asked_at": clock.now().isoformat(), "asked_by": asked_by}
            asked = {
                line: change | note if line in _names(found) else change for line, change in (row.changes or {}).items()
            }
            _settle(client, row, asked, "change_asked", found, by)
        _mail_question(client)


def can_be_asked(client: Client, step: str) -> bool:
    """Whether the client has a place to answer."""
    account = client.account
    return step in tasks.tasks() and resolve.has_task(step, client) and account is not None and account.is_enabled


def _mail_question(client: Client) -> None:
    """One mail for all that is asked within ten minutes: it does not say about what."""
    now = clock.now()
    recent = select(OutgoingMail.id).where(
        OutgoingMail.client_id == client.id,
        OutgoingMail.kind == QUESTION,
        OutgoingMail.created_at > now - timedelta(minutes=10),
        OutgoingMail.created_at <= now,
    )
    if client.default_email and db.session.scalar(recent.limit(1)) is None:
        outbox.put(QUESTION, client.default_email.address, client_id=client.id)


def _picked(
    client: Client, name: str, looked_at: str | None, unasked_only: bool = False
) -> list[tuple[StepRecord, list[Change]]]:
    """The changes by their rows, inside the caller's transaction. Raises as ``accept`` does."""
    db.session.refresh(client)
    rows = answers.records(client)
    found = [change for change in changes_of(client, rows) if name in ("", change.name)]
    if unasked_only:
        found = [change for change in found if change.asked_at is None]
    if not found or (looked_at is not None and seen(found) != looked_at):
        raise ChangedMeanwhile() if found else NothingWaitsToBeAccepted()
    by_row = [(row, [change for change in found if change.step == row.step]) for row in rows]
    return [(row, changes) for row, changes in by_row if changes]


def _put_on_file(client: Client, row: StepRecord, found: Iterable[Change]) -> None:
    for change in found:
        answers.keep(client, row, change.line, change.new)


def _settle(client: Client, row: StepRecord, left: Answers, kind: str, settled: Sequence[Change], by: Actor) -> None:
    row.changes = left or None
    if not answers.has_waiting(row):
        row.changed_at = None
    if any(line.is_picture for line in tasks.steps()[row.step].lines):
        pictures.drop_unused(client)
    what = answers.labels(change.line for change in settled)
    record(kind, by, client_id=client.id, step=tasks.steps()[row.step].staff_title, what=what)


def _without(row: StepRecord, settled: Iterable[Change]) -> Answers:
    """The changes of this row that keep waiting."""
    return {line: change for line, change in (row.changes or {}).items() if line not in _names(settled)}


def _names(changes: Iterable[Change]) -> set[str]:
    return {change.line.name for change in changes}


def _all_of(client: Client, row: StepRecord) -> list[Change]:
    """In the order of the lines."""
    return [_change(client, row, line) for line in tasks.steps()[row.step].lines if line.name in (row.changes or {})]


def _change(client: Client, row: StepRecord, line: Line) -> Change:
    kept = (row.changes or {})[line.name]
    asked_at = kept.get("asked_at")
    return Change(
        step=row.step,
        line=line,
        old=kept["old"],
        new=kept["new"],
        now=answers.part(answers.on_file(client, row.step, row), line),
        asked_at=datetime.fromisoformat(asked_at) if asked_at else None,
        asked_by=kept.get("asked_by", ""),
    )
