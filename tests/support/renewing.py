"""What somebody with an invitation that ran out does: ask for a new one."""

from datetime import date

from portal.credentials import links, renewals
from portal.extensions import db
from portal.models import Client, Link
from portal.models.event import Actor
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
