"""Sending oneself a mail of each kind, to see what the others get."""

from sqlalchemy import select

from portal import clock
from portal.credentials.link_mails import COOL_DOWN
from portal.database import writing
from portal.errors import AlreadySent
from portal.extensions import db
from portal.mail import outbox
from portal.mail.texts import labels
from portal.models import OutgoingMail, Staff
from portal.models.event import Actor, record


def send(staff: Staff, kind: str, by: Actor) -> OutgoingMail:
    """Put a sample of this kind into the queue, to this person's own address. Raises AlreadySent."""
    with writing():
        _refuse_second_click(staff, kind)
        mail = outbox.put(kind, staff.email, is_sample=True, staff_id=staff.id)
        record("test_mail_sent", by, staff_id=staff.id, email=staff.email, what=labels()[kind].lower())
    return mail


def find(staff: Staff, kind: str, public_id: str) -> OutgoingMail | None:
    """A sample that this person has sent, or None."""
    return db.session.scalar(
        select(OutgoingMail).where(
            OutgoingMail.public_id == public_id[:64], OutgoingMail.is_sample,
            OutgoingMail.staff_id == staff.id, OutgoingMail.kind == kind,
        )
    )  # fmt: skip


def _refuse_second_click(staff: Staff, kind: str) -> None:
    now = clock.now()
    last = db.session.scalar(
        select(OutgoingMail.created_at)
        .where(
            OutgoingMail.staff_id == staff.id, OutgoingMail.kind == kind, OutgoingMail.is_sample,
            OutgoingMail.created_at > now - COOL_DOWN,
        )
        .order_by(OutgoingMail.id.desc())
        .limit(1)
    )  # fmt: skip
    if last is not None:
        raise AlreadySent(last, max(1, round((last + COOL_DOWN - now).total_seconds())))
