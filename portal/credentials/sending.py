"""Making a link together with its event and its mail: what an invite and a reset have in common."""

from datetime import timedelta

from sqlalchemy import select

from portal import clock
from portal.credentials import links, options, quotas
from portal.credentials.errors import AlreadySent, NoDefaultEmail, NoEmail, NothingToWithdraw
from portal.extensions import db
from portal.mail import outbox
from portal.models import Client, Link, OutgoingMail
from portal.models.event import Actor, record
from portal.models.link import EndedWhy, LinkKind, LinkState

COOL_DOWN = timedelta(seconds=60)


def send_link(client: Client, kind: LinkKind, mail_kind: str, event_kind: str, by: Actor) -> Link:
    """Inside the caller's transaction. Raises NoEmail, NoDefaultEmail, AlreadySent, QuotaReached."""
    if not client.emails:
        raise NoEmail()
    email = client.default_email
    if email is None:
        raise NoDefaultEmail()
    refuse_second_click(client, kind, email.address)
    quotas.refuse_too_many(client.id, kind, by.staff_id)
    link = links.make(kind, options.link_lifetime(client), by.staff_id, client_id=client.id)
    outbox.put(mail_kind, email.address, link=link, client_id=client.id)
    record(event_kind, by, client_id=client.id, email=email.address)
    return link


def refuse_second_click(client: Client, kind: LinkKind, address: str) -> None:
    """Raises AlreadySent where staff sent the same mail within 60 s and its link still works."""
    now = clock.now()
    last = db.session.scalar(
        select(Link)
        .join(OutgoingMail, OutgoingMail.link_id == Link.id)
        .where(
            Link.client_id == client.id, Link.kind == kind, Link.sent_by_id.is_not(None),
            Link.created_at > now - COOL_DOWN, OutgoingMail.address == address,
        )
        .order_by(Link.id.desc())
        .limit(1)
    )  # fmt: skip
    if last is not None and last.state(now) is LinkState.LIVE:
        left = (last.created_at + COOL_DOWN - now).total_seconds()
        raise AlreadySent(last.created_at, max(1, round(left)))


def withdraw(client: Client, kind: LinkKind, event_kind: str, by: Actor) -> None:
    """End the open link of this kind, inside the caller's transaction. Raises NothingToWithdraw."""
    ended = links.end_open(EndedWhy.WITHDRAWN, kinds=(kind,), by_id=by.staff_id, client_id=client.id)
    if not ended:
        db.session.rollback()
        raise NothingToWithdraw()
    record(event_kind, by, client_id=client.id)
