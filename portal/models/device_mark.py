"""A browser that an account has been used with: what its cookie is known by."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Model, UTCDateTime


class DeviceMark(Model):
    __table_args__ = (
        CheckConstraint("(client_id IS NULL) != (staff_id IS NULL)", name="one_person"),
        Index("ix_device_mark_client_id", "client_id"),
        Index("ix_device_mark_staff_id", "staff_id"),
        Index("ix_device_mark_last_used_at", "last_used_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id", ondelete="RESTRICT"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="RESTRICT"))
    mark_hash: Mapped[str] = mapped_column(String(64), unique=True)  # of the cookie and of whose it is
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_used_at: Mapped[datetime] = mapped_column(UTCDateTime)  # the last right password
