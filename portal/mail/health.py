"""How the practice's mail fares: the facts for Practice → Mail, for Needs attention and for `portal doctor`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select, text
from sqlalchemy.orm import aliased

from portal import clock, config
from portal.extensions import db
from portal.limits import sent_mail
from portal.limits.sent_mail import Quota
from portal.mail import heartbeat, troubles
from portal.mail.outbox import RETRIES
from portal.mail.troubles import Trouble
from portal.models import Event, Link, OutgoingMail, Practice
from portal.models.outgoing_mail import TO_SEND, MailState

HELD_LONG, RECENT = timedelta(hours=1), timedelta(days=30)
SEE_ACTIVITY = "Activity shows under passwords and invitations what was asked for, and from where."
ENOUGH = 100  # mails in trouble, of which the newest tell it


@dataclass(frozen=True)
class Complaint:
    """Something about all mail that somebody should look at. ``subject`` is another one when it begins anew."""

    cause: str
    subject: str
    sentence: str
    at: datetime
    advice: str = ""  # what whoever runs the portal can do, where that is not plain


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
    server_said: str  # at that trouble, or else to the newest of the refused
    refused: Sequence[
        OutgoingMail
    ]  # for good, by the practice's own fault, the newest first; nobody has sent them again
    used_up: Sequence[tuple[Quota, datetime]]  # of what may be mailed in a day, and when there is room again

    @property
    def is_under_way(self) -> bool:
        """Whether something may change without anybody doing anything."""
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

    def complaints(self) -> Iterator[Complaint]:
        now = clock.now()
        if self.trouble and self.trouble_since:
            # it is the same trouble until a mail has been sent
            sentence = f"{begun(self.trouble.sentence)}; {self.wait}"
            advice = self.trouble.advice
            yield Complaint("mail_trouble", f"after {self.sent_number}", sentence, self.trouble_since, advice)
        for trouble, mails in self.refusals.items():
            number = "1 mail" if len(mails) == 1 else f"{len(mails)} mails"
            sentence, at = f"{number} not delivered: {trouble.sentence}", mails[0].settled_at or mails[0].created_at
            yield Complaint("mail_refused", mails[0].public_id, sentence, at, trouble.advice)
        for quota, until in self.used_up:  # once a day, though it may be used up again and again
            subject, at = f"{quota.allowed} {now:%Y-%m-%d}", until - quota.window
            yield Complaint("mail_used_up", subject, f"Mail used up: {quota.sentence}", at, SEE_ACTIVITY)
        if not self.is_alive and (self.waiting or self.last_seen):  # a portal that was only just made has no worker yet
            at = self.last_seen or self.oldest_at or now
            yield Complaint("mail_worker", at.isoformat(), f"The mail worker is not running; {self.wait}", at)
        if self.held_at and now - self.held_at > HELD_LONG:
            sentence, advice = f"All mail is held; {self.wait}", "An owner releases them under Practice → Mail."
            yield Complaint("mail_held", self.held_at.isoformat(), sentence, self.held_at, advice)


def read() -> MailHealth:
    """In seven small statements."""
    practice, counts = Practice.get(), db.session.execute(_WAITING).one()
    sent = db.session.execute(_LAST_SENT).first()
    sent_at = sent.at if sent else None
    # what a mail met before the last success is over, even where that mail has not been tried again yet
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


def begun(sentence: str) -> str:
    """With a capital letter."""
    return sentence[:1].upper() + sentence[1:]


def _refused(since: datetime) -> Select[OutgoingMail]:
    """Where the trouble is the practice's own; not what was sent again since, or is not wanted any more."""
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
