"""How the practice's mail fares: the facts for Practice → Mail, for Needs attention and for `portal doctor`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select, text

from portal import clock, config
from portal.extensions import db
from portal.mail import worker
from portal.mail.outbox import RETRIES
from portal.models import Event, OutgoingMail, Practice
from portal.models.outgoing_mail import TO_SEND

HELD_LONG = timedelta(hours=1)
ENOUGH = 100  # mails in trouble, of which the newest tell it


@dataclass(frozen=True)
class Complaint:
    """Something about all mail that somebody should look at. ``subject`` is another one when it begins anew."""

    cause: str
    subject: str
    sentence: str
    at: datetime


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
    trouble: str | None  # of our own, in plain words; None where the last conversation was well
    trouble_since: datetime | None

    @property
    def is_under_way(self) -> bool:
        """Whether something may change without anybody doing anything."""
        return self.waiting > 0 and self.has_server and self.held_at is None

    @property
    def wait(self) -> str:
        return "1 mail waits" if self.waiting == 1 else f"{self.waiting or 'no'} mails wait"

    def complaints(self) -> Iterator[Complaint]:
        now = clock.now()
        if self.trouble and self.trouble_since:
            # it is the same trouble until a mail has been sent
            sentence = f"{self.trouble[:1].upper()}{self.trouble[1:]}; {self.wait}"
            yield Complaint("mail_trouble", f"after {self.sent_number}", sentence, self.trouble_since)
        if not self.is_alive and (self.waiting or self.last_seen):  # a portal that was only just made has no worker yet
            at = self.last_seen or self.oldest_at or now
            yield Complaint("mail_worker", at.isoformat(), f"The mail worker is not running; {self.wait}", at)
        if self.held_at and now - self.held_at > HELD_LONG:
            yield Complaint("mail_held", self.held_at.isoformat(), f"All mail is held; {self.wait}", self.held_at)


def read() -> MailHealth:
    """In four small statements."""
    practice, counts = Practice.get(), db.session.execute(_WAITING).one()
    sent = db.session.execute(_LAST_SENT).first()
    sent_at = sent.at if sent else None
    # what a mail met before the last success is over, even where that mail has not been tried again yet
    troubles = [row for row in db.session.execute(_TROUBLES) if sent_at is None or _tried_at(row) >= sent_at]
    return MailHealth(
        has_server=config.current().mail_server is not None,
        is_alive=worker.is_alive(),
        last_seen=worker.last_seen(),
        held_at=practice.mail_held_at if practice else None,
        waiting=counts.number,
        oldest_at=counts.oldest_at,
        sent_at=sent_at,
        sent_number=sent.id if sent else 0,
        trouble=max(troubles, key=_tried_at).reason if troubles else None,
        trouble_since=max(min(row.delayed_at for row in troubles), sent_at or _LONG_AGO) if troubles else None,
    )


def not_delivered(since: datetime) -> int:
    """How many mails a mail server refused for good."""
    refused = select(func.count()).select_from(Event).where(Event.kind == "mail_failed", Event.at > since)
    return db.session.scalar(refused) or 0


def _tried_at(row: Any) -> datetime:
    tried: datetime = row.next_try_at - RETRIES[min(row.attempts, len(RETRIES)) - 1]
    return tried


_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_WAITING = select(
    func.count().label("number"),
    func.min(OutgoingMail.created_at).label("oldest_at"),
).where(text(TO_SEND))
_TROUBLES = (
    select(OutgoingMail.reason, OutgoingMail.attempts, OutgoingMail.next_try_at, OutgoingMail.delayed_at)
    .where(text(TO_SEND), OutgoingMail.is_our_trouble, OutgoingMail.delayed_at.is_not(None))
    .order_by(OutgoingMail.id.desc())
    .limit(ENOUGH)
)
_LAST_SENT = select(Event.id, Event.at).where(Event.kind == "mail_sent").order_by(Event.id.desc()).limit(1)
