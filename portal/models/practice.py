"""The one practice of this installation."""

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, String, literal_column
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from portal import phone_numbers, regions
from portal.extensions import db
from portal.models.base import Choices, Model, UTCDateTime, choices_column

if TYPE_CHECKING:
    from portal.models.picture import Picture


def in_one_line(text: str) -> str:
    return ", ".join(line.rstrip(" ,") for line in text.splitlines())


class Practice(Model):
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(40))
    reply_to: Mapped[str | None] = mapped_column(String(254))
    address: Mapped[str | None] = mapped_column(String(300))  # as it is written on a letter, one line or several
    logo_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id", ondelete="RESTRICT"))
    time_zone: Mapped[str] = mapped_column(String(64))
    options: Mapped[Choices] = choices_column()
    checklist: Mapped[Choices] = choices_column()  # what an owner has said on it (practice/checklist.py)
    mail_tested_with: Mapped[str | None] = mapped_column(String(64))  # Settings.mail_mark when a test mail last left
    mail_held_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # since then no mail leaves
    restore_epoch: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    # read together with the practice, which every page needs
    logo: Mapped["Picture | None"] = relationship(lazy="joined")
    has_clients: Mapped[bool] = column_property(literal_column("EXISTS (SELECT 1 FROM client)", Boolean))
    has_more_staff: Mapped[bool] = column_property(
        literal_column("EXISTS (SELECT 1 FROM staff LIMIT 1 OFFSET 1)", Boolean)  # than the one who set it up
    )

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def address_line(self) -> str:
        """12 Maple Street, Springfield; empty where there is no address."""
        return in_one_line(self.address or "")

    @staticmethod
    def get() -> "Practice | None":
        """The practice, or None before set-up."""
        return db.session.get(Practice, 1)

    @staticmethod
    def one() -> "Practice":
        """Without a statement where this transaction has read it already."""
        return db.session.get_one(Practice, 1)

    @staticmethod
    def region() -> str:
        """The country whose phone numbers are written without its code."""
        practice = Practice.get()
        return phone_numbers.region_of(practice.time_zone) if practice else regions.ELSEWHERE
