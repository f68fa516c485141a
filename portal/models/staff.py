"""The people who work at the practice."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.email_address import address_key
from portal.extensions import db
from portal.models.account import username_key
from portal.models.base import Choices, Model, Owner, UTCDateTime, choices_column, random_id

ROLES = {"owner": "Owner", "manager": "Manager", "staff": "Staff"}


class Staff(Model):
    __table_args__ = (CheckConstraint("role IN ('owner', 'manager', 'staff')", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=random_id)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), unique=True)
    username: Mapped[str] = mapped_column(String(64), default="")  # empty, as the hash, until registered
    username_key: Mapped[str | None] = mapped_column(String(256), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    role: Mapped[str] = mapped_column(String(10))
    sees_clients: Mapped[bool] = mapped_column(default=False)  # is a provider, with options of their own
    options: Mapped[Choices] = choices_column()  # for the clients of this provider
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    registered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # None: invited so far
    deactivated_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    deactivated_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="RESTRICT"))

    deactivated_by: Mapped["Staff | None"] = relationship(remote_side=[id])

    @property
    def may_manage(self) -> bool:
        return self.role in ("owner", "manager")

    @property
    def is_owner(self) -> bool:
        return self.role == "owner"

    def manages(self, role: str) -> bool:
        """Whether this person manages people of that role: owners are managed by owners only."""
        return self.is_enabled and (self.is_owner if role == "owner" else self.may_manage)

    @property
    def role_name(self) -> str:
        return ROLES[self.role]

    @property
    def first_name(self) -> str:
        """What a mail says; the whole name where it begins with a title."""
        first = self.name.split()[0]
        return self.name if first.endswith(".") else first

    @property
    def owner(self) -> Owner:
        return {"staff_id": self.id}

    @property
    def is_enabled(self) -> bool:
        return self.deactivated_at is None

    @property
    def is_active(self) -> bool:
        """Has registered, and may sign in."""
        return self.is_enabled and self.registered_at is not None

    def rename(self, name: str, email: str, username: str) -> None:
        self.name, self.email, self.email_key = name, email, address_key(email)
        self.username, self.username_key = username, username_key(username) if username else None

    @staticmethod
    def by_sign_in_name(typed: str) -> "Staff | None":
        """The member who signs in with this username or email, or None. A username wins over an email.

        Deactivated members too, but none who has yet to register.
        """
        key = username_key(typed)
        is_theirs = or_(Staff.username_key == key, Staff.email_key.in_({address_key(typed), address_key(key)}))
        rows = db.session.scalars(select(Staff).where(is_theirs, Staff.registered_at.is_not(None))).all()
        return next((staff for staff in rows if staff.username_key == key), rows[0] if rows else None)

    @staticmethod
    def is_taken(username: str, but_id: int | None = None) -> bool:
        """Whether another member has this username, or an email like it: either is what people sign in with."""
        is_like = or_(Staff.username_key == username_key(username), Staff.email_key == address_key(username))
        return db.session.scalar(select(Staff.id).where(is_like, Staff.id != (but_id or 0)).limit(1)) is not None

    @staticmethod
    def providers() -> list["Staff"]:
        """Those who see clients, by name; nobody who is deactivated."""
        found = select(Staff).where(Staff.sees_clients, Staff.deactivated_at.is_(None)).order_by(Staff.name)
        return list(db.session.scalars(found))

    @staticmethod
    def with_options() -> list["Staff"]:
        """Providers, by name; then former ones whose choices still hold for their clients."""
        others = select(Staff).where(or_(~Staff.sees_clients, Staff.deactivated_at.is_not(None))).order_by(Staff.name)
        return [*Staff.providers(), *(person for person in db.session.scalars(others) if person.options)]

    @staticmethod
    def by_public_id(public_id: str) -> "Staff | None":
        return db.session.scalar(select(Staff).where(Staff.public_id == public_id[:64]))
