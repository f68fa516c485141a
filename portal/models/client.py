"""A client of the practice, and the addresses that the client can be mailed at."""

from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, Select, String, UniqueConstraint, bindparam, false, select, text
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from portal import folding
from portal.extensions import db
from portal.models.account import PortalAccount
from portal.models.base import Choices, Model, UTCDateTime, choices_column, random_id
from portal.models.practice import Practice

if TYPE_CHECKING:
    from portal.models.staff import Staff


class Client(Model):
    __table_args__ = (
        Index("ix_client_sort_name_id", "sort_name", "id"),
        Index("ix_client_provider_id", "provider_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=random_id)
    first_name: Mapped[str] = mapped_column(String(100))
    last_name: Mapped[str] = mapped_column(String(100))
    preferred_name: Mapped[str | None] = mapped_column(String(100))
    birth_date: Mapped[date | None]
    phone: Mapped[str | None] = mapped_column(String(40))
    provider_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="RESTRICT"))
    sort_name: Mapped[str] = mapped_column(String(folding.LONGEST_KEY))
    search: Mapped[str] = mapped_column(String(folding.LONGEST_TEXT))
    options: Mapped[Choices] = choices_column()
    language: Mapped[str | None] = mapped_column(String(2))  # of portal/i18n.py; None: not known yet
    keeps_name_out: Mapped[bool] = mapped_column(default=False, server_default=false())  # the practice's, of mails
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    provider: Mapped["Staff | None"] = relationship()
    account: Mapped[PortalAccount | None] = relationship(back_populates="client")
    emails: Mapped[list["EmailAddress"]] = relationship(
        back_populates="client", order_by="EmailAddress.id", cascade="save-update, merge, delete-orphan, delete"
    )

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def greeting_name(self) -> str:
        """The preferred or first name: all that a mail says of a client."""
        return self.preferred_name or self.first_name

    @property
    def default_email(self) -> "EmailAddress | None":
        return next((email for email in self.emails if email.is_default), None)

    def refresh_search(self) -> None:
        """Write again what the list sorts and searches by; after each change of a name, phone, email or username."""
        self.sort_name = folding.sort_key(self.last_name, self.first_name)
        username = [self.account.username] if self.account else []
        others = username + [email.address for email in self.emails]
        self.search = folding.search_text(
            self.first_name, self.last_name, self.preferred_name, self.phone, others, Practice.region()
        )

    @staticmethod
    def by_public_id(public_id: str) -> "Client | None":
        """The client with provider, email addresses and portal account, in one statement."""
        return db.session.scalars(_by_public_id(), {"public_id": public_id[:64]}).unique().one_or_none()


class EmailAddress(Model):
    __table_args__ = (
        UniqueConstraint("client_id", "address_key"),
        Index(
            "ix_email_address_one_default",
            "client_id",
            unique=True,
            sqlite_where=text("is_default"),
            postgresql_where=text("is_default"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=random_id)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id", ondelete="RESTRICT"))
    address: Mapped[str] = mapped_column(String(254))
    address_key: Mapped[str] = mapped_column(String(254))
    is_default: Mapped[bool] = mapped_column(default=False)

    client: Mapped[Client] = relationship(back_populates="emails")


@cache  # made when first used: by then every table is known
def _by_public_id() -> Select[Client]:
    account = joinedload(Client.account)
    with_parts = joinedload(Client.provider), joinedload(Client.emails), account.joinedload(PortalAccount.disabled_by)
    return select(Client).where(Client.public_id == bindparam("public_id")).options(*with_parts)
