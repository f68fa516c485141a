"""Mails that wait because of the practice's own mail server, as the worker leaves them."""

from portal import clock
from portal.database import writing
from portal.extensions import db
from portal.mail.outbox import RETRIES
from portal.mail.troubles import Trouble
from portal.models import Client, OutgoingMail
from tests.support import cast, factories
from tests.support.cast import Person

WRONG_PASSWORD = Trouble.SIGN_IN_REFUSED


def troubled(person: Person = cast.THEO, trouble: Trouble = WRONG_PASSWORD) -> OutgoingMail:
    """An invite just made, that this has delayed."""
    mail = waiting(factories.make_client(person))
    with writing():
        delay(mail, trouble)
    return mail


def delay(mail: OutgoingMail, trouble: Trouble = WRONG_PASSWORD) -> None:
    now = clock.now()
    mail.is_our_trouble, mail.attempts = True, mail.attempts + 1
    mail.trouble, mail.reason = trouble.name, trouble.sentence
    mail.delayed_at, mail.next_try_at = mail.delayed_at or now, now + RETRIES[mail.attempts - 1]


def waiting(client: Client) -> OutgoingMail:
    """The mail of an invite just made."""
    link = factories.invite(client)
    mail = db.session.query(OutgoingMail).filter_by(link_id=link.id).one()
    assert mail.state == "waiting", "there is a mail server"
    return mail
