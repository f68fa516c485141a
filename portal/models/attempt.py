"""Counters of tries, and what a forgotten-password form was given."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import JSON

from portal.models.base import Model, UTCDateTime

STOP_AFTER = 100  # wrong passwords in a row close sign-in


class Attempt(Model):
    """The tries of one kind under one key, within the window of their limit (limits/attempts.py)."""

    __table_args__ = (UniqueConstraint("limit_name", "key"), Index("ix_attempt_keep_until", "keep_until"))

    id: Mapped[int] = mapped_column(primary_key=True)
    limit_name: Mapped[str] = mapped_column(String(24))
    key: Mapped[str] = mapped_column(String(64))  # HMAC of what was typed, or an address; never the text itself
    times: Mapped[list[float]] = mapped_column(JSON)  # seconds since 1970, oldest first
    waits: Mapped[int] = mapped_column(default=0)  # how many waits were imposed in a row
    total: Mapped[int] = mapped_column(default=0)  # tries since the last success
    blocked_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    keep_until: Mapped[datetime] = mapped_column(UTCDateTime)


class ResetRequest(Model):
    """What was typed, kept until the worker has matched it, so that the request itself learns nothing."""

    __table_args__ = (CheckConstraint("audience IN ('client', 'staff')", name="audience"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    audience: Mapped[str] = mapped_column(String(6))
    username: Mapped[str] = mapped_column(String(256))
    email: Mapped[str | None] = mapped_column(String(254))
    is_over_limit: Mapped[bool]
    ip: Mapped[str] = mapped_column(String(45))
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id", ondelete="RESTRICT"))  # signed in there
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
