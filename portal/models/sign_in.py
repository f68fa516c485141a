"""One signed-in browser."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.base import Model, UTCDateTime

if TYPE_CHECKING:
    from portal.models.client import Client
    from portal.models.staff import Staff

ABSOLUTE_LIMIT = timedelta(hours=12)
SEEN_EVERY = timedelta(seconds=60)


def new_token() -> str:
    """256 random bits for a cookie; only their hash is kept."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class SignIn(Model):
    """What Flask-Login loads: signing out is ending this row."""

    __table_args__ = (
        CheckConstraint("(client_id IS NULL) != (staff_id IS NULL)", name="one_person"),
        Index("ix_sign_in_client_id_live", "client_id", sqlite_where=text("ended_at IS NULL")),
        Index("ix_sign_in_staff_id_live", "staff_id", sqlite_where=text("ended_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id", ondelete="RESTRICT"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="RESTRICT"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_why: Mapped[str | None] = mapped_column(String(24))
    ip: Mapped[str] = mapped_column(String(45))
    device: Mapped[str] = mapped_column(String(80))

    client: Mapped["Client | None"] = relationship()
    staff: Mapped["Staff | None"] = relationship()

    is_authenticated = True
    is_anonymous = False

    def get_id(self) -> str:
        return str(self.id)

    @property
    def is_active(self) -> bool:
        """Whether the signed-in person still may be."""
        if self.staff_id is not None:
            return self.staff is not None and self.staff.is_enabled
        account = self.client.account if self.client else None
        return account is not None and account.is_enabled

    def is_live(self, now: datetime, idle_limit: timedelta) -> bool:
        """Not ended, within the absolute limit, and not idle."""
        ends_at = min(self.expires_at, self.created_at + ABSOLUTE_LIMIT)  # the latter once the clock was put back
        return self.ended_at is None and now < ends_at and now - self.last_seen_at < idle_limit
