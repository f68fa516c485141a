"""Holding all mail back, and letting it go."""

from sqlalchemy import func, select, text

from portal import clock
from portal.database import writing
from portal.extensions import db
from portal.models import OutgoingMail, Practice
from portal.models.event import Actor, record
from portal.models.outgoing_mail import TO_SEND


def set_hold(held: bool, by: Actor) -> None:
    """Bring the hold into the wanted state. A mail being handed over at this moment still goes out."""
    with writing():
        practice = Practice.one()
        if held and practice.mail_held_at is None:
            practice.mail_held_at = clock.now()
            record("mail_held", by)
        elif not held and practice.mail_held_at is not None:
            practice.mail_held_at = None
            waiting = db.session.scalar(select(func.count()).select_from(OutgoingMail).where(text(TO_SEND)))
            record("mail_released", by, count=str(waiting))
