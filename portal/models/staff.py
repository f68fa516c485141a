"""The people who work at the practice."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db
from portal.models.account import username_key
from portal.models.base import Model, Owner, UTCDateTime, random_id
from portal.models.client import address_key


class Staff(Model):
    __table_args__ = (CheckConstraint("role IN ('owner', 'manager', 'staff')", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=random_id)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), unique=True)
    username: Mapped[str] = mapped_column(String(64))
    username_key: Mapped[str] = mapped_column(String(256), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(10))
    sees_clients: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    @property
    def may_manage(self) -> bool:
        return self.role in ("owner", "manager")

    @property
    def is_owner(self) -> bool:
        return self.role == "owner"

    @property
    def first_name(self) -> str:
        """What a mail says; the whole name where it begins with a title."""
        first = self.name.split()[0]
        return self.name if first.endswith(".") else first

    @property
    def owner(self) -> Owner:
        return {"staff_id": self.id}

    is_enabled = True

    def rename(self, name: str, email: str, username: str) -> None:
        self.name, self.email, self.email_key = name, email, address_key(email)
        self.username, self.username_key = username, username_key(username)

    @staticmethod
    def by_sign_in_name(typed: str) -> "Staff | None":
        """Whoever signs in with this username or email, or None. A username wins over an email."""
        key = username_key(typed)
        rows = db.session.scalars(
            select(Staff).where(or_(Staff.username_key == key, Staff.email_key == address_key(typed)))
        ).all()
        return next((staff for staff in rows if staff.username_key == key), rows[0] if rows else None)

    @staticmethod
    def providers() -> list["Staff"]:
        return list(db.session.scalars(select(Staff).where(Staff.sees_clients).order_by(Staff.name)))
