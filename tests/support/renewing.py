"""What somebody with an invitation that ran out does: ask for a new one."""

from datetime import date, timedelta

from portal.credentials import links, renewals
from portal.database import writing
from portal.extensions import db
from portal.mail import outbox
from portal.models import Client, Link
from portal.models.event import Actor, record
from portal.models.link import LinkKind
from tests.support import cast, factories

BORN = cast.EZRA.birth_date
SOMEBODY = Actor("link", ip="192.0.2.77")


def newest(client: Client) -> Link:
    db.session.rollback()
    link = links.newest(LinkKind.INVITATION, client_id=client.id)
    assert link is not None
    return link


def ask(link: Link, answer: date | None = BORN, nonce: str = "nonce") -> Link:
    return renewals.ask(factories.text_of(link), nonce, answer, SOMEBODY)


def renew_briefly(client: Client) -> None:
    """As renewals.ask would, in a practice whose links live for an hour."""
    address = client.emails[0].address
    with writing():
        link = links.make(LinkKind.INVITATION, timedelta(hours=1), None, client_id=client.id)
        outbox.put("invitation", address, link=link, client_id=client.id)
        record("invitation_renewed", SOMEBODY, client_id=client.id, email=address)
