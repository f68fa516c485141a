"""What keeps a client out, as it is found by what was recorded."""

from portal.clients.portal_facts import facts_of
from portal.credentials import passwords
from portal.credentials.invitations import send_invitation
from portal.diagnosis.diagnose import Cause, Obstacle, obstacle_of
from portal.extensions import db
from portal.models import Client
from tests.support import cast, factories


def why(client: Client) -> Obstacle | None:
    db.session.rollback()
    return obstacle_of(facts_of(client))


def cause_of(client: Client) -> Cause | None:
    found = why(client)
    return found.cause if found else None


def theo() -> Client:
    return factories.make_client(cast.THEO)


def send_link(client: Client) -> None:
    send = send_invitation if client.account is None else passwords.send_reset
    send(client, factories.dana())
