"""What one client has answered in one registration step, or that it was skipped."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import JSON

from portal.models.base import Model, UTCDateTime

if TYPE_CHECKING:
    from portal.models.staff import Staff

Answers = dict[str, Any]


class StepRecord(Model):
    """``answers`` are what the folder of the step has made of its form, but for what stands in the client's own row.

    ``changes`` are what the client would change and nobody has accepted (intake/pending_changes.py), by the name of the
    line.
    """

    __table_args__ = (
        UniqueConstraint("client_id", "step"),
        Index(
            "ix_step_record_changed_at",
            "changed_at",
            sqlite_where=text("changed_at IS NOT NULL"),
            postgresql_where=text("changed_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id", ondelete="RESTRICT"))
    step: Mapped[str] = mapped_column(String(40))
    answers: Mapped[Answers | None] = mapped_column(JSON(none_as_null=True))
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # last
    changes: Mapped[Answers | None] = mapped_column(JSON(none_as_null=True))
    changed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # the last of them; None: none waits
    skipped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    skipped_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="RESTRICT"))  # None: the client
    skip_reason: Mapped[str | None] = mapped_column(String(200))

    skipped_by: Mapped["Staff | None"] = relationship()
