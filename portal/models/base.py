"""What all tables share."""

import re
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypedDict

from sqlalchemy import DateTime, text
from sqlalchemy.orm import MappedColumn, mapped_column
from sqlalchemy.types import JSON, TypeDecorator

from portal.extensions import Base, db

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


class UTCDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC; SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


# what was chosen for the practice, a provider or one client: values by the names of options
# (options/resolve.py); what is not in it is left to the next wider setting
Choices = dict[str, bool | int | str]


def choices_column() -> MappedColumn[Choices]:
    """Assign a new dictionary to change it; changes inside one are not saved."""
    return mapped_column(JSON, default=dict, server_default=text("'{}'"))


class Owner(TypedDict, total=False):
    """The owner of a link, a mail, a sign-in or an event, by its columns: one of the two."""

    client_id: int
    staff_id: int


def owner(client_id: int | None, staff_id: int | None) -> Owner:
    if client_id is not None:
        return {"client_id": client_id}
    assert staff_id is not None  # the table has a CHECK for it
    return {"staff_id": staff_id}


def random_id() -> str:
    """128 random bits for an address: 22 characters, not countable, not guessable."""
    return secrets.token_urlsafe(16)


def is_random_id(text: str) -> bool:
    """Whether it has the shape of one."""
    return re.fullmatch(r"[A-Za-z0-9_-]{22}", text) is not None
