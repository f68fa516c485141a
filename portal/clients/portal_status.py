"""All that the client menu shows, derived from what was recorded, never stored; and its SQL twin for lists."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVarTuple

from sqlalchemy import Case, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from portal import clock
from portal.extensions import db
from portal.models import Client, Link, OutgoingMail, PortalAccount, Practice
from portal.models.link import EndedWhy, LinkKind, LinkState, has_time


class Status(StrEnum):
    NOT_SET_UP = "not_set_up"
    INVITED = "invited"
    EXPIRED = "expired"
    ACTIVE = "active"
    DISABLED = "disabled"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Status.NOT_SET_UP: "Not set up",
    Status.INVITED: "Invited",
    Status.EXPIRED: "Invite expired",
    Status.ACTIVE: "Active",
    Status.DISABLED: "Disabled",
}


@dataclass(frozen=True)
class PortalStatus:
    """Where a client stands. ``invitation`` is the newest one; ``reset`` only a live one; each with its mail."""

    status: Status
    account: PortalAccount | None
    invitation: Link | None
    invitation_mail: OutgoingMail | None
    reset: Link | None
    reset_mail: OutgoingMail | None
    newest_reset: Link | None  # whatever became of it
    refused: tuple[Link, ...]  # those that were opened after their end
    default_email: str | None
    has_emails: bool
    has_birth_date: bool
    is_mail_held: bool  # read only where there is a mail that it could hold

    @property
    def has_account(self) -> bool:
        return self.account is not None

    @property
    def missing_email(self) -> str | None:
        """What staff must do before a mail can go out, or None."""
        if self.default_email:
            return None
        return "Choose a default email first" if self.has_emails else "Add an email address first"

    @property
    def ended_invitation(self) -> Link | None:
        """The last invitation, where it ended before it could be used."""
        link = self.invitation
        return link if self.status is Status.NOT_SET_UP and link is not None and link.ended_at is not None else None

    @property
    def ended_reset(self) -> Link | None:
        """The newest reset, where a change of the default email ended it."""
        link = self.newest_reset
        return link if link is not None and link.ended_why == EndedWhy.DEFAULT_EMAIL_CHANGED else None

    @property
    def ended_because(self) -> str | None:
        link = self.ended_invitation
        return {EndedWhy.DEFAULT_EMAIL_CHANGED: "email", EndedWhy.WITHDRAWN: "withdrawn"}.get(
            EndedWhy(link.ended_why), "ended"
        ) if link and link.ended_why else None  # fmt: skip

    @property
    def shown_mail(self) -> OutgoingMail | None:
        """The mail whose delivery the client menu shows."""
        return self.reset_mail if self.has_account else self.invitation_mail

    @property
    def is_under_way(self) -> bool:
        """Whether a mail is about to leave, so that the menu looks again by itself."""
        mail = self.shown_mail
        return (
            mail is not None and mail.state in ("waiting", "sending") and mail.attempts == 0 and not self.is_mail_held
        )

    @property
    def is_being_tried(self) -> bool:
        """Whether a try of its mail is due, or is being made just now."""
        mail = self.shown_mail
        if mail is None or self.is_mail_held:
            return False
        return mail.state == "sending" or (mail.state == "waiting" and mail.next_try_at <= clock.now())


def status_of(client: Client) -> PortalStatus:
    """One statement for the links that matter, with their mails; the client comes with account and emails."""
    now = clock.now()
    rows = db.session.execute(_LINKS, {"client_id": client.id}).all()
    newest: dict[str, tuple[Link, OutgoingMail | None]] = {link.kind: (link, mail) for link, mail, _ in rows}
    invitation, invitation_mail = newest.get(LinkKind.INVITATION, (None, None))
    newest_reset, reset_mail = newest.get(LinkKind.PASSWORD_RESET, (None, None))
    reset = newest_reset
    if reset is not None and reset.state(now) not in (LinkState.LIVE, LinkState.LOCKED):
        reset = reset_mail = None
    default = client.default_email
    return PortalStatus(
        status=_derive(client.account, invitation, now),
        account=client.account,
        invitation=invitation,
        invitation_mail=invitation_mail,
        reset=reset,
        reset_mail=reset_mail,
        newest_reset=newest_reset,
        refused=tuple(link for link, *_ in rows if link.refused_at),
        default_email=default.address if default else None,
        has_emails=bool(client.emails),
        has_birth_date=client.birth_date is not None,
        is_mail_held=any(held_at is not None for *_, held_at in rows),
    )


def _derive(account: PortalAccount | None, invitation: Link | None, now: datetime) -> Status:
    if account is not None:
        return Status.ACTIVE if account.is_enabled else Status.DISABLED
    if invitation is None or not invitation.is_open:
        return Status.NOT_SET_UP
    return Status.INVITED if invitation.has_time(now) else Status.EXPIRED


# The SQL twin.
Columns = TypeVarTuple("Columns")
_invitation = aliased(Link)


def status_column(now: datetime) -> Case[str]:
    """The status of each client of a statement made by ``with_status``."""
    is_open = and_(_invitation.id.is_not(None), _invitation.used_at.is_(None), _invitation.ended_at.is_(None))
    return case(
        (and_(PortalAccount.id.is_not(None), PortalAccount.disabled_at.is_not(None)), Status.DISABLED.value),
        (PortalAccount.id.is_not(None), Status.ACTIVE.value),
        (and_(is_open, has_time(_invitation, now)), Status.INVITED.value),
        (is_open, Status.EXPIRED.value),
        else_=Status.NOT_SET_UP.value,
    )


def with_status(statement: Select[*Columns]) -> Select[*Columns]:
    """Join what ``status_column`` reads to a statement over Client."""
    newest = (
        select(func.max(Link.id))
        .where(Link.client_id == Client.id, Link.kind == LinkKind.INVITATION.value)
        .correlate(Client)
        .scalar_subquery()
    )
    return statement.outerjoin(PortalAccount, PortalAccount.client_id == Client.id).outerjoin(
        _invitation, _invitation.id == newest
    )


def _links_statement() -> Select[Link, OutgoingMail, datetime | None]:
    """The newest of each kind, and those opened after their end; oldest first."""
    older = aliased(Link)
    newest = select(func.max(older.id)).where(older.client_id == bindparam("client_id")).group_by(older.kind)
    was_refused = or_(Link.dead_fetched_at.is_not(None), Link.dead_opened_at.is_not(None))
    return (
        select(Link, OutgoingMail, select(Practice.mail_held_at).scalar_subquery())
        .outerjoin(OutgoingMail, OutgoingMail.link_id == Link.id)
        .where(Link.client_id == bindparam("client_id"), or_(Link.id.in_(newest), was_refused))
        .options(joinedload(Link.ended_by))
        .order_by(Link.id)
    )


_LINKS = _links_statement()
