"""Reading back what happened and what was mailed, newest first, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.database import writing
from portal.extensions import db
from portal.models import Client, Event, OutgoingMail
from portal.models.event import Actor, record
from portal.models.event_kinds import kinds

PAGE = 50
LARGEST = 2**63 - 1
Item = TypeVar("Item")


@dataclass(frozen=True)
class HistoryPage(Generic[Item]):
    rows: Sequence[Item]
    older: int | None = None  # the number that the next page starts below
    newer: int | None = None  # the number that the previous page ends above


@dataclass(frozen=True)
class Place:
    """The page of what is older than ``below``, or newer than ``above``; without either the newest of all."""

    below: int | None = None
    above: int | None = None


NEWEST = Place()


def events_of(client: Client, place: Place = NEWEST) -> HistoryPage[Event]:
    statement = select(Event).where(Event.client_id == client.id).options(joinedload(Event.actor_staff))
    return _page(statement, Event.id, place)


def mails_of(client: Client, place: Place = NEWEST) -> HistoryPage[OutgoingMail]:
    statement = select(OutgoingMail).where(OutgoingMail.client_id == client.id)
    return _page(statement.options(joinedload(OutgoingMail.link)), OutgoingMail.id, place)


def activity(group: str, place: Place = NEWEST) -> HistoryPage[Event]:
    """Everything that happened; ``group`` is one of models.event_kinds.groups(), or empty for all."""
    people = (joinedload(Event.actor_staff), joinedload(Event.client), joinedload(Event.staff))
    statement = select(Event).options(*people)
    if group:
        statement = statement.where(Event.kind.in_([name for name, kind in kinds().items() if kind.group == group]))
    return _page(statement, Event.id, place)


def all_mails(place: Place = NEWEST) -> HistoryPage[OutgoingMail]:
    people = (joinedload(OutgoingMail.client), joinedload(OutgoingMail.staff), joinedload(OutgoingMail.link))
    return _page(select(OutgoingMail).options(*people), OutgoingMail.id, place)


def note_reading(mail: OutgoingMail, by: Actor) -> None:
    """Each reading of a kept mail is an event."""
    with writing():
        record("mail_read", by, email=mail.address, client_id=mail.client_id, staff_id=mail.staff_id)


def _number(typed: int) -> int:
    """An address may hold a number too large for any row."""
    return min(max(typed, 0), LARGEST)


def _page(statement: Select[Item], number: Any, place: Place) -> HistoryPage[Item]:
    """Newest first. A page is found by number, so it costs the same however many rows come before it."""
    backwards = place.above is not None and place.below is None
    if place.below is not None:
        statement = statement.where(number < _number(place.below))
    elif place.above is not None:
        statement = statement.where(number > _number(place.above))
    order = number.asc() if backwards else number.desc()
    found: Sequence[Any] = db.session.scalars(statement.order_by(order).limit(PAGE + 1)).all()
    is_more, rows = len(found) > PAGE, found[:PAGE]
    rows = rows[::-1] if backwards else rows
    has_older = bool(rows) and (is_more or backwards)
    has_newer = bool(rows) and (is_more if backwards else place.below is not None)
    return HistoryPage(rows, rows[-1].id if has_older else None, rows[0].id if has_newer else None)
