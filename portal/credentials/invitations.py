"""Inviting a client to the portal."""

from portal import clock
from portal.credentials import link_mails, links, shown_codes
from portal.credentials.shown_codes import ShownCode
from portal.database import writing
from portal.errors import AlreadyRegistered, NothingToShow
from portal.models import Client, Link
from portal.models.event import Actor, record
from portal.models.link import LinkKind, LinkState


def send_invitation(client: Client, by: Actor) -> Link:
    """Make an invitation and its mail; an earlier one ends.

    Raises AlreadyRegistered, NoEmail, NoDefaultEmail, AlreadySent, QuotaReached; then nothing was ended or made.
    """
    with writing():
        if client.account is not None:
            raise AlreadyRegistered()
        return link_mails.send_link(client, LinkKind.INVITATION, "invitation_sent", by)


def withdraw_invitation(client: Client, by: Actor) -> None:
    with writing():
        link_mails.withdraw(client, LinkKind.INVITATION, "invitation_withdrawn", by)


def show(client: Client, by: Actor) -> ShownCode:
    """The invitation that works, for a client who sits in the room, with a code to type that ends the one before.

    Each showing is an event; the link stays as it was.

    Raises AlreadyRegistered, NothingToShow.
    """
    with writing():
        if client.account is not None:
            raise AlreadyRegistered()
        link = links.newest(LinkKind.INVITATION, client_id=client.id)
        state = link.state(clock.now()) if link else None
        if link is None or state is not LinkState.LIVE:
            raise NothingToShow(state)
        shown = shown_codes.show(link)
        record("link_shown", by, client_id=client.id)
    return shown
