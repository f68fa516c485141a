"""The queue of mails as a test sees it: rows as they are now, and rounds of the worker."""

from contextlib import closing
from dataclasses import replace

from sqlalchemy import select

from portal import config, worker
from portal.config_values import MailServer
from portal.extensions import db
from portal.mail import outbox
from portal.mail.smtp_client import Mailer
from portal.mail.smtp_replies import Answer
from portal.models import OutgoingMail
from portal.models.outgoing_mail import MailState
from tests.support.smtp import MESSAGE


def rows() -> list[OutgoingMail]:
    """All mails, oldest first, as the database has them."""
    db.session.rollback()
    return list(
        db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id).execution_options(populate_existing=True))
    )


def states() -> list[MailState]:
    return [MailState(mail.state) for mail in rows()]


def newest() -> OutgoingMail:
    return rows()[-1]


def claimed() -> OutgoingMail:
    """The mail that is to go out next, under way."""
    mail = outbox.claim()
    assert mail is not None
    return mail


def rounds(count: int = 1) -> None:
    """As the worker makes them: each goes on until nothing is due."""
    with closing(Mailer()) as mailer:
        for _ in range(count):
            while worker.work_once(mailer):
                pass
            db.session.rollback()


def use(server: MailServer | None) -> None:
    """From now on the settings have this mail server, as after a restart."""
    config.use(replace(config.current(), mail_server=server))


def send_alone(server: MailServer, recipient: str = "b@example.com") -> Answer:
    """Deliver one message over a connection of its own."""
    mailer = Mailer()
    try:
        return mailer.send(server, "a@maple.example", recipient, MESSAGE)
    finally:
        mailer.close()
