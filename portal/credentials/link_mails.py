"""Making a link together with its event and its mail: what an invite and a reset have in common."""

from datetime import timedelta
from typing import Unpack

from sqlalchemy import and_, false, select, true

from portal import clock, config
from portal.credentials import links
from portal.errors import AlreadySent, NoDefaultEmail, NoEmail, NothingToWithdraw
from portal.extensions import db
from portal.limits import sent_mail
from portal.mail import outbox
from portal.models import Client, Link, OutgoingMail
from portal.models.base import Owner
from portal.models.event import Actor, record
from portal.models.link import EndedWhy, LinkKind, LinkState
from portal.models.outgoing_mail import MailState
from portal.options import resolve

COOL_DOWN = timedelta(seconds=60)


def send_link(client: Client, kind: LinkKind, event_kind: str, by: Actor) -> Link:
    """Inside the caller's transaction. Raises NoEmail, NoDefaultEmail, AlreadySent, QuotaReached."""
    if not client.emails:
        raise NoEmail()
    email = client.default_email
    if email is None:
        raise NoDefaultEmail()
    link = put_link(email.address, kind, resolve.link_lifetime(client), by, client_id=client.id)
    record(event_kind, by, client_id=client.id, email=email.address)
    return link


def put_link(address: str, kind: LinkKind, lifetime: timedelta, by: Actor, **owner: Unpack[Owner]) -> Link:
    """A link and the mail of its kind, without an event, inside the caller's transaction.

    Raises AlreadySent, QuotaReached.
    """
    refuse_second_click(address, kind, **owner)
    sent_mail.refuse_too_many(kind, by.staff_id, **owner)
    link = links.make(kind, lifetime, by.staff_id, **owner)
    outbox.put(kind, address, link=link, **owner)
    return link


def refuse_second_click(address: str, kind: LinkKind, **owner: Unpack[Owner]) -> None:
    """Raises AlreadySent where staff sent the same mail within 60 s and its link still works.

    Not where it was only kept and could be sent now.
    """
    now = clock.now()
    can_be_sent = true() if config.current().mail_server else false()
    was_only_kept = and_(OutgoingMail.state == MailState.KEPT, can_be_sent)
    last = db.session.scalar(
        select(Link)
        .filter_by(kind=kind, **owner)
        .join(OutgoingMail, OutgoingMail.link_id == Link.id)
        .where(Link.sent_by_id.is_not(None), OutgoingMail.address == address)
        .where(Link.created_at > now - COOL_DOWN, Link.created_at <= now, ~was_only_kept)
        .order_by(Link.id.desc())
        .limit(1)
    )
    if last is not None and last.state(now) is LinkState.LIVE:
        left = (last.created_at + COOL_DOWN - now).total_seconds()
        raise AlreadySent(last.created_at, max(1, round(left)))


def withdraw(client: Client, kind: LinkKind, event_kind: str, by: Actor) -> None:
    """Inside the caller's transaction. Raises NothingToWithdraw."""
    end_link(kind, by, client_id=client.id)
    record(event_kind, by, client_id=client.id)


def end_link(kind: LinkKind, by: Actor, **owner: Unpack[Owner]) -> None:
    """Withdraw the open link of this kind, inside the caller's transaction. Raises NothingToWithdraw."""
    if not links.end_open(EndedWhy.WITHDRAWN, kinds=(kind,), by_id=by.staff_id, **owner):
        raise NothingToWithdraw()
