"""Against a real Postfix: delivered, refused, and deferred."""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_string, policy

import pytest
from flask import Flask

from portal.config_values import MailServer
from portal.models.outgoing_mail import MailState
from tests.conftest import Clock
from tests.support import cast, factories, postfix
from tests.support.mails import link_in
from tests.support.post import newest, rounds, rows, use
from tests.support.postfix import Postfix

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(postfix.why_not()), reason=postfix.why_not())]


ANSWERS = {
    "nora@example.com": "450 4.2.0 Greylisted, come back later",
    "unproven@example.com": "550 5.7.26 Unauthenticated mail is not accepted",
    "full@example.com": "552 5.2.2 The mailbox is over quota",
    "full-now@example.com": "452 4.2.2 The mailbox is over quota",
}


@pytest.fixture
def environment() -> dict[str, str]:
    return {"PORTAL_MAIL_SERVER": "127.0.0.1", "PORTAL_MAIL_PORT": "25", "PORTAL_MAIL_SECURITY": "none",
            "PORTAL_MAIL_FROM": "no-reply@maple.example"}  # fmt: skip


@pytest.fixture(scope="module")
def running() -> Iterator[Postfix]:
    with Postfix("theo@example.com", *ANSWERS) as server:
        server.refuse(ANSWERS)
        server.reload()
        yield server


@pytest.fixture
def server(app: Flask, clock: Clock, running: Postfix) -> Postfix:
    use(MailServer("127.0.0.1", running.port, "none"))
    return running


def test_a_mailbox_that_exists_gets_the_mail_with_its_link(server: Postfix) -> None:
    factories.theo()
    rounds()
    mail = newest()
    assert (mail.state, mail.reason) == (MailState.SENT, None)
    assert (mail.server_said or "").startswith("250 2.0.0 Ok: queued as ")
    message = message_from_string(server.delivered("theo@example.com"), policy=policy.default)
    assert message["Message-ID"] == mail.message_id
    assert "/register/" in link_in(message)


# its own words for a mailbox that is not there and for what it does not relay, and those of others
@pytest.mark.parametrize(
    ("address", "state", "trouble", "said"),
    [
        ("rosa@example.com", MailState.FAILED, "NO_MAILBOX",
         "550 5.1.1 <rosa@example.com>: Recipient address rejected: User unknown"),
        ("nora@elsewhere.example", MailState.FAILED, "POLICY",
         "554 5.7.1 <nora@elsewhere.example>: Relay access denied"),
        ("unproven@example.com", MailState.FAILED, "NOT_PROVEN", "550 5.7.26"),
        ("full@example.com", MailState.FAILED, "FULL", "552 5.2.2"),
        ("full-now@example.com", MailState.WAITING, "FULL", "452 4.2.2"),
    ],
)  # fmt: skip
def test_a_refusal_is_sorted_by_its_code(
    server: Postfix, address: str, state: MailState, trouble: str, said: str
) -> None:
    factories.invite(factories.make_client(replace(cast.NORA, email=address)))
    rounds()
    mail = newest()
    assert (mail.state, mail.trouble) == (state, trouble)
    assert said in (mail.server_said or "")


def test_what_is_deferred_is_delayed_and_accepted_later(server: Postfix, clock: Clock) -> None:
    factories.invite(factories.nora())
    rounds()
    mail = newest()
    assert (mail.state, mail.reason, mail.is_our_trouble) == (
        MailState.WAITING, "the mail server asked to try again later", False,
    )  # fmt: skip
    assert "450 4.2.0" in (mail.server_said or "") and "Greylisted" in (mail.server_said or "")
    server.refuse({})
    server.reload()
    clock.move(minutes=1)
    rounds()
    assert [mail.state for mail in rows()] == [MailState.SENT]
    assert newest().message_id in server.delivered("nora@example.com")
