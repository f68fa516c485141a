"""Dismissed lines of Needs attention."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Model, UTCDateTime


class LineCause(StrEnum):
    """What a line of Needs attention is about; a dismissal keeps it."""

    MAIL_TROUBLE = "mail_trouble"
    MAIL_REFUSED = "mail_refused"
    MAIL_USED_UP = "mail_used_up"
    MAIL_WORKER = "mail_worker"
    MAIL_HELD = "mail_held"
    NOT_DELIVERED = "not_delivered"
    KEPT = "kept"
    LOCKED = "locked"
    EXPIRED = "expired"
    ASKED_TOO_OFTEN = "asked_too_often"
    STOPPED = "stopped"
    CHANGED = "changed"


class Dismissal(Model):
    __table_args__ = (UniqueConstraint("cause", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cause: Mapped[str] = mapped_column(String(24))  # a LineCause
    subject: Mapped[str] = mapped_column(String(40))  # the random id of what the line is about
    dismissed_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="RESTRICT"))
    dismissed_at: Mapped[datetime] = mapped_column(UTCDateTime)
