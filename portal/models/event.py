"""What happened: append-only, each row with the hash of the one before.

The chain follows NIST SP 800-92's advice to make changes of a log evident:
``hash = SHA-256(previous hash, canonical JSON of the row)``.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import JSON

from portal import clock
from portal.extensions import db
from portal.language import in_english
from portal.models.base import Model, UTCDateTime

if TYPE_CHECKING:
    from portal.models.client import Client
    from portal.models.staff import Staff


@dataclass(frozen=True)
class Kind:
    """``sentence`` is what History shows; its {names} are the fields that the event must be given."""

    group: str
    sentence: str
    fields: tuple[str, ...] = ()


KINDS = {
    "practice_created": Kind("practice", "Practice created"),
    "practice_changed": Kind("practice", "Practice changed: {what}", ("what",)),
    "option_changed": Kind("practice", "{option}: changed from {old} to {new}", ("option", "old", "new")),
    "provider_option_changed": Kind(
        "practice",
        "{option}, for clients of {provider}: changed from {old} to {new}",
        ("option", "provider", "old", "new"),
    ),
    "client_option_changed": Kind(
        "clients", "{option}, for this client: changed from {old} to {new}", ("option", "old", "new")
    ),
    "staff_added": Kind("practice", "{name} added to the staff as {role}: {how}", ("name", "role", "how")),
    "staff_changed": Kind("practice", "{name}, on the staff, changed: {what}", ("name", "what")),
    "staff_role_changed": Kind("practice", "Role of {name} changed from {old} to {new}", ("name", "old", "new")),
    "staff_deactivated": Kind("practice", "Staff account of {name} deactivated", ("name",)),
    "staff_activated": Kind("practice", "Staff account of {name} activated", ("name",)),
    "staff_registered": Kind("practice", "Staff account of {name} created", ("name",)),
    "staff_invite_sent": Kind("practice", "Staff invite for {name}, {email}", ("name", "email")),
    "staff_invite_withdrawn": Kind("practice", "Staff invite for {name} withdrawn", ("name",)),
    "profile_changed": Kind("practice", "Own profile changed: {what}", ("what",)),
    "client_added": Kind("clients", "Client added"),
    "client_changed": Kind("clients", "Details changed: {what}", ("what",)),
    "language_chosen": Kind("clients", "Language chosen: {language}", ("language",)),
    "email_added": Kind("clients", "Email address {email} added", ("email",)),
    "email_changed": Kind("clients", "Email address {old} changed to {email}", ("old", "email")),
    "email_deleted": Kind("clients", "Email address {email} deleted", ("email",)),
    "default_email_set": Kind("clients", "Default email is now {email}", ("email",)),
    "invitation_sent": Kind("invitations", "Portal invite for {email}", ("email",)),
    "invitation_renewed": Kind("invitations", "New link asked for; portal invite for {email}", ("email",)),
    "link_shown": Kind("invitations", "Link shown on the screen"),
    "invitation_withdrawn": Kind("invitations", "Invite withdrawn"),
    "invitation_ended": Kind("invitations", "Invite ended: the default email changed"),
    "birth_date_confirmed": Kind("invitations", "Date of birth confirmed"),
    "birth_date_wrong": Kind("invitations", "Wrong date of birth, {count} of 5 tries", ("count",)),
    "link_locked": Kind("invitations", "Link locked after 5 wrong dates of birth"),
    "registered": Kind("invitations", "Portal account created"),
    "step_answered": Kind("clients", "{step} filled in", ("step",)),
    "step_changed": Kind("clients", "{step} changed", ("step",)),
    "change_proposed": Kind("clients", "{step} changed by the client, to be accepted: {what}", ("step", "what")),
    "change_taken_back": Kind("clients", "{step}, change taken back: {what}", ("step", "what")),
    "change_accepted": Kind("clients", "{step}, change accepted: {what}", ("step", "what")),
    "change_declined": Kind("clients", "{step}, change not taken over: {what}", ("step", "what")),
    "change_asked": Kind("clients", "{step}, client asked about: {what}", ("step", "what")),
    "step_left": Kind("clients", "{step} skipped for now", ("step",)),
    "step_skipped": Kind("clients", "{step} skipped for this client: {reason}", ("step", "reason")),
    "reset_sent": Kind("passwords", "Password reset for {email}", ("email",)),
    "reset_asked": Kind("passwords", "Password reset asked for by form: {outcome}", ("outcome",)),
    "reset_withdrawn": Kind("passwords", "Password reset withdrawn"),
    "reset_ended": Kind("passwords", "Password reset ended: {why}", ("why",)),
    "password_reset": Kind("passwords", "Password reset by link"),
    "password_changed": Kind("passwords", "Password changed"),
    "signed_in": Kind("sign-ins", "Signed in: {device}", ("device",)),
    "sign_in_refused": Kind("sign-ins", "Sign-in refused: {why}", ("why",)),
    "sign_in_stopped": Kind("sign-ins", "Sign-in stopped after 100 wrong passwords; a password reset opens it again"),
    "sign_in_unlocked": Kind("sign-ins", "Sign-in unlocked"),
    "sign_in_address_told": Kind("sign-ins", "Sign-in address copied for the client"),
    "signed_out": Kind("sign-ins", "Signed out"),
    "signed_out_everywhere": Kind("sign-ins", "Signed out everywhere"),
    "access_turned_off": Kind("access", "Portal access turned off"),
    "access_turned_on": Kind("access", "Portal access turned on"),
    "mail_sent": Kind("mail", "Mail to {email} sent", ("email",)),
    "mail_failed": Kind("mail", "Mail to {email} not delivered: {why}", ("email", "why")),
    "mail_not_sent": Kind("mail", "Mail to {email} not sent: {why}", ("email", "why")),
    "test_mail_sent": Kind("mail", "Test mail for {email}: {what}", ("email", "what")),
    "mail_try_asked": Kind("mail", "Mail to {email}: another try at once", ("email",)),
    "mail_read": Kind("mail", "Kept mail to {email} shown", ("email",)),
    "mail_held": Kind("mail", "All mail held"),
    "mail_released": Kind("mail", "All mail released, {count} waiting", ("count",)),
    "attention_dismissed": Kind("practice", "Dismissed from Needs attention: {what}", ("what",)),
}
GROUPS = ("clients", "invitations", "passwords", "sign-ins", "access", "mail", "practice")
FIRST = "0" * 64


@dataclass(frozen=True)
class Actor:
    """Who acts: ``kind`` is staff, client, link (somebody with a link, not signed in) or system."""

    kind: str
    staff_id: int | None = None
    client_id: int | None = None
    sign_in_id: int | None = None
    ip: str | None = None


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
    hash: Mapped[str] = mapped_column(String(64))

    actor_staff: Mapped["Staff | None"] = relationship(foreign_keys=[actor_staff_id])
    client: Mapped["Client | None"] = relationship()
    staff: Mapped["Staff | None"] = relationship(foreign_keys=[staff_id])

    @property
    def sentence(self) -> str:
        return KINDS[self.kind].sentence.format(**self.fields)

    @property
    def unnamed_staff(self) -> "Staff | None":
        """Whom of the staff it is about, where neither the sentence nor the actor says so."""
        is_named = self.staff_id == self.actor_staff_id or "name" in self.fields or "provider" in self.fields
        return None if is_named else self.staff

    def expected_hash(self, previous: str) -> str:
        row = [
            self.id, self.at.astimezone(UTC).isoformat(timespec="microseconds"), self.kind, self.result, self.actor,
            self.actor_staff_id, self.client_id, self.staff_id, self.sign_in_id, self.ip, self.fields,
        ]  # fmt: skip
        canonical = json.dumps(row, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(f"{previous}{canonical}".encode()).hexdigest()


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

    Whatever language the page had, an event is in English. Raises ValueError for other fields.
    """
    if tuple(sorted(fields)) != tuple(sorted(KINDS[kind].fields)):
        raise ValueError(f"{kind} needs the fields {KINDS[kind].fields}, got {tuple(fields)}")
    fields = {name: in_english(value) for name, value in fields.items()}
    db.session.flush()
    last = db.session.execute(select(Event.id, Event.hash).order_by(Event.id.desc()).limit(1)).first()
    number, previous = (last.id, last.hash) if last else (0, FIRST)
    event = Event(
        id=number + 1, at=clock.now(), kind=kind, result=result, actor=by.kind, actor_staff_id=by.staff_id,
        client_id=client_id if client_id is not None else by.client_id, staff_id=staff_id,
        sign_in_id=by.sign_in_id, ip=by.ip, fields=fields,
    )  # fmt: skip
    event.hash = event.expected_hash(previous)
    db.session.add(event)
    db.session.flush()
    return event


def verify() -> tuple[int, str, int | None]:
    """Walk the whole chain: (rows read, hash of the last good row, number of the first bad row or None)."""
    for at_once in (500, 1):  # a row that cannot even be read is looked for one by one
        previous, count = FIRST, 0
        try:
            for event in db.session.scalars(select(Event).order_by(Event.id).execution_options(yield_per=at_once)):
                if event.id != count + 1 or event.hash != event.expected_hash(previous):
                    return count, previous, count + 1
                previous, count = event.hash, count + 1
            return count, previous, None
        except (ValueError, TypeError):
            continue
    return count, previous, count + 1
