"""Inviting a client to the portal."""

from portal.credentials import sending
from portal.credentials.errors import AlreadyRegistered
from portal.database import writing
from portal.extensions import db
from portal.models import Client, Link
from portal.models.event import Actor
from portal.models.link import LinkKind


def send(client: Client, by: Actor) -> Link:
    """Make an invitation and its mail; an earlier one ends.

    Raises AlreadyRegistered, NoEmail, NoDefaultEmail, AlreadySent; then nothing was ended or made.
    """
    writing()
    if client.account is not None:
        raise AlreadyRegistered()
    link = sending.send_link(client, LinkKind.INVITATION, "invitation", "invitation_sent", by)
    db.session.commit()
    return link


def withdraw(client: Client, by: Actor) -> None:
    writing()
    sending.withdraw(client, LinkKind.INVITATION, "invitation_withdrawn", by)
    db.session.commit()
