"""The queue of mails: put in the transaction of the act, claimed by one worker, settled with what was observed."""

import secrets
from datetime import datetime, timedelta
from typing import Unpack

from sqlalchemy import ColumnElement, and_, exists, inspect, or_, select, text, update

from portal import clock, config
from portal.contract import tasks
from portal.database import release_connection, writing
from portal.extensions import db
from portal.leases import holder, runs
from portal.mail.troubles import Trouble
from portal.models import Link, OutgoingMail, Practice
from portal.models.base import Owner
from portal.models.event import SYSTEM, record
from portal.models.link import LinkState
from portal.models.outgoing_mail import TO_SEND, MailState

LEASE = timedelta(minutes=10)  # longer than the longest conversation, with smtp_client.TIMEOUT used up at each step
RETRIES = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60))  # then hourly (RFC 5321, 4.5.4.1, but shorter at first)
GIVE_UP = timedelta(hours=48)  # for a mail without a link
LONGEST_DIALOGUE = 4000
TO_OLD_ADDRESS = "email_changed"  # the one kind of a client's mail that does not go to the default email


def put(
    kind: str, address: str, *, link: Link | None = None, is_sample: bool = False, **owner: Unpack[Owner]
) -> OutgoingMail:
    """Add a mail to the caller's transaction; without a mail server it is only kept."""
    settings, now = config.current(), clock.now()
    mail = OutgoingMail(
        kind=kind, address=address, link_id=link.id if link else None, is_sample=is_sample,
        created_at=now, next_try_at=now,
        message_id=f"<{secrets.token_urlsafe(18)}@{settings.mail_from.rpartition('@')[2]}>",
        state=MailState.WAITING if settings.mail_server else MailState.KEPT, **owner,
    )  # fmt: skip
    db.session.add(mail)
    db.session.flush()
    return mail


def claim() -> OutgoingMail | None:
    """The next mail that is due, leased to this process, or None. Mails that may no longer go out are settled.

    None also while all mail is held.
    """
    while True:
        number = db.session.scalar(
            select(OutgoingMail.id)
            .where(_is_due(clock.now()))
            .order_by(OutgoingMail.next_try_at, OutgoingMail.id)
            .limit(1)
        )
        release_connection()
        if number is None:
            return None
        with writing():
            now = clock.now()
            taken = db.session.execute(
                update(OutgoingMail)
                .where(OutgoingMail.id == number, _is_due(now))
                .values(state=MailState.SENDING, lease_until=now + LEASE, lease_holder=holder())
            )
            mail = db.session.get_one(OutgoingMail, number)
            is_taken = taken.rowcount == 1  # type: ignore[attr-defined]
            if is_taken and not (_put_off_if_early(mail, now) or _settle_if_pointless(mail, now)):
                return mail


def sent(mail: OutgoingMail, server_said: str, dialogue: str | None = None) -> None:
    with writing():
        if not _is_ours(mail):
            return
        _settle(mail, MailState.SENT, None, server_said)
        mail.dialogue = _short(dialogue)
        if mail.is_sample:
            Practice.one().mail_tested_with = config.current().mail_mark
        record("mail_sent", SYSTEM, email=mail.address, **mail.owner)


def failed(mail: OutgoingMail, trouble: Trouble, server_said: str, dialogue: str | None = None) -> None:
    """The mail server will not take this recipient or this message: a person has to act."""
    with writing():
        if not _is_ours(mail):
            return
        _settle(mail, MailState.FAILED, trouble.sentence, server_said)
        mail.trouble, mail.dialogue = trouble.name, _short(dialogue)
        record("mail_failed", SYSTEM, result="failed", email=mail.address, why=trouble.sentence, **mail.owner)


def delayed(
    mail: OutgoingMail, trouble: Trouble, server_said: str, *, is_ours: bool = False, dialogue: str | None = None
) -> None:
    """Try again later: after 1, 5, 15 and 60 minutes, then hourly until the link has run out.

    ``is_ours``: the trouble is the practice's own, not this recipient's.
    """
    with writing():
        if not _is_ours(mail):
            return
        now = clock.now()
        mail.state, mail.lease_until, mail.lease_holder = MailState.WAITING, None, None
        mail.next_try_at = _before_its_end(mail, now + RETRIES[min(mail.attempts, len(RETRIES) - 1)])
        mail.attempts = mail.attempts + 1
        if mail.trouble != trouble.name:  # another one than before begins now
            mail.delayed_at = now
        mail.trouble, mail.reason, mail.server_said = trouble.name, trouble.sentence, server_said[:500]
        mail.is_our_trouble, mail.dialogue = is_ours, _short(dialogue)


