"""A client's way into the portal: username and password."""

import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import db
from portal.models.base import Model, Owner, UTCDateTime
from portal.text import belongs_to_letters, tidy

if TYPE_CHECKING:
    from portal.models.client import Client
    from portal.models.staff import Staff

SHORTEST, LONGEST = 3, 64  # code points
SIGNS = "._-@+"
_JOINERS = str.maketrans("", "", "\u200c\u200d")


def shown_username(typed: str) -> str:
    """A username as it is kept and shown: compatibility forms unified (NFKC), case kept."""
    return unicodedata.normalize("NFKC", tidy(typed))


def username_key(typed: str) -> str:
    """A username as it is looked up: NFKC, then case folded, so that Anna, ANNA and Ａｎｎａ are one.

    Joiners, which some keyboards set and others do not, make no other username (UAX 31, 2.3).
    """
    return unicodedata.normalize("NFKC", shown_username(typed).casefold()).translate(_JOINERS)


def is_username(typed: str) -> bool:
    """Whether it has 3 to 64 letters, digits and . _ - @ +; the marks and joiners of a letter belong to it."""
    is_long_enough = len(username_key(typed)) >= SHORTEST and len(shown_username(typed)) <= LONGEST
    return is_long_enough and not wrong_characters(typed)


def wrong_characters(typed: str) -> list[str]:
    """Those that no username has, each once, in their order and as they were typed."""
    wrong, before = [], ""
    for character in tidy(typed):
        for part in unicodedata.normalize("NFKC", character):
            if part.isalnum() or part in SIGNS:
                before = part
            elif not before.isalpha() or not belongs_to_letters(part):
                wrong.append(character)
    return list(dict.fromkeys(wrong))


class PortalAccount(Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id", ondelete="RESTRICT"), unique=True)
    username: Mapped[str] = mapped_column(String(64))
    username_key: Mapped[str] = mapped_column(String(256), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    registered_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_signed_in_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    disabled_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="RESTRICT"))

    client: Mapped["Client"] = relationship(back_populates="account")
    disabled_by: Mapped["Staff | None"] = relationship()

    @property
    def is_enabled(self) -> bool:
        return self.disabled_at is None

    @property
    def owner(self) -> Owner:
        return {"client_id": self.client_id}

    @property
    def email(self) -> str | None:
        default = self.client.default_email
        return default.address if default else None

    @staticmethod
    def by_sign_in_name(typed: str) -> "PortalAccount | None":
        return db.session.scalar(select(PortalAccount).where(PortalAccount.username_key == username_key(typed)))
