"""The list of clients: searched, filtered by status, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from portal import clock, folding
from portal.clients.portal_status import Columns, Status, status_column, with_status
from portal.extensions import db
from portal.models import Client, Event, Link, OutgoingMail, Practice
from portal.models.outgoing_mail import MailState

PAGE = 50
NAMES = 10  # of a short list to choose from


@dataclass(frozen=True)
class Row:
    client: Client
    status: Status
    last_event: Event | None
    mail: OutgoingMail | None  # the newest one of a live link


@dataclass(frozen=True)
class ClientPage:
    rows: list[Row]
    counts: dict[str, int]  # of what was searched, by status; "" is all
    next_key: str | None
    previous_key: str | None


def page(text: str, status: str, after: str = "", before: str = "") -> ClientPage:
    """Clients by last name; ``after`` and ``before`` are keys that an earlier page gave."""
    now = clock.now()
    everybody = select(Client, status_column(now).label("status")).options(joinedload(Client.provider))
    found = _searched(with_status(everybody), text)
    if status:
        found = found.where(status_column(now) == status)
    rows, is_more = _cut(found, after, before)
    return ClientPage(
        rows=_with_events_and_mails(rows, now),
        counts=_counts(text, now),
        next_key=_key(rows[-1][0]) if rows and (is_more or before) else None,
        previous_key=_key(rows[0][0]) if rows and (after or (before and is_more)) else None,
    )


def _searched(statement: Select[*Columns], text: str) -> Select[*Columns]:
    needles = folding.wanted(text, Practice.region())
    if not needles:
        return statement
    return statement.where(or_(*(Client.search.contains(needle, autoescape=True) for needle in needles)))


def _cut(statement: Select[Client, str], after: str, before: str) -> tuple[Sequence[tuple[Client, str]], bool]:
    """The page on this side of the key, in order, and whether there is more on that side."""
    place = tuple_(Client.sort_name, Client.id)
    backwards = bool(before) and not after
    if name_and_id := _parse(after or before):
        statement = statement.where(place < tuple_(*name_and_id) if backwards else place > tuple_(*name_and_id))
    order = (Client.sort_name.desc(), Client.id.desc()) if backwards else (Client.sort_name, Client.id)
    rows = db.session.execute(statement.order_by(*order).limit(PAGE + 1)).all()
    is_more, rows = len(rows) > PAGE, rows[:PAGE]
    return [(client, status) for client, status in (reversed(rows) if backwards else rows)], is_more


def _counts(text: str, now: datetime) -> dict[str, int]:
    column = status_column(now).label("status")
    statement = _searched(with_status(select(column, func.count()).select_from(Client)), text).group_by(column)
    counts = {str(status): int(count) for status, count in db.session.execute(statement)}
    return {"": sum(counts.values()), **{status.value: counts.get(status.value, 0) for status in Status}}


def _with_events_and_mails(rows: Sequence[tuple[Client, str]], now: datetime) -> list[Row]:
    numbers = [client.id for client, _ in rows]
    newest = select(func.max(Event.id)).where(Event.client_id.in_(numbers)).group_by(Event.client_id)
    events = db.session.scalars(select(Event).where(Event.id.in_(newest)).options(joinedload(Event.actor_staff)))
    by_client = {event.client_id: event for event in events}
    mails = _mails_of_live_links(numbers, now)
    return [Row(client, Status(status), by_client.get(client.id), mails.get(client.id)) for client, status in rows]


def _mails_of_live_links(clients: list[int], now: datetime) -> dict[int | None, OutgoingMail]:
    """By client; the newest where an invitation and a reset are live. A refusal is told also when it has run out."""
    matters = or_(Link.expires_at > now, OutgoingMail.state == MailState.FAILED)
    is_live = and_(Link.used_at.is_(None), Link.ended_at.is_(None), matters)
    found = db.session.scalars(
        select(OutgoingMail)
        .join(Link, OutgoingMail.link_id == Link.id)
        .where(Link.client_id.in_(clients), is_live)
        .order_by(OutgoingMail.id)
    )
    return {mail.client_id: mail for mail in found}


def _key(client: Client) -> str:
    return f"{client.id}.{client.sort_name}"


def _parse(key: str) -> tuple[str, int] | None:
    number, _, name = key.partition(".")
    return (name[:400], int(number)) if number.isascii() and number.isdigit() and len(number) < 18 else None


def find(text: str) -> Sequence[Client]:
    """The first NAMES and one more who fit, by last name, with their providers; nobody where nothing was typed."""
    if not folding.wanted(text, Practice.region()):
        return []
    found = _searched(select(Client), text).order_by(Client.sort_name, Client.id).limit(NAMES + 1)
    return db.session.scalars(found.options(joinedload(Client.provider))).all()