def _before_its_end(mail: OutgoingMail, moment: datetime) -> datetime:
    """It is settled when its time runs out, not an hour later."""
    end = _end(mail)
    return min(moment, end) if end else moment


def _end(mail: OutgoingMail) -> datetime | None:
    """When the mail is no longer useful, by its link or by the folder that sent it."""
    if mail.link:
        return mail.link.expires_at
    offer = tasks.mails().get(mail.kind)
    return offer.until(mail) if offer and offer.until and not mail.is_sample else None


def free_orphans() -> int:
    """Give back the leases of processes of this machine that no longer run. Returns how many."""
    with writing():
        rows = db.session.scalars(select(OutgoingMail).where(OutgoingMail.state == MailState.SENDING)).all()
        freed = [mail for mail in rows if not runs(mail.lease_holder or "")]
        for mail in freed:
            mail.state, mail.lease_until, mail.lease_holder = MailState.WAITING, None, None
    return len(freed)


def _is_due(now: datetime) -> ColumnElement[bool]:
    is_next = or_(
        and_(OutgoingMail.state == "waiting", ~OutgoingMail.next_try_at.between(*_after(now, RETRIES[-1]))),
        and_(OutgoingMail.state == "sending", ~OutgoingMail.lease_until.between(*_after(now, LEASE))),
    )
    is_held = exists().where(Practice.mail_held_at.is_not(None))
    return and_(text(TO_SEND), is_next, ~is_held)  # in the very words of the partial index, or it is not used


def _after(now: datetime, longest: timedelta) -> tuple[datetime, datetime]:
    """The times that count as in the future: a time beyond ``longest`` was written while the clock was ahead."""
    return now + timedelta(microseconds=1), now + longest


def _put_off_if_early(mail: OutgoingMail, now: datetime) -> bool:
    """A mail whose link was made in the future waits: the clock is behind now, or was ahead then."""
    if mail.link is None or not mail.link.is_early(now):
        return False
    mail.state, mail.lease_until, mail.lease_holder = MailState.WAITING, None, None
    mail.next_try_at = now + RETRIES[-1]
    return True


def _settle_if_pointless(mail: OutgoingMail, now: datetime) -> bool:
    """A mail whose link is dead, or whose address is no longer theirs, is not sent."""
    state = mail.link.state(now) if mail.link else LinkState.LIVE
    default = mail.client.default_email if mail.client else None
    end = _end(mail) or mail.created_at + GIVE_UP
    if state is LinkState.EXPIRED or (mail.link is None and now > end):
        _settle(mail, MailState.EXPIRED, "Its time ran out before it could be sent.", mail.server_said)
    elif state not in (LinkState.LIVE, LinkState.LOCKED):
        _settle(mail, MailState.CANCELLED, "Its link ended first.", mail.server_said)
    elif mail.client and mail.kind != TO_OLD_ADDRESS and (default is None or default.address != mail.address):
        _settle(mail, MailState.CANCELLED, "The default email changed first.", mail.server_said)
    elif mail.staff and mail.link and mail.staff.email != mail.address:
        _settle(mail, MailState.CANCELLED, "The email address changed first.", mail.server_said)
    else:
        return False
    record("mail_not_sent", SYSTEM, result="failed", email=mail.address, why=mail.reason or "", **mail.owner)
    return True


def _is_ours(mail: OutgoingMail) -> bool:
    """Whether the lease is still ours, read again under the write lock."""
    identity = inspect(mail).identity  # mail.id would read the whole row once more
    assert identity is not None
    row = db.session.get_one(OutgoingMail, identity, populate_existing=True)
    return row.state == MailState.SENDING and row.lease_holder == holder()


def _settle(mail: OutgoingMail, state: MailState, reason: str | None, server_said: str | None) -> None:
    mail.state, mail.settled_at = state, clock.now()
    mail.reason, mail.trouble = reason, None
    mail.server_said = server_said[:500] if server_said else None
    mail.lease_until = mail.lease_holder = None
    mail.is_our_trouble = False


def _short(dialogue: str | None) -> str | None:
    """Shortened to its beginning and its end, where it is too long."""
    if dialogue is None or len(dialogue) <= LONGEST_DIALOGUE:
        return dialogue
    return f"{dialogue[:1000]}\n[...]\n{dialogue[1007 - LONGEST_DIALOGUE :]}"
