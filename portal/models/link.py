"""The secret in a mail: an invitation or a password reset."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, UniqueConstraint, and_, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.base import Model, Owner, UTCDateTime, owner, random_id

if TYPE_CHECKING:
    from portal.models.client import Client
    from portal.models.staff import Staff

SELF_SERVICE_LIFETIME = timedelta(hours=1)
# a clock put back by more than this was wrong, and links made until then have run out: otherwise they would live for
# as long as the clock was ahead
CLOCK_STEP = timedelta(hours=1)
WRONG_BIRTH_DATES = 5  # so many wrong answers lock a link


class LinkKind(StrEnum):
    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"
    STAFF_INVITATION = "staff_invitation"
    STAFF_PASSWORD_RESET = "staff_password_reset"


class EndedWhy(StrEnum):
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    DEFAULT_EMAIL_CHANGED = "default_email_changed"
    ACCESS_TURNED_OFF = "access_turned_off"
    PASSWORD_CHANGED = "password_changed"


class LinkState(StrEnum):
    LIVE = "live"
    USED = "used"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    LOCKED = "locked"
    EXPIRED = "expired"


# in these very words, or SQLite and PostgreSQL do not see that the index holds what is asked for
LOCKED = f"wrong_birth_dates >= {WRONG_BIRTH_DATES} AND used_at IS NULL"
_OPEN = "used_at IS NULL AND ended_at IS NULL"


def _one_open(name: str, column: str) -> Index:
    where = text(f"{_OPEN} AND {column} IS NOT NULL")
    return Index(name, column, "kind", unique=True, sqlite_where=where, postgresql_where=where)


class Link(Model):
    __table_args__ = (
        CheckConstraint(
            "kind IN ('invitation', 'password_reset', 'staff_invitation', 'staff_password_reset')", name="kind"
        ),
        CheckConstraint("(client_id IS NULL) != (staff_id IS NULL)", name="one_owner"),
        CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name="ended"),
        _one_open("ix_link_one_open_per_client", "client_id"),
        _one_open("ix_link_one_open_per_staff", "staff_id"),
        Index("ix_link_client_id_kind_id", "client_id", "kind", "id"),
        Index("ix_link_shown_code", "shown_code", unique=True),
        Index("ix_link_created_at", "created_at"),
        Index("ix_link_sent_by_id_created_at", "sent_by_id", "created_at"),
        Index("ix_link_open_until", "expires_at", sqlite_where=text(_OPEN), postgresql_where=text(_OPEN)),
        Index("ix_link_locked", "id", sqlite_where=text(LOCKED), postgresql_where=text(LOCKED)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    selector: Mapped[str] = mapped_column(String(22), unique=True, default=random_id)
    kind: Mapped[str] = mapped_column(String(20))
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id", ondelete="RESTRICT"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="RESTRICT"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="RESTRICT"))  # None: self-service
    fetched_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # first GET, perhaps by a mail filter
    # the latest GET, and the latest POST, after its end
    dead_fetched_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    dead_opened_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # first POST: a person
    wrong_birth_dates: Mapped[int] = mapped_column(default=0)
    birth_date_hint: Mapped[str | None] = mapped_column(String(10))  # how the last one differed; None: it was right
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    used_by_nonce: Mapped[str | None] = mapped_column(String(64))  # SHA-256 of that browser's nonce; also if it renewed
    shown_code: Mapped[str | None] = mapped_column(String(64))  # MAC of the last one (credentials/shown_codes.py)
    shown_code_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_why: Mapped[str | None] = mapped_column(String(24))
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="RESTRICT"))

    client: Mapped["Client | None"] = relationship()
    staff: Mapped["Staff | None"] = relationship(foreign_keys=[staff_id])
    ended_by: Mapped["Staff | None"] = relationship(foreign_keys=[ended_by_id])

    def state(self, now: datetime) -> LinkState:
        """What became of it. Only a LIVE link opens anything; at ``expires_at`` it is over."""
        if self.used_at is not None:
            return LinkState.USED
        if self.ended_why == EndedWhy.REPLACED:
            return LinkState.REPLACED
        if self.ended_at is not None:
            return LinkState.WITHDRAWN
        if self.is_locked:
            return LinkState.LOCKED
        return LinkState.LIVE if self.has_time(now) else LinkState.EXPIRED

    def has_time(self, now: datetime) -> bool:
        return now < self.expires_at and self.created_at <= now + CLOCK_STEP

    def works_unlocked(self, now: datetime) -> bool:
        """Whether it opens something once the date of birth on file is right, be it locked or not."""
        return self.is_open and self.has_time(now)

    def is_early(self, now: datetime) -> bool:
        """Whether it seems alive only because the clock was far ahead when it was made."""
        return self.created_at > now + CLOCK_STEP and self.used_at is None and self.ended_at is None

    @property
    def owner(self) -> Owner:
        return owner(self.client_id, self.staff_id)

    @property
    def is_locked(self) -> bool:
        return self.wrong_birth_dates >= WRONG_BIRTH_DATES

    @property
    def is_open(self) -> bool:
        """Neither used nor ended; it may have run out or be locked."""
        return self.used_at is None and self.ended_at is None

    @property
    def refused_at(self) -> datetime | None:
        """When it was last opened after its end."""
        times = [at for at in (self.dead_fetched_at, self.dead_opened_at) if at]
        return max(times) if times else None

    @property
    def was_refused_to_a_person(self) -> bool:
        """Whether the last of these was a POST; mail filters only fetch."""
        return self.dead_opened_at is not None and self.dead_opened_at == self.refused_at

    def end(self, why: EndedWhy, now: datetime, by_id: int | None = None) -> None:
        self.ended_at, self.ended_why, self.ended_by_id = now, why, by_id


def has_time(link: type[Link], now: datetime) -> ColumnElement[bool]:
    """The SQL twin of ``Link.has_time``; ``link`` may be an alias."""
    return and_(link.expires_at > now, link.created_at <= now + CLOCK_STEP)


class BirthDateConfirmation(Model):
    """In this browser, for this link, the date of birth was answered rightly."""

    __table_args__ = (UniqueConstraint("link_id", "nonce"),)
    VALID_FOR = timedelta(minutes=30)

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("link.id", ondelete="RESTRICT"))
    nonce: Mapped[str] = mapped_column(String(64))  # SHA-256, hexadecimal
    confirmed_at: Mapped[datetime] = mapped_column(UTCDateTime)
