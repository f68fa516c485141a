"""What is wrong with all mail of the practice: each a line of Needs attention and of `portal doctor`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal import clock, heartbeat
from portal.mail.health import MailHealth
from portal.models.attention import LineCause

HELD_LONG = timedelta(hours=1)
SEE_ACTIVITY = "Activity shows under passwords and invitations what was asked for, and from where."


@dataclass(frozen=True)
class Complaint:
    """``subject`` is another one when the trouble begins anew."""

    cause: LineCause
    subject: str
    sentence: str
    at: datetime
    advice: str = ""  # what the person who runs the portal can do, where the sentence does not say it


def complaints_of(health: MailHealth) -> Iterator[Complaint]:
    yield from _of_troubles(health)
    for quota, until in health.used_up:  # once a day, though it may be used up again and again
        subject, at = f"{quota.allowed} {clock.now():%Y-%m-%d}", until - quota.window
        yield Complaint(LineCause.MAIL_USED_UP, subject, f"Mail used up: {quota.sentence}", at, SEE_ACTIVITY)
    for cause, at in standing_still(health.held_at, health.oldest_at):
        begun, advice = {
            LineCause.MAIL_WORKER: ("The mail worker is not running", ""),
            LineCause.MAIL_HELD: ("All mail is held", "An owner releases them under Practice → Mail."),
        }[cause]
        yield Complaint(cause, at.isoformat(), f"{begun}; {health.wait}", at, advice)


def standing_still(held_at: datetime | None, oldest_at: datetime | None) -> Iterator[tuple[LineCause, datetime]]:
    """Why no mail leaves at all, and since when. ``oldest_at``: when the oldest mail that waits was written."""
    last_seen = heartbeat.last_seen()
    if not heartbeat.is_alive() and (began := last_seen or oldest_at):  # a new portal has had no worker yet
        yield LineCause.MAIL_WORKER, began
    if held_at is not None and clock.now() - held_at > HELD_LONG:
        yield LineCause.MAIL_HELD, held_at


def _of_troubles(health: MailHealth) -> Iterator[Complaint]:
    if health.trouble and health.trouble_since:
        sentence = f"{health.trouble.sentence[:1].upper()}{health.trouble.sentence[1:]}; {health.wait}"
        subject = f"after {health.sent_number}"  # it is the same trouble until a mail has been sent
        yield Complaint(LineCause.MAIL_TROUBLE, subject, sentence, health.trouble_since, health.trouble.advice)
    for trouble, mails in health.refusals.items():
        number = "1 mail" if len(mails) == 1 else f"{len(mails)} mails"
        sentence, at = f"{number} not delivered: {trouble.sentence}", mails[0].settled_at or mails[0].created_at
        yield Complaint(LineCause.MAIL_REFUSED, mails[0].public_id, sentence, at, trouble.advice)
