"""Lines of Needs attention that somebody has dismissed."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Model, UTCDateTime


class Dismissal(Model):
    __table_args__ = (UniqueConstraint("cause", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cause: Mapped[str] = mapped_column(String(24))
    subject: Mapped[str] = mapped_column(String(40))  # the random id of what the line is about
    dismissed_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="RESTRICT"))
    dismissed_at: Mapped[datetime] = mapped_column(UTCDateTime)
