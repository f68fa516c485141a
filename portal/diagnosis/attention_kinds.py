"""The lines of Needs attention, one kind after the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, String, and_, cast, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from portal import clock
from portal.authentication import sign_in_counters
from portal.diagnosis import attention_rows
from portal.diagnosis.attention_rows import SHOWN, dismissed, is_changed, parameters
from portal.diagnosis.mail_causes import whose
from portal.diagnosis.mail_complaints import complaints_of
from portal.email_address import shown
from portal.extensions import db
from portal.intake import answers
from portal.intake.pending_changes import changes_of
from portal.limits import attempts, sent_mail
from portal.limits.attempts import Limit
from portal.mail import health
from portal.mail.texts import WITH_LINK
from portal.mail.troubles import Whose
from portal.models import Attempt, Client, DeviceMark, EmailAddress, Event, Link, OutgoingMail, StepRecord
from portal.models.attention import LineCause
from portal.models.link import WRONG_BIRTH_DATES, LinkKind
from portal.models.outgoing_mail import MailState
from portal.text import in_words


class Remedy(StrEnum):
    """The button beside a line: what it does, or where it leads."""

    SEND_INVITE = "send_invite"
    SEND_RESET = "send_reset"
    CORRECT = "correct"  # the address, and send again
    EDIT_EMAIL = "edit_email"
    EDIT_BIRTH_DATE = "edit_birth_date"
    REVIEW = "review"  # what the client has changed
    PRACTICE_MAIL = "practice_mail"


@dataclass(frozen=True)
class AttentionLine:
    cause: str  # a LineCause, or what a folder of portal/tasks calls it
    subject: str  # the random id of what it is about
    client: Client | None  # None where it is about all mail of the practice
    sentence: str
    at: datetime
    remedy: Remedy | None  # None where each of ``mails`` has its own, and where a folder tells it
    email: EmailAddress | None = None  # what EDIT_EMAIL is about
    mails: tuple[tuple[OutgoingMail, Remedy], ...] = ()


def of_all_mail() -> Iterator[AttentionLine]:
    for complaint in complaints_of(health.read()):
        if not db.session.scalar(select(dismissed(complaint.cause, complaint.subject))):
            sentence, at = complaint.sentence, complaint.at
            yield AttentionLine(complaint.cause, complaint.subject, None, sentence, at, Remedy.PRACTICE_MAIL)


def not_delivered() -> Iterator[AttentionLine]:
    with_client = contains_eager(OutgoingMail.client).options(selectinload(Client.emails))
    for mail in db.session.scalars(attention_rows.NOT_DELIVERED.options(with_client), parameters()):
        sentence, at = f"Not delivered to {shown(mail.address)}: {mail.reason}", mail.settled_at or mail.created_at
        emails = mail.client.emails if mail.client else []
        email = next((email for email in emails if email.address == mail.address), None)
        yield AttentionLine(LineCause.NOT_DELIVERED, mail.public_id, mail.client, sentence, at, _remedy_of(mail), email)


def _remedy_of(mail: OutgoingMail) -> Remedy:
    """A notice is not sent again, but its address can be right for the next one."""
    if mail.kind not in WITH_LINK:
        return Remedy.EDIT_EMAIL
    if mail.state == MailState.FAILED and whose(mail) is Whose.ADDRESS:
        return Remedy.CORRECT
    return Remedy.SEND_INVITE if mail.kind == LinkKind.INVITATION else Remedy.SEND_RESET


def kept() -> Iterator[AttentionLine]:
    """One line for all, as long as the newest of them was not dismissed."""
    rows = attention_rows.KEPT.options(contains_eager(OutgoingMail.client))
    found = [(mail, _remedy_of(mail)) for mail in db.session.scalars(rows, parameters())]
    if not found:
        return
    newest, _ = found[0]
    if db.session.scalar(select(dismissed(LineCause.KEPT, OutgoingMail.public_id)).where(OutgoingMail.id == newest.id)):
        return
    number = "1 mail was" if len(found) == 1 else f"{len(found)} mails were"
    sentence = f"{number} kept here and never sent"
    yield AttentionLine(
        LineCause.KEPT, newest.public_id, None, sentence, newest.created_at, None, mails=tuple(found[:SHOWN])
    )


_TRIES = in_words(WRONG_BIRTH_DATES)
_LOCKED = f"{_TRIES.capitalize()} wrong birth dates: the link is locked. Correct the date of birth, and it works again"
_KEPT_OUT = (
    f"{_TRIES.capitalize()} wrong birth dates: no more links are sent when the client asks. "
    "Correct the date of birth, or send a reset"
)


def locked() -> Iterator[AttentionLine]:
    for link in db.session.scalars(attention_rows.LOCKED_LINKS.options(contains_eager(Link.client)), parameters()):
        sentence = _LOCKED if link.works_unlocked(clock.now()) else _KEPT_OUT
        at = link.opened_at or link.created_at
        yield AttentionLine(LineCause.LOCKED, link.selector, link.client, sentence, at, Remedy.EDIT_BIRTH_DATE)


def expired() -> Iterator[AttentionLine]:
    for link in db.session.scalars(attention_rows.EXPIRED.options(contains_eager(Link.client)), parameters()):
        if not _was_asked_in_vain(link):
            lock = f" and is locked: {_TRIES} wrong birth dates" if link.is_locked else ""
            sentence = f"The invite expired before it was used{lock}"
            yield AttentionLine(
                LineCause.EXPIRED, link.selector, link.client, sentence, link.expires_at, Remedy.SEND_INVITE
            )


def asked_too_often() -> Iterator[AttentionLine]:
    often = f"Asked for a new link {sent_mail.OF_RENEWALS.allowed} times within {sent_mail.OF_RENEWALS.span}"
    for link in db.session.scalars(attention_rows.ASKED_AGAIN.options(contains_eager(Link.client)), parameters()):
        if _was_asked_in_vain(link):
            at = link.dead_fetched_at or link.expires_at
            sentence = f"{often}; the last one has expired too"
            yield AttentionLine(LineCause.ASKED_TOO_OFTEN, link.selector, link.client, sentence, at, Remedy.SEND_INVITE)


def _was_asked_in_vain(link: Link) -> bool:
    """Whether it was opened after its end, when asking gave no further link."""
    if link.client_id is None or link.dead_fetched_at is None or link.sent_by_id is not None:
        return False
    return not sent_mail.may_renew(link.client_id, link.dead_fetched_at)


def stopped() -> Iterator[AttentionLine]:
    """Accounts that 100 wrong passwords in a row have closed, as long as their counter stands."""
    full = set(db.session.scalars(select(Attempt.key).where(is_full())))
    if not full:
        return
    by_browser = set(db.session.scalars(select(DeviceMark.client_id).where(DeviceMark.mark_hash.in_(full))))
    newest = select(func.max(Event.id)).where(Event.kind == "sign_in_stopped").group_by(Event.client_id)
    rows = db.session.scalars(
        select(Event)
        .join(Event.client)
        .join(Client.account)
        .options(contains_eager(Event.client).contains_eager(Client.account))
        .where(Event.id.in_(newest), ~dismissed(LineCause.STOPPED, cast(Event.id, String)))
        .limit(SHOWN)
    )
    for event in rows:
        account = event.client.account if event.client else None
        if account and (sign_in_counters.account_key(account) in full or account.client_id in by_browser):
            yield AttentionLine(
                LineCause.STOPPED, str(event.id), event.client, event.sentence, event.at, Remedy.SEND_RESET
            )


def is_full() -> ColumnElement[bool]:
    """Of an Attempt: no more tries are taken."""
    return or_(*map(_is_full, (attempts.SIGN_IN_NAME, attempts.SIGN_IN_DEVICE)))


def _is_full(limit: Limit) -> ColumnElement[bool]:
    return and_(Attempt.limit_name == limit.name, Attempt.total >= limit.stop_after)


def changed() -> Iterator[AttentionLine]:
    rows = db.session.execute(
        select(StepRecord, Client)
        .join(Client, Client.id == StepRecord.client_id)
        .where(is_changed())
        .order_by(StepRecord.changed_at.desc())
        .limit(SHOWN)
    )
    for row, client in rows:
        if (line := of_change(row, client)) is not None:
            yield line


def of_change(row: StepRecord, client: Client) -> AttentionLine | None:
    """None where the same is on file already."""
    waiting = [change for change in changes_of(client, [row]) if not change.asked_at]
    if not waiting or row.changed_at is None:
        return None
    what = answers.labels(change.line for change in waiting)
    sentence = f"Changed by the client, to be accepted: {what}"
    return AttentionLine(LineCause.CHANGED, str(row.id), client, sentence, row.changed_at, Remedy.REVIEW)


KINDS = (of_all_mail, not_delivered, kept, locked, expired, asked_too_often, stopped, changed)
