"""What happened: append-only, each row chained to the one before (models/chain.py)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import JSON

from portal import clock
from portal.email_address import shown
from portal.extensions import db
from portal.i18n import in_english
from portal.models import chain
from portal.models.base import Model, Owner, UTCDateTime
from portal.models.event_kinds import ADDRESSES, kinds, sentence_of

if TYPE_CHECKING:
    from portal.models.client import Client
    from portal.models.staff import Staff


@dataclass(frozen=True)
class Actor:
    """Who acts: ``kind`` is staff, client, link (a person with a link, not signed in) or system."""

    kind: str
    staff_id: int | None = None
    client_id: int | None = None
    sign_in_id: int | None = None
    ip: str | None = None

    def is_owner_of(self, owner: Owner) -> bool:
        """Whether this is the very person, signed in."""
        return (self.client_id, self.staff_id) == (owner.get("client_id"), owner.get("staff_id"))


SYSTEM = Actor("system")


class Event(Model):
    __table_args__ = (
        CheckConstraint("actor IN ('staff', 'client', 'link', 'system')", name="actor"),
        CheckConstraint("result IN ('done', 'refused', 'failed')", name="result"),
        Index("ix_event_client_id_id", "client_id", "id"),
        Index("ix_event_kind_id", "kind", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    kind: Mapped[str] = mapped_column(String(24))
    result: Mapped[str] = mapped_column(String(8))
    actor: Mapped[str] = mapped_column(String(6))
    actor_staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="RESTRICT"))
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id", ondelete="RESTRICT"))  # about whom
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="RESTRICT"))  # about whom
    sign_in_id: Mapped[int | None]
    ip: Mapped[str | None] = mapped_column(String(45))
    fields: Mapped[dict[str, str]] = mapped_column(JSON)
    salt: Mapped[str | None] = mapped_column(String(32))  # None once what is personal was emptied
    personal: Mapped[str] = mapped_column(String(64))  # the digest of what is personal
    key_name: Mapped[str] = mapped_column(String(16))
    hash: Mapped[str] = mapped_column(String(64))

    actor_staff: Mapped["Staff | None"] = relationship(foreign_keys=[actor_staff_id])
    client: Mapped["Client | None"] = relationship()
    staff: Mapped["Staff | None"] = relationship(foreign_keys=[staff_id])

    @property
    def sentence(self) -> str:
        fields = {name: shown(value) if name in ADDRESSES else value for name, value in self.fields.items()}
        return sentence_of(self.kind).format(**fields)

    @property
    def unnamed_staff(self) -> "Staff | None":
        """The member of staff it is about, where neither the sentence nor the actor says so."""
        is_named = self.staff_id == self.actor_staff_id or "name" in self.fields or "provider" in self.fields
        return None if is_named else self.staff

    def expected_digest(self, salt: str) -> str:
        return chain.digest(salt, [self.client_id, self.ip, self.fields])

    def expected_hash(self, key: chain.Key, previous: str) -> str:
        row = [
            self.id, self.at.astimezone(UTC).isoformat(timespec="microseconds"), self.kind, self.result, self.actor,
            self.actor_staff_id, self.staff_id, self.sign_in_id, self.personal, self.key_name,
        ]  # fmt: skip
        return key.seal(previous + chain.canonical(row))


def record(
    kind: str,
    by: Actor,
    *,
    client_id: int | None = None,
    staff_id: int | None = None,
    result: str = "done",
    **fields: str,
) -> Event:
    """Append an event to the write transaction under way, with exactly the fields that its kind declares.

    An event is in English, whatever the language of the page. Raises ValueError for other fields.
    """
    wanted = kinds()[kind].fields
    if sorted(fields) != sorted(wanted):
        raise ValueError(f"{kind} needs the fields {wanted}, got {tuple(fields)}")
    fields = {name: in_english(value) for name, value in fields.items()}
    db.session.flush()
    last = db.session.execute(select(Event.id, Event.hash).order_by(Event.id.desc()).limit(1)).first()
    number, previous = (last.id, last.hash) if last else (0, chain.FIRST)
    key, salt = chain.current_key(), chain.new_salt()
    event = Event(
        id=number + 1, at=clock.now(), kind=kind, result=result, actor=by.kind, actor_staff_id=by.staff_id,
        client_id=client_id if client_id is not None else by.client_id, staff_id=staff_id,
        sign_in_id=by.sign_in_id, ip=by.ip, fields=fields, salt=salt, key_name=key.name,
    )  # fmt: skip
    event.personal = event.expected_digest(salt)
    event.hash = event.expected_hash(key, previous)
    db.session.add(event)
    db.session.flush()
    return event
