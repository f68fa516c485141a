"""Deleting links that are over and shown nowhere any more."""

from datetime import timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import aliased

from portal import clock
from portal.database import writing
from portal.extensions import db
from portal.models import BirthDateConfirmation, Link, OutgoingMail
from portal.models.link import CLOCK_STEP

KEPT_DEAD = timedelta(days=90)
PURGED_AT_ONCE = 5000  # the write lock must not be held for long, and a statement takes so many numbers only


def purge() -> int:
    """Delete links that have been dead for 90 days, but the newest of each owner and kind, which the status reads."""
    with writing():
        before = clock.now() - KEPT_DEAD
        other = aliased(Link)
        newest = select(func.max(other.id)).group_by(other.client_id, other.staff_id, other.kind)
        ended = func.coalesce(Link.used_at, Link.ended_at, Link.expires_at)
        gone = db.session.scalars(
            select(Link.id).where(ended < before, Link.id.not_in(newest)).limit(PURGED_AT_ONCE)
        ).all()
        db.session.execute(delete(BirthDateConfirmation).where(BirthDateConfirmation.link_id.in_(gone)))
        db.session.execute(update(OutgoingMail).where(OutgoingMail.link_id.in_(gone)).values(link_id=None))
        db.session.execute(delete(Link).where(Link.id.in_(gone)))
    return len(gone)


def end_those_of_the_future() -> None:
    """End the links made while the clock was ahead, for good: the MAC in their text covers the old end."""
    now = clock.now()
    with writing():
        not_yet = Link.used_at.is_(None), Link.ended_at.is_(None), Link.created_at > now + CLOCK_STEP
        db.session.execute(update(Link).where(*not_yet).values(created_at=now, expires_at=now))
