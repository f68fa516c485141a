"""Reading back what happened and what was mailed, newest first, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.database import writing
from portal.extensions import db
from portal.models import Client, Event, OutgoingMail
from portal.models.event import Actor, record
from portal.models.event_kinds import KINDS

PAGE, WHOLE = 50, 500
LARGEST = 2**63 - 1
Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    rows: Sequence[Item]
    older: int | None  # the number that the next page starts below


def events_of(client: Client) -> Sequence[Event]:
    """The latest 500 of one client."""
    return db.session.scalars(
        select(Event)
        .where(Event.client_id == client.id)
        .options(joinedload(Event.actor_staff))
        .order_by(Event.id.desc())
        .limit(WHOLE)
    ).all()


def mails_of(client: Client) -> Sequence[OutgoingMail]:
    return db.session.scalars(
        select(OutgoingMail)
        .where(OutgoingMail.client_id == client.id)
        .options(joinedload(OutgoingMail.link))
        .order_by(OutgoingMail.id.desc())
        .limit(WHOLE)
    ).all()


def activity(group: str, below: int | None) -> Page[Event]:
    """Everything that happened; ``group`` is one of models.event_kinds.GROUPS, or empty for all."""
    people = (joinedload(Event.actor_staff), joinedload(Event.client), joinedload(Event.staff))
    statement = select(Event).options(*people).order_by(Event.id.desc())
    if group:
        statement = statement.where(Event.kind.in_([name for name, kind in KINDS.items() if kind.group == group]))
    if below is not None:
        statement = statement.where(Event.id < _number(below))
    return _page(db.session.scalars(statement.limit(PAGE + 1)).all())


def all_mails(below: int | None) -> Page[OutgoingMail]:
    statement = (
        select(OutgoingMail)
        .options(joinedload(OutgoingMail.client), joinedload(OutgoingMail.staff), joinedload(OutgoingMail.link))
        .order_by(OutgoingMail.id.desc())
    )
    if below is not None:
        statement = statement.where(OutgoingMail.id < _number(below))
    return _page(db.session.scalars(statement.limit(PAGE + 1)).all())


def note_reading(mail: OutgoingMail, by: Actor) -> None:
    """Each reading of a kept mail is an event."""
    writing()
    record("mail_read", by, email=mail.address, client_id=mail.client_id, staff_id=mail.staff_id)
    db.session.commit()


def _number(typed: int) -> int:
    """An address may hold a number that no row, and no column, can have."""
    return min(max(typed, 0), LARGEST)


def _page(rows: Sequence[Item]) -> Page[Item]:
    return Page(rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None)  # type: ignore[attr-defined]
