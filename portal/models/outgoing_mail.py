"""A mail to be sent, and what became of it."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.base import Model, Owner, UTCDateTime, owner, random_id

if TYPE_CHECKING:
    from portal.models.client import Client
    from portal.models.link import Link
    from portal.models.staff import Staff


class MailState(StrEnum):
    KEPT = "kept"  # no mail server was set; never sent later by itself
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"  # its link ended, or its address is no longer the default
    EXPIRED = "expired"  # its link ran out before it could be sent


TO_SEND = "state IN ('waiting', 'sending')"
NEVER_SENT = "state IN ('failed', 'kept')"


class OutgoingMail(Model):
    __table_args__ = (
        CheckConstraint(
            "state IN ('kept', 'waiting', 'sending', 'sent', 'failed', 'cancelled', 'expired')", name="state"
        ),
        CheckConstraint("(client_id IS NULL) != (staff_id IS NULL)", name="one_addressee"),
        Index("ix_outgoing_mail_to_send", "next_try_at", sqlite_where=text(TO_SEND), postgresql_where=text(TO_SEND)),
        Index("ix_outgoing_mail_never_sent", "id", sqlite_where=text(NEVER_SENT), postgresql_where=text(NEVER_SENT)),
        Index("ix_outgoing_mail_client_id_id", "client_id", "id"),
        Index("ix_outgoing_mail_link_id", "link_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=random_id)
    kind: Mapped[str] = mapped_column(String(24))  # the function of mail/texts.py that writes it
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id", ondelete="RESTRICT"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="RESTRICT"))
    link_id: Mapped[int | None] = mapped_column(ForeignKey("link.id", ondelete="RESTRICT"))
    address: Mapped[str] = mapped_column(String(254))
    # a test mail: made-up name, a link that opens nothing
    is_sample: Mapped[bool] = mapped_column(default=False, server_default=false())
    message_id: Mapped[str] = mapped_column(String(320), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(UTCDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    lease_holder: Mapped[str | None] = mapped_column(String(40))
    delayed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # the first try that failed
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # sent, failed, cancelled or expired
    reason: Mapped[str | None] = mapped_column(String(200))  # in plain words
    trouble: Mapped[str | None] = mapped_column(String(24))  # the name of one in mail/troubles.py, while it stands
    server_said: Mapped[str | None] = mapped_column(String(500))
    # the last delay is a trouble of the practice's own (its mail server, its sender), not the recipient's
    is_our_trouble: Mapped[bool] = mapped_column(default=False, server_default=false())
    dialogue: Mapped[str | None] = mapped_column(Text)  # of a sample: the whole conversation, without the password

    client: Mapped["Client | None"] = relationship()
    staff: Mapped["Staff | None"] = relationship()
    link: Mapped["Link | None"] = relationship()

    @property
    def owner(self) -> Owner:
        return owner(self.client_id, self.staff_id)

    @property
    def is_neutral(self) -> bool:
        """Whether it says nothing of the practice (safe contact)."""
        return self.client is not None and self.client.keeps_name_out
