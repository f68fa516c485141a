"""The worker: what it does after each answer of a mail server, round after round."""

import logging
from collections.abc import Callable

import pytest
from flask import Flask

from portal import config, heartbeat
from portal.config_values import MailServer
from portal.credentials.invitations import send_invitation
from portal.data_folder import SECRET_FILE
from portal.database import writing
from portal.diagnosis.needs_attention import lines
from portal.extensions import db
from portal.models import Event, Practice
from portal.models.outgoing_mail import MailState
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.post import newest, rounds, rows, states, use
from tests.support.smtp import Receiver

PASSWORD = "kept-mail-secret-4711"
pytestmark = pytest.mark.usefixtures("app")


# case 101
def test_a_connection_closed_after_the_server_took_the_mail_sends_it_once(smtp: Receiver, clock: Clock) -> None:
    factories.theo()
    smtp.close_after_data = True
    for _ in range(3):
        rounds()
        clock.move(minutes=2)
    mail = newest()
    assert (mail.state, mail.server_said, mail.lease_holder) == (MailState.SENT, "250 OK queued", None)
    assert db.session.query(Event).filter_by(kind="mail_sent", client_id=mail.client_id).count() == 1
    assert len(smtp.messages) == 1


# case 107
def test_a_mailbox_that_does_not_exist_is_told_at_once_and_not_tried_again(smtp: Receiver, clock: Clock) -> None:
    smtp.rcpt_replies = ["550 5.1.1 User unknown"]
    theo = factories.theo()
    rounds()
    clock.move(hours=2)
    rounds(3)
    mail = newest()
    assert (mail.state, mail.reason, mail.attempts) == (MailState.FAILED, "no such mailbox", 0)
    assert mail.server_said == "550 5.1.1 User unknown"
    assert [line.sentence for line in lines()] == ["Not delivered to theo@example.com: no such mailbox"]
    assert smtp.messages == []
    send_invitation(theo, factories.dana())
    rounds()
    assert (states(), lines()) == ([MailState.FAILED, MailState.SENT], [])


@pytest.mark.parametrize("address", ["theo\r\nBcc: eve@evil.test@example.com", "oZ\x0bR\x01@[\t"])
def test_an_address_that_no_mail_can_carry_does_not_stop_the_others(smtp: Receiver, address: str) -> None:
    theo, nora = factories.theo(), factories.nora()
    mail = newest()
    with writing():
        theo.emails[0].address = mail.address = address
    factories.invite(nora)
    rounds()
    assert states() == [MailState.FAILED, MailState.SENT]
    assert rows()[0].reason == "this address cannot be written into a mail"
    assert smtp.recipients == ["nora@example.com"]


def _open_secret(is_wrong: bool) -> None:
    (config.current().data_dir / SECRET_FILE).chmod(0o644 if is_wrong else 0o600)


def _reply_to_nobody(is_wrong: bool) -> None:
    with writing():
        Practice.one().reply_to = "front\r\ndesk@maple.example" if is_wrong else None


@pytest.mark.parametrize("fault", [_open_secret, _reply_to_nobody])
def test_what_is_wrong_with_the_practice_is_not_told_as_wrong_with_the_address(
    smtp: Receiver, clock: Clock, caplog: pytest.LogCaptureFixture, fault: Callable[[bool], None]
) -> None:
    factories.theo()
    fault(True)
    rounds()
    mail = newest()
    assert (mail.state, mail.reason, mail.is_our_trouble) == (
        MailState.WAITING, "the portal could not write this mail", True,
    )  # fmt: skip
    assert "Traceback" in caplog.text
    fault(False)
    clock.move(minutes=1)
    rounds()
    assert (states(), smtp.recipients) == ([MailState.SENT], [cast.THEO.email])


# case 113
def test_mails_that_were_kept_stay_when_a_server_is_set_later(smtp: Receiver) -> None:
    server = config.current().mail_server
    use(None)
    factories.theo()
    assert states() == [MailState.KEPT]
    use(server)
    factories.invite(factories.nora())
    rounds(3)
    assert states() == [MailState.KEPT, MailState.SENT]
    assert smtp.recipients == ["nora@example.com"]


def test_nothing_is_claimed_while_no_server_is_set(smtp: Receiver) -> None:
    factories.theo()
    use(None)
    rounds()
    assert (states(), smtp.messages) == ([MailState.WAITING], [])


# case 114
def test_the_password_of_the_mail_server_stands_in_no_row_and_no_log(
    app: Flask, smtp: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "portal")
    use(MailServer("127.0.0.1", smtp.port, "starttls", "mailer", PASSWORD))
    factories.theo()
    rounds()
    mail = newest()
    assert mail.state == MailState.WAITING
    shown = [repr(config.current()), repr(dict(app.config)), mail.reason, mail.server_said, caplog.text]
    assert PASSWORD not in " ".join(str(text) for text in shown)


def test_the_worker_says_that_it_lives_and_for_how_long_that_counts(clock: Clock) -> None:
    assert not heartbeat.is_alive()
    heartbeat.beat()
    clock.move(seconds=heartbeat.ALIVE_FOR - 1)
    assert heartbeat.is_alive()
    clock.move(seconds=1)
    assert not heartbeat.is_alive()
    clock.move(days=-2)  # it has lived while the clock was ahead
    assert not heartbeat.is_alive()
