"""Needs attention: what somebody should look at; a line goes when it is solved or dismissed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Exists, String, and_, cast, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, contains_eager

from portal import clock
from portal.credentials import answers, changes, limits, mail_health, quotas, sign_in_counters
from portal.credentials.limits import Limit
from portal.credentials.mail_health import RECENT
from portal.database import writing
from portal.email_address import shown
from portal.extensions import db
from portal.mail.outbox import TO_OLD_ADDRESS
from portal.mail.troubles import OURS
from portal.models import Attempt, Client, DeviceMark, Dismissal, Event, Link, OutgoingMail, PortalAccount, StepRecord
from portal.models.base import Owner
from portal.models.event import Actor, record
from portal.models.link import WRONG_BIRTH_DATES, LinkKind, has_time
from portal.models.outgoing_mail import MailState

SHOWN = 50


@dataclass(frozen=True)
class Line:
    cause: str
    subject: str  # the random id of what it is about
    client: Client | None  # None where it is about all mail of the practice
    sentence: str
    at: datetime


def lines() -> list[Line]:
    """The newest first, at most 50 of each cause."""
    found = [*_of_all_mail(), *_not_delivered(), *_locked(), *_expired(), *_asked_too_often(), *_stopped(),
             *_changed()]  # fmt: skip
    return sorted(found, key=lambda line: line.at, reverse=True)


def dismiss(cause: str, subject: str, by: Actor) -> bool:
    """Take the line away; False where there is none such."""
    writing()
    line = next((line for line in lines() if (line.cause, line.subject) == (cause, subject)), None)
    if line is not None:
        assert by.staff_id is not None
        db.session.add(Dismissal(cause=cause, subject=subject, dismissed_by_id=by.staff_id, dismissed_at=clock.now()))
        about: Owner = {"client_id": line.client.id} if line.client else {}
        record("attention_dismissed", by, what=line.sentence, **about)
    db.session.commit()
    return line is not None


def _of_all_mail() -> Iterator[Line]:
    for complaint in mail_health.read().complaints():
        is_dismissed = select(Dismissal.id).where(
            Dismissal.cause == complaint.cause, Dismissal.subject == complaint.subject
        )
        if db.session.scalar(is_dismissed) is None:
            yield Line(complaint.cause, complaint.subject, None, complaint.sentence, complaint.at)


def _not_delivered() -> Iterator[Line]:
    newer = aliased(OutgoingMail)
    later_one = exists().where(
        newer.client_id == OutgoingMail.client_id, newer.kind == OutgoingMail.kind, newer.id > OutgoingMail.id
    )
    rows = db.session.scalars(
        select(OutgoingMail)
        .join(OutgoingMail.client)
        .outerjoin(OutgoingMail.link)
        .options(contains_eager(OutgoingMail.client))
        .where(or_(Link.id.is_(None), and_(Link.used_at.is_(None), Link.ended_at.is_(None))))
        .where(OutgoingMail.state == MailState.FAILED, ~later_one, ~_dismissed("not_delivered", OutgoingMail.public_id))
        .where(OutgoingMail.settled_at > clock.now() - RECENT, OutgoingMail.kind != TO_OLD_ADDRESS)
        .where(or_(OutgoingMail.trouble.is_(None), OutgoingMail.trouble.not_in(OURS)))  # told as one, by mail_health
        .order_by(OutgoingMail.id.desc())
        .limit(SHOWN)
    )
    for mail in rows:
        at = mail.settled_at or mail.created_at
        yield Line(
            "not_delivered", mail.public_id, mail.client, f"Not delivered to {shown(mail.address)}: {mail.reason}", at
        )


_LOCKED = "Five wrong birth dates: the link is locked. Correct the date of birth, and it works again"
_KEPT_OUT = "Five wrong birth dates: no more links are sent to whoever asks. Correct the date of birth, or send a reset"


def _locked() -> Iterator[Line]:
    """Links that a corrected date opens again, and whose clients get no other one by asking for it."""
    now, newer = clock.now(), aliased(Link)
    is_newest = ~exists().where(newer.client_id == Link.client_id, newer.kind == Link.kind, newer.id > Link.id)
    works_again = and_(Link.ended_at.is_(None), has_time(Link, now))
    keeps_out = and_(Link.kind == LinkKind.PASSWORD_RESET.value, is_newest, PortalAccount.disabled_at.is_(None))
    rows = db.session.scalars(
        select(Link)
        .join(Link.client)
        .outerjoin(Client.account)
        .options(contains_eager(Link.client))
        .where(Link.wrong_birth_dates >= WRONG_BIRTH_DATES, Link.used_at.is_(None), or_(works_again, keeps_out))
        .where(~_dismissed("locked", Link.selector))
        .order_by(Link.id.desc())
        .limit(SHOWN)
    )
    for link in rows:
        sentence = _LOCKED if link.is_open and link.has_time(now) else _KEPT_OUT
        yield Line("locked", link.selector, link.client, sentence, link.opened_at or link.created_at)


def _expired() -> Iterator[Line]:
    for link in _links(_has_run_out(), "expired"):
        if not _was_asked_in_vain(link):
            lock = " and is locked: five wrong birth dates" if link.is_locked else ""
            sentence = f"The invite expired before it was used{lock}"
            yield Line("expired", link.selector, link.client, sentence, link.expires_at)


def _asked_too_often() -> Iterator[Line]:
    often = f"Asked for a new link {quotas.OF_RENEWALS.allowed} times within 24 hours"
    for link in _links(and_(_has_run_out(), Link.dead_fetched_at.is_not(None)), "asked_too_often"):
        if _was_asked_in_vain(link):
            at = link.dead_fetched_at or link.expires_at
            yield Line("asked_too_often", link.selector, link.client, f"{often}; the last one has expired too", at)


def _has_run_out() -> ColumnElement[bool]:
    now = clock.now()
    return and_(Link.kind == LinkKind.INVITATION.value, Link.expires_at <= now, Link.expires_at > now - RECENT)


def _was_asked_in_vain(link: Link) -> bool:
    """Opened again after its end, when no further one was to be had by asking."""
    if link.client_id is None or link.dead_fetched_at is None or link.sent_by_id is not None:
        return False
    return not quotas.may_renew(link.client_id, link.dead_fetched_at)


def _links(condition: ColumnElement[bool], cause: str) -> Iterator[Link]:
    yield from db.session.scalars(
        select(Link)
        .join(Link.client)
        .options(contains_eager(Link.client))
        .where(Link.used_at.is_(None), Link.ended_at.is_(None), condition, ~_dismissed(cause, Link.selector))
        .order_by(Link.id.desc())
        .limit(SHOWN)
    )


def _stopped() -> Iterator[Line]:
    """Accounts that 100 wrong passwords in a row have closed, as long as their counter stands."""
    full = set(db.session.scalars(select(Attempt.key).where(or_(*map(_is_full, _STOPPED_BY)))))
    if not full:
        return
    by_browser = set(db.session.scalars(select(DeviceMark.client_id).where(DeviceMark.mark_hash.in_(full))))
    newest = select(func.max(Event.id)).where(Event.kind == "sign_in_stopped").group_by(Event.client_id)
    rows = db.session.scalars(
        select(Event)
        .join(Event.client)
        .join(Client.account)
        .options(contains_eager(Event.client).contains_eager(Client.account))
        .where(Event.id.in_(newest), ~_dismissed("stopped", cast(Event.id, String)))
        .limit(SHOWN)
    )
    for event in rows:
        account = event.client.account if event.client else None
        if account and (sign_in_counters.account_key(account) in full or account.client_id in by_browser):
            yield Line("stopped", str(event.id), event.client, event.sentence, event.at)


_STOPPED_BY = (limits.SIGN_IN_NAME, limits.SIGN_IN_DEVICE)


def _is_full(limit: Limit) -> ColumnElement[bool]:
    return and_(Attempt.limit_name == limit.name, Attempt.total >= limit.stop_after)


def _changed() -> Iterator[Line]:
    rows = db.session.execute(
        select(StepRecord, Client)
        .join(Client, Client.id == StepRecord.client_id)
        .where(StepRecord.changed_at.is_not(None), ~_dismissed("changed", cast(StepRecord.id, String)))
        .order_by(StepRecord.changed_at.desc())
        .limit(SHOWN)
    )
    for row, client in rows:
        waiting = [change for change in changes.of(client, [row]) if not change.asked_at]
        if waiting and row.changed_at:
            what = answers.labels(change.line for change in waiting)
            yield Line("changed", str(row.id), client, f"Changed by the client, to be accepted: {what}", row.changed_at)


def _dismissed(cause: str, subject: ColumnElement[str] | InstrumentedAttribute[str]) -> Exists:
    return exists().where(Dismissal.cause == cause, Dismissal.subject == subject)
