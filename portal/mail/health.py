"""The state of the practice's mail: the facts for Practice → Mail, Needs attention and `portal doctor`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select, text
from sqlalchemy.orm import aliased

from portal import clock, config, heartbeat
from portal.extensions import db
from portal.limits import sent_mail
from portal.limits.sent_mail import Quota
from portal.mail import troubles
from portal.mail.outbox import RETRIES
from portal.mail.troubles import Trouble
from portal.models import Event, Link, OutgoingMail, Practice
from portal.models.outgoing_mail import TO_SEND, MailState

RECENT = timedelta(days=30)
ENOUGH = 100  # mails in trouble, of which the newest tell it


@dataclass(frozen=True)
class MailHealth:
    has_server: bool
    is_alive: bool  # the worker
    last_seen: datetime | None  # a worker, or None where none has ever run
    held_at: datetime | None
    waiting: int
    oldest_at: datetime | None  # when the oldest of those that wait was written
    sent_at: datetime | None  # the last one that a mail server took
    sent_number: int  # of its event; 0 where there is none
    trouble: Trouble | None  # of our own; None where the last conversation was well
    trouble_since: datetime | None
    server_said: str  # at that trouble, else about the newest refused mail
    refused: Sequence[OutgoingMail]  # for good, by the practice's own fault, and not sent again; the newest first
    used_up: Sequence[tuple[Quota, datetime]]  # of what may be mailed in a day, and when there is room again

    @property
    def is_under_way(self) -> bool:
        """Whether something may change by itself, so that the page looks again."""
        return self.waiting > 0 and self.has_server and self.held_at is None

    @property
    def wait(self) -> str:
        return "1 mail waits" if self.waiting == 1 else f"{self.waiting or 'no'} mails wait"

    @property
    def refusals(self) -> dict[Trouble, list[OutgoingMail]]:
        """The refused by what was wrong with them, the newest trouble first."""
        found: dict[Trouble, list[OutgoingMail]] = {}
        for mail in self.refused:
            found.setdefault(troubles.named(mail.trouble) or Trouble.BROKE_OFF, []).append(mail)
        return found


def read() -> MailHealth:
    """In seven small statements."""
    practice, counts = Practice.get(), db.session.execute(_WAITING).one()
    sent = db.session.execute(_LAST_SENT).first()
    sent_at = sent.at if sent else None
    # troubles from before the last success are over, even for mails not tried again yet
    met = [row for row in db.session.execute(_TROUBLES) if sent_at is None or _tried_at(row) >= sent_at]
    newest = max(met, key=_tried_at, default=None)
    refused = db.session.scalars(_refused(clock.now() - RECENT)).all()
    said = newest.server_said if newest else refused[0].server_said if refused else ""
    return MailHealth(
        has_server=config.current().mail_server is not None,
        is_alive=heartbeat.is_alive(),
        last_seen=heartbeat.last_seen(),
        held_at=practice.mail_held_at if practice else None,
        waiting=counts.number,
        oldest_at=counts.oldest_at,
        sent_at=sent_at,
        sent_number=sent.id if sent else 0,
        trouble=(troubles.named(newest.trouble) or Trouble.BROKE_OFF) if newest else None,
        trouble_since=max(min(row.delayed_at for row in met), sent_at or _LONG_AGO) if met else None,
        server_said=said or "",
        refused=refused,
        used_up=tuple(sent_mail.used_up()),
    )


def _refused(since: datetime) -> Select[OutgoingMail]:
    """Refused by the practice's own fault, neither sent again since nor out of date."""
    newer = aliased(OutgoingMail)
    of_the_same = or_(newer.client_id == OutgoingMail.client_id, newer.staff_id == OutgoingMail.staff_id)
    later_one = exists().where(of_the_same, newer.kind == OutgoingMail.kind, newer.id > OutgoingMail.id)
    return (
        select(OutgoingMail)
        .outerjoin(OutgoingMail.link)
        .where(or_(Link.id.is_(None), and_(Link.used_at.is_(None), Link.ended_at.is_(None))))
        .where(OutgoingMail.state == MailState.FAILED, OutgoingMail.trouble.in_(troubles.OURS), ~later_one)
        .where(OutgoingMail.settled_at > since, ~OutgoingMail.is_sample)
        .order_by(OutgoingMail.id.desc())
        .limit(ENOUGH)
    )


def _tried_at(row: Any) -> datetime:
    tried: datetime = row.next_try_at - RETRIES[min(row.attempts, len(RETRIES)) - 1]
    return tried


_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_WAITING = select(
    func.count().label("number"),
    func.min(OutgoingMail.created_at).label("oldest_at"),
).where(text(TO_SEND))
_TROUBLES = (
    select(
        OutgoingMail.trouble,
        OutgoingMail.server_said,
        OutgoingMail.attempts,
        OutgoingMail.next_try_at,
        OutgoingMail.delayed_at,
    )
    .where(text(TO_SEND), OutgoingMail.is_our_trouble, OutgoingMail.delayed_at.is_not(None))
    .order_by(OutgoingMail.id.desc())
    .limit(ENOUGH)
)
_LAST_SENT = select(Event.id, Event.at).where(Event.kind == "mail_sent").order_by(Event.id.desc()).limit(1)
